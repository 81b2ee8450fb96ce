import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApi, type TwofoldApi } from '../../renderer/lib/api'
import { createBridgeTransport } from '../../renderer/lib/bridge-transport'
import { connectToHost } from '../../renderer/lib/socket-transport'
import type { Reply } from '../../shared/contract'
import { createHeldApi } from '../support/held-api'
import { idOf } from '../support/journal-entries'
import { makePageRoot, removePageRoot, startTestServer } from '../support/page-client'
import { standInPage } from '../support/stand-in-page'
import { failureCode } from '../support/vault-folder'

interface Called {
  readonly name: string
  readonly input: unknown
  reply(reply: Reply): void
}

interface Made {
  readonly api: TwofoldApi
  /** Resolves with the calls once there are so many. */
  called(count: number): Promise<readonly Called[]>
  signal(name: string, payload: unknown): void
}

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function bySocket(): Promise<Made> {
  const { folder, root } = await makePageRoot()
  const host = await startTestServer(root)
  standInPage(host, host.newToken())
  const transport = await connectToHost()
  ends.push(async () => {
    // A page that was replaced doesn't come back: none of its timers outlives what stands in for the page.
    await host.begin()
    await expect.poll(() => transport.connection()).toBe('replaced')
    vi.unstubAllGlobals()
    await host.server.close()
    await removePageRoot(folder)
  })
  return {
    api: createApi(transport),
    async called(count) {
      await expect.poll(() => host.calls.length).toBe(count)
      return host.calls
    },
    signal: (name, payload) => host.server.signal(name, payload),
  }
}

function byBridge(): Promise<Made> {
  const calls: Called[] = []
  let tell = (_name: string, _payload: unknown) => {}
  const transport = createBridgeTransport({
    call: (name, input) => new Promise<Reply>((reply) => calls.push({ name, input, reply })),
    onSignal: (listener) => void (tell = listener),
  })
  return Promise.resolve({
    api: createApi(transport),
    called: () => Promise.resolve(calls),
    signal: (name, payload) => tell(name, payload),
  })
}

function held(): Promise<Made> {
  const { api, calls, signal } = createHeldApi()
  const called = () =>
    calls.map(({ name, input, ok, fail }) => ({
      name,
      input,
      reply: (reply: Reply) => (reply.ok ? ok(reply.value) : fail(reply.failure.code)),
    }))
  return Promise.resolve({ api, called: () => Promise.resolve(called()), signal })
}

describe.each([
  { name: 'a WebSocket', make: bySocket },
  { name: 'the preload’s bridge', make: byBridge },
  { name: 'one that a test answers', make: held },
])('the transport port: $name', ({ make }) => {
  it('[F115] brings each call to the host as it was made, and each answer to who made the call', async () => {
    const { api, called } = await make()
    const [first, second] = [api.journal.read({ id: idOf(1) }), api.journal.read({ id: idOf(2) })]
    const calls = await called(2)
    expect(calls.map(({ name, input }) => ({ name, input }))).toEqual([
      { name: 'journal.read', input: { id: idOf(1) } },
      { name: 'journal.read', input: { id: idOf(2) } },
    ])
    calls[1]?.reply({ ok: true, value: 'second — ü 😀' })
    calls[0]?.reply({ ok: true, value: 'first' })
    expect(await Promise.all([first, second])).toEqual(['first', 'second — ü 😀'])
  })

  it('[F115] turns an answer that is a failure into one that is thrown, by its code', async () => {
    const { api, called } = await make()
    const failing = failureCode(api.journal.read({ id: idOf(1) }))
    const [call] = await called(1)
    call?.reply({ ok: false, failure: { code: 'disk-full' } })
    expect(await failing).toBe('disk-full')
  })

  it('[F115] tells a signal to all who listen to it, in order, until they stop', async () => {
    const { api, signal } = await make()
    const heard: string[] = []
    const stop = api.journal.onSaving(({ pending }) => heard.push(`first ${pending}`))
    const last = new Promise<void>((resolve) => {
      api.journal.onSaving(({ pending }) => {
        heard.push(`second ${pending}`)
        if (heard.length === 4) stop()
        if (heard.length === 5) resolve()
      })
    })
    for (const pending of [true, false, true]) signal('journal.saving', { pending, failure: null })
    await last
    expect(heard).toEqual(['first true', 'second true', 'first false', 'second false', 'second true'])
  })
})
