import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVaultSession } from '../../electron/core/host/vault-session'
import type { VaultEnd } from '../../electron/core/protocol/vault-protocol'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { app } from '../support/electron-stand-in/app'
import { told } from '../support/electron-stand-in/record'
import { MessageChannelMain, utilityProcess } from '../support/electron-stand-in/utility-process'
import { createManualClock } from '../support/manual-clock'

// Built before any test, by the suite's set-up.
const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
const notStarted = { ok: false, failure: { code: 'vault-process-not-started' } }
const locked = { ok: false, failure: { code: 'vault-locked' } }

/** Lets Electron launch what it has been asked to, from now on. */
let launch = () => {}
beforeEach(() => {
  if (!app.isReady()) app.becomeReady()
  told.length = 0
  utilityProcess.launching = new Promise((resolve) => (launch = resolve))
})
afterEach(async () => {
  launch()
  for (const child of utilityProcess.all.splice(0)) {
    await child.launched
    const ended = once(child, 'exit')
    if (child.kill()) await ended
  }
})

/** A host's session on utility processes; only its clock is turned by hand. */
function makeSession() {
  const clock = createManualClock()
  const broken: VaultEnd[] = []
  const page: unknown[] = []
  const session = createVaultSession({
    hearOut: () => null,
    clock,
    start: () =>
      startUtilityVaultProcess({
        script,
        folder: '/nowhere',
        clock,
        page: { sendPort: () => page.push('port'), endPort: (end) => page.push(end) },
      }),
    onChange: () => {},
    onSignal: () => {},
    onOrder: () => {},
    onEnded: () => {},
    onBroken: (end) => broken.push(end),
  })
  return { session, clock, broken, page }
}

const newest = () => {
  const child = utilityProcess.all.at(-1)
  if (!child) throw new Error('no process was started')
  return child
}
const sent = () => told.filter(({ name }) => name === 'toVault')

describe('a utility process that Electron doesn’t launch', () => {
  it('[H402] has ended after ten seconds: every call is answered, the page waits for no port, the next call tries again', async () => {
    const { session, clock, broken, page } = makeSession()
    const calls = [session.call('settings.read', undefined), session.call('vault.status', undefined)]
    clock.advance(9999)
    expect([broken, page]).toEqual([[], []])
    clock.advance(1)
    expect(await Promise.all(calls)).toEqual([notStarted, notStarted])
    expect([broken, page]).toEqual([['not-started'], [{ hasRun: false }]])

    launch()
    expect(await session.call('settings.read', undefined)).toEqual(locked)
    expect(page).toEqual([{ hasRun: false }, 'port'])
  })

  it('[H402] is told nothing if it comes after all, and ended', async () => {
    const { session, clock, broken } = makeSession()
    const call = session.call('vault.create', { name: 'Ana', passphrase: 'seven quiet lanterns' })
    clock.advance(10_000)
    expect(await call).toEqual(notStarted)
    const late = newest()
    launch()
    await once(late, 'exit')
    expect([sent(), broken]).toEqual([[], ['not-started']])
  })

  it('[H402] keeps nobody from locking: it has ended as soon as it is to close', async () => {
    const { session, broken } = makeSession()
    const call = session.call('settings.read', undefined)
    await session.lock()
    expect([await call, broken]).toEqual([locked, []])
    const late = newest()
    launch()
    await once(late, 'exit')
    expect(sent()).toEqual([])
  })

  it('[H402] has not run where its exit is all that Electron tells: the page is not to ask for the next one', async () => {
    const { session, broken, page } = makeSession()
    const call = session.call('settings.read', undefined)
    newest().emit('exit', 70)
    expect(await call).toEqual(notStarted)
    expect([broken, page]).toEqual([['not-started'], [{ hasRun: false }]])
  })

  it('[H402] has ended when it is to be killed, which Electron can’t do', () => {
    const ends: VaultEnd[] = []
    const child = startUtilityVaultProcess({
      script,
      folder: '/nowhere',
      clock: createManualClock(),
      page: { sendPort: () => {}, endPort: () => {} },
    })
    child.onExit((end) => ends.push(end))
    child.kill()
    child.kill()
    expect(ends).toEqual(['not-started'])
  })
})

describe('a utility process that Electron launches', () => {
  it('[H403] has its id from then on, and hears what it was told before, in order', async () => {
    const clock = createManualClock()
    const child = startUtilityVaultProcess({
      script,
      folder: '/nowhere',
      clock,
      page: { sendPort: () => {}, endPort: () => {} },
    })
    const replies: unknown[] = []
    const answered = new Promise<void>((done) =>
      child.onMessage((message) => {
        if (message.type === 'reply' && replies.push(message.id) === 3) done()
      }),
    )
    for (const id of [1, 2, 3]) child.post({ type: 'call', id, name: 'settings.read', input: undefined })
    expect(child.pid).toBe(undefined)
    launch()
    expect(await newest().launched).toBe(child.pid)
    clock.advance(10_000)
    await answered
    expect(replies).toEqual([1, 2, 3])
  })

  it('[H403] outlives an error event, which says only that its exit is near', async () => {
    const { session } = makeSession()
    const call = session.call('settings.read', undefined)
    launch()
    expect(await call).toEqual(locked)
    newest().emit('error', 'FatalError', 'v8', 'a report of the whole process')
    expect(await session.call('settings.read', undefined)).toEqual(locked)
  })

  it('[H403] gets its port once: a second time Electron refuses', () => {
    launch()
    const { port1 } = new MessageChannelMain()
    const child = utilityProcess.fork(script, [], {})
    child.postMessage({}, [port1])
    expect(() => child.postMessage({}, [port1])).toThrow('already neutered')
  })
})
