import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { createVaultSession, type VaultSession } from '../../electron/core/host/vault-session'
import type { VaultEnd, VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { entryOf, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { isAlive, knownPid } from '../support/processes'
import { makeFolder, removeFolder } from '../support/vault-folder'

// Built before any test, by the suite's set-up.
const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
const passphrase = 'seven quiet lanterns over water'
const secret = { type: 'passphrase', value: passphrase }
let folder = ''
let vault = ''
const started: VaultProcess[] = []

beforeEach(async () => {
  folder = await makeFolder()
  vault = join(folder, 'vault')
})
afterEach(async () => {
  for (const process of started.splice(0)) process.kill()
  await removeFolder(folder)
})

/** A host's session with real vault processes; only its clock is turned by hand. */
function makeSession() {
  const clock = createManualClock()
  const changes: boolean[] = []
  const broken: VaultEnd[] = []
  const signals: [string, unknown][] = []
  let onLocked = () => {}
  /** There is none, until a test has one. */
  const page: { hearOut(): Promise<void> | null } = { hearOut: () => null }
  const session = createVaultSession({
    clock,
    hearOut: () => page.hearOut(),
    start() {
      const process = forkVaultProcess({ script, folder: vault })
      started.push(process)
      return process
    },
    onChange(open) {
      changes.push(open)
      if (!open) onLocked()
    },
    onSignal: (name, payload) => signals.push([name, payload]),
    onOrder: () => {},
    onEnded: () => {},
    onBroken: (code) => broken.push(code),
  })
  const locked = () => new Promise<void>((resolve) => (onLocked = resolve))
  return { session, page, clock, changes, signals, broken, locked }
}

async function valueOf(session: VaultSession, name: string, input?: unknown): Promise<unknown> {
  const reply = await session.call(name, input)
  return reply.ok ? reply.value : reply.failure.code
}

describe('host and vault process', () => {
  it('[H90] what was written is on the disk after the lock, its process is gone, and no word lies there in the clear', async () => {
    const { session, changes, signals } = makeSession()
    expect(await valueOf(session, 'vault.create', { name: 'Ana', passphrase })).toMatchObject({
      recoveryKey: expect.any(String),
    })
    await valueOf(session, 'journal.add', { entry: entryOf(1, { body: 'By the sea with Ben' }) })
    const pid = started.at(-1)?.pid
    expect(isAlive(pid)).toBe(true)
    await session.lock()
    expect([isAlive(pid), changes, session.isOpen()]).toEqual([false, [true, false], false])
    expect(signals.map(([name]) => name)).toContain('journal.changed')
    const names = (await readdir(vault, { recursive: true, withFileTypes: true })).filter((item) => item.isFile())
    const bytes = await Promise.all(names.map((item) => readFile(join(item.parentPath, item.name), 'latin1')))
    expect(bytes.length).toBeGreaterThan(2)
    for (const word of ['By the sea', 'idleMinutes', passphrase]) expect(bytes.join('')).not.toContain(word)

    const again = makeSession()
    expect(await valueOf(again.session, 'vault.unlock', { secret })).toBe(undefined)
    expect(await valueOf(again.session, 'journal.read', { id: idOf(1) })).toMatchObject({
      entry: { body: 'By the sea with Ben' },
    })
    await again.session.lock()
  })

  it('[H91] the vault process parses every call itself, whoever makes it', async () => {
    const { session } = makeSession()
    expect(await valueOf(session, 'vault.unlock', { secret: { type: 'passphrase', value: 5 } })).toBe('bad-request')
    expect(await valueOf(session, '__proto__.unlock', {})).toBe('vault-locked')
    expect(await valueOf(session, 'journal.list', { offset: 0, limit: 1 })).toBe('vault-locked')
    await valueOf(session, 'vault.create', { name: 'Ana', passphrase })
    expect(await valueOf(session, 'journal.list', { offset: -1, limit: 1 })).toBe('bad-request')
    expect(await valueOf(session, 'journal.__proto__', {})).toBe('bad-request')
    await session.lock()
  })

  it('[H92] idle minutes that the vault holds lock it, whoever waits for nothing', async () => {
    const { session, clock, locked } = makeSession()
    await valueOf(session, 'vault.create', { name: 'Ana', passphrase })
    await valueOf(session, 'settings.change', { idleMinutes: 2 })
    const end = locked()
    clock.advance(2 * 60_000 - 1)
    expect(session.isOpen()).toBe(true)
    clock.advance(1)
    await end
    expect(session.isOpen()).toBe(false)
  })

  it('[B31] an idle vault hears the page out before it locks', async () => {
    const { session, page, clock, locked } = makeSession()
    await valueOf(session, 'vault.create', { name: 'Ana', passphrase })
    page.hearOut = async () => {
      await valueOf(session, 'journal.add', { entry: entryOf(1, { body: 'The last words' }) })
    }
    const end = locked()
    clock.advance(10 * 60_000)
    await end
    await valueOf(session, 'vault.unlock', { secret })
    expect(await valueOf(session, 'journal.read', { id: idOf(1) })).toMatchObject({ entry: { body: 'The last words' } })
    await session.lock()
  })

  it('[H93] a vault process that crashes is a lock, and the next one opens what was durable', async () => {
    const { session, changes, locked } = makeSession()
    await valueOf(session, 'vault.create', { name: 'Ana', passphrase })
    await valueOf(session, 'journal.add', { entry: entryOf(1, { body: 'By the sea' }) })
    await session.lock()
    await valueOf(session, 'vault.unlock', { secret })
    const end = locked()
    const pid = started.at(-1)?.pid
    process.kill(knownPid(pid, 'the vault process'), 'SIGKILL')
    const underWay = valueOf(session, 'journal.read', { id: idOf(1) })
    await end
    expect(await underWay).toBe('vault-locked')
    expect(changes).toEqual([true, false, true, false])
    expect(await valueOf(session, 'vault.unlock', { secret })).toBe(undefined)
    expect(await valueOf(session, 'journal.read', { id: idOf(1) })).toMatchObject({ entry: { body: 'By the sea' } })
    await session.lock()
  })

  it('[H94] two who lock a real vault at once are both answered', async () => {
    const { session } = makeSession()
    await valueOf(session, 'vault.create', { name: 'Ana', passphrase })
    await Promise.all([session.lock(), session.lock(), session.lock()])
    expect(session.isOpen()).toBe(false)
  })

  // Linux tells of a death before the event loop can.
  it.runIf(process.platform === 'linux')(
    '[H95] a vault process that has died is spoken to in vain, and harms nobody',
    async () => {
      const child = forkVaultProcess({ script, folder: vault })
      const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
      process.kill(knownPid(child.pid, 'the vault process'), 'SIGKILL')
      while (!/\) Z /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) continue
      // No event has been heard meanwhile, so the channel still counts as open.
      for (let id = 1; id <= 20; id++)
        child.post({ type: 'call', id, name: 'settings.read', input: 'x'.repeat(1 << 16) })
      await ended
      child.post({ type: 'flush' })
    },
  )
})
