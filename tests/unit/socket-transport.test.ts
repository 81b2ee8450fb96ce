import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectToHost, type SocketTransport } from '../../renderer/lib/socket-transport'
import { maxByteArrays } from '../../shared/message-codec'
import { makePageRoot, removePageRoot, startTestServer } from '../support/page-client'
import { standInPage } from '../support/stand-in-page'

let folder = ''
let host: Awaited<ReturnType<typeof startTestServer>>
let transport: SocketTransport
beforeEach(async () => {
  const made = await makePageRoot()
  folder = made.folder
  host = await startTestServer(made.root)
  standInPage(host, host.newToken())
  transport = await connectToHost()
})
afterEach(async () => {
  // A page that was replaced doesn't come back: none of its timers outlives what stands in for the page.
  await host.begin()
  await expect.poll(() => transport.connection()).toBe('replaced')
  vi.unstubAllGlobals()
  await host.server.close()
  await removePageRoot(folder)
})

describe('bytes between window and browser host', () => {
  it('[W25] bytes of a call, its answer and a signal arrive as they were, and text beside them', async () => {
    const stateVector = new Uint8Array([0, 1, 255])
    const answer = transport.call('shared.fill', { stateVector })
    await expect.poll(() => host.calls).toHaveLength(1)
    expect(host.calls[0]).toMatchObject({ name: 'shared.fill', input: { stateVector } })
    const value = { slices: [new Uint8Array(200_000).fill(7), new Uint8Array()], done: true }
    host.calls[0]?.reply({ ok: true, value })
    expect(await answer).toEqual({ ok: true, value })

    const heard: unknown[] = []
    const told = new Promise<void>((resolve) => {
      transport.onSignal((name, payload) => {
        heard.push([name, payload])
        if (heard.length === 2) resolve()
      })
    })
    host.server.signal('shared.updated', { update: Buffer.from('By the sea') })
    host.server.signal('journal.saving', { pending: false })
    await told
    expect(heard).toEqual([
      ['shared.updated', { update: new Uint8Array(Buffer.from('By the sea')) }],
      ['journal.saving', { pending: false }],
    ])
  })

  it('[W25] a call with more than a message may hold fails as a bad request, and the next one is heard', async () => {
    const slices = Array.from({ length: maxByteArrays + 1 }, () => new Uint8Array(1))
    expect(await transport.call('shared.push', { slices })).toEqual({ ok: false, failure: { code: 'bad-request' } })
    void transport.call('app.state', undefined)
    await expect.poll(() => host.calls).toMatchObject([{ name: 'app.state' }])
    expect(transport.connection()).toBe('connected')
  })
})
