import { randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { createVaultServices } from '../../electron/core/vault-services'
import { findCall } from '../../shared/contract'
import { failureOf } from '../../shared/failure'
import { createFaultyFiles } from '../support/faulty-files'
import { entryOf, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'seven quiet lanterns over water'
const secret = { type: 'passphrase', value: passphrase }
let folder = ''
beforeEach(async () => {
  folder = join(await makeFolder(), 'vault')
})
afterEach(() => removeFolder(join(folder, '..')))

async function makeServices() {
  const { files, plan } = createFaultyFiles(diskFiles)
  const clock = createManualClock(1_772_350_200_000)
  const signals: [string, unknown][] = []
  const opened: number[] = []
  const bugs: unknown[] = []
  const services = createVaultServices({
    vaults: vaultsFor({ files }),
    folder,
    files,
    cipher: createSodiumCipher(),
    randomness: systemRandomness,
    newId: randomUUID,
    order: () => {},
    clock,
    signal: (name, payload) => signals.push([name, payload]),
    onOpened: (minutes) => opened.push(minutes),
    onBug: (_, error) => bugs.push(error),
  })
  const valueOf = async (name: string, input?: unknown) => {
    const reply = await services.call(name, input)
    return reply.ok ? (findCall(name)?.output.parse(reply.value) ?? 'ok') : reply.failure.code
  }
  return { services, valueOf, clock, signals, opened, bugs, plan }
}

/** A vault in which Ana wrote two entries, closed again. */
async function madeVault() {
  const { services, valueOf } = await makeServices()
  await valueOf('vault.create', { name: 'Ana', passphrase })
  await valueOf('journal.add', { entry: entryOf(1, { body: 'By the sea' }) })
  await services.flush()
  await valueOf('journal.add', { entry: entryOf(2, { body: 'At the lake' }) })
  await services.close()
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => failureOf(error).code,
  )

describe('the vault’s calls', () => {
  it('[J70] before the vault is open nothing but create and unlock is answered', async () => {
    const { valueOf } = await makeServices()
    expect(await valueOf('journal.list', { offset: 0, limit: 1 })).toBe('vault-locked')
    expect(await valueOf('settings.read')).toBe('vault-locked')
    expect(await valueOf('vault.status')).toBe('vault-locked')
    expect(await valueOf('vault.unlock', { secret })).toBe('folder-missing')
    expect(await valueOf('app.lock')).toBe('vault-locked')
  })

  it('[J70] a vault is made with a name, opened once, and not made or opened again while it is open', async () => {
    const { services, valueOf, opened, bugs } = await makeServices()
    expect(await valueOf('vault.create', { name: ' Ana ', passphrase })).toMatchObject({
      recoveryKey: expect.any(String),
    })
    expect(opened[0]).toBe(10)
    expect(await valueOf('settings.read')).toMatchObject({ name: 'Ana', recoveryKeyKept: false })
    expect(await valueOf('vault.create', { name: 'Ana', passphrase })).toBe('bad-request')
    expect(await valueOf('vault.unlock', { secret })).toBe('bad-request')
    expect(bugs).toEqual([])
    await services.close()
  })

  it('[J70] a passphrase that could be guessed, from the name say, makes no vault and replaces none', async () => {
    const { services, valueOf } = await makeServices()
    expect(await valueOf('vault.create', { name: 'Ana', passphrase: 'password1' })).toBe('passphrase-weak')
    expect(await readdir(join(folder, '..'))).toEqual([])
    await valueOf('vault.create', { name: 'Ana', passphrase })
    expect(await valueOf('vault.changePassphrase', { current: secret, next: 'anaana' })).toBe('passphrase-weak')
    await services.close()
  })

  it('[J71] what was written is there after closing, and idle minutes are told at once', async () => {
    await madeVault()
    const { services, valueOf, opened } = await makeServices()
    expect(await valueOf('vault.unlock', { secret })).toBe('ok')
    expect(await valueOf('journal.read', { id: idOf(2) })).toEqual({
      entry: entryOf(2, { body: 'At the lake' }),
      journal: 'private',
      isReadOnly: false,
      caret: null,
    })
    await valueOf('settings.change', { idleMinutes: 2 })
    expect(opened).toEqual([10, 2])
    await services.close()
    const again = await makeServices()
    await again.valueOf('vault.unlock', { secret })
    expect(again.opened).toEqual([2])
    await again.services.close()
  })

  it('[J72] a vault whose words can’t be written does not close, and closes when they can', async () => {
    await madeVault()
    const { services, valueOf, plan } = await makeServices()
    await valueOf('vault.unlock', { secret })
    await valueOf('journal.replaceBody', { id: idOf(1), body: 'By the sea with Ben' })
    plan((operation) => (operation === 'append' ? { failure: { code: 'disk-full' } } : null))
    expect(await codeOf(services.close())).toBe('disk-full')
    expect(await valueOf('journal.read', { id: idOf(1) })).toMatchObject({ entry: { body: 'By the sea with Ben' } })
    plan(() => null)
    await services.close()
    const again = await makeServices()
    await again.valueOf('vault.unlock', { secret })
    expect(await again.valueOf('journal.read', { id: idOf(1) })).toMatchObject({
      entry: { body: 'By the sea with Ben' },
    })
    await again.services.close()
  })

  it('[J73] words that come while the vault closes are refused, never taken and lost', async () => {
    await madeVault()
    const { services, valueOf } = await makeServices()
    await valueOf('vault.unlock', { secret })
    const state = { closed: false }
    const closing = services.close().then(() => (state.closed = true))
    const answers: unknown[] = []
    for (let body = ''; !state.closed && body.length < 10_000; body += 'x') {
      answers.push([body, await valueOf('journal.replaceBody', { id: idOf(1), body })])
      await new Promise((resolve) => setImmediate(resolve))
    }
    await closing
    const again = await makeServices()
    await again.valueOf('vault.unlock', { secret })
    const { entry } = (await again.valueOf('journal.read', { id: idOf(1) })) as { entry: { body: string } }
    const taken = (answers as [string, unknown][]).filter(([, answer]) => answer === 'ok').at(-1)
    expect(entry.body).toBe(taken?.[0] ?? 'By the sea')
    expect((answers as [string, unknown][]).at(-1)?.[1]).toBe('vault-locked')
    await again.services.close()
  })

  it('[J99] the vault closes though something changes with every write, and each change that was taken is kept', async () => {
    await madeVault()
    const { services, valueOf, plan } = await makeServices()
    await valueOf('vault.unlock', { secret })
    await valueOf('journal.replaceBody', { id: idOf(1), body: 'By the sea with Ben' })
    const asked: Promise<unknown>[] = []
    plan((operation) => {
      if (operation === 'append' && asked.length < 200)
        asked.push(valueOf('journal.add', { entry: entryOf(10 + asked.length), journal: 'private' }))
      return null
    })
    await services.close()
    const answers = await Promise.all(asked)
    expect(answers.at(-1)).toBe('vault-locked')
    plan(() => null)
    const again = await makeServices()
    await again.valueOf('vault.unlock', { secret })
    const taken = answers.flatMap((answer, at) => (answer === 'vault-locked' ? [] : [idOf(10 + at)]))
    expect(taken.length).toBeGreaterThan(0)
    for (const id of taken) expect(await again.valueOf('journal.read', { id })).toMatchObject({ entry: { id } })
    await again.services.close()
  })

  it('[J100] a vault is locked whatever else fails once its words are on the disk, and the fault is reported', async () => {
    await madeVault()
    const { services, valueOf, bugs, plan } = await makeServices()
    await valueOf('vault.unlock', { secret })
    await valueOf('journal.replaceBody', { id: idOf(1), body: 'By the sea with Ben' })
    const fault = new TypeError('kingfisher')
    plan((operation, path) => {
      if (operation === 'move' && path.endsWith('vault.json')) throw fault
      return null
    })
    await services.close()
    expect(bugs).toEqual([fault])
    expect(await valueOf('journal.read', { id: idOf(1) })).toBe('vault-locked')
    plan(() => null)
    const again = await makeServices()
    await again.valueOf('vault.unlock', { secret })
    expect(await again.valueOf('journal.read', { id: idOf(1) })).toMatchObject({
      entry: { body: 'By the sea with Ben' },
    })
    await again.services.close()
  })

  it('[J74] a damaged vault shows what is left, refuses every change, and can be locked', async () => {
    await madeVault()
    await damage(join(folder, 'data'))
    const { services, valueOf, clock } = await makeServices()
    expect(await valueOf('vault.unlock', { secret })).toBe('ok')
    expect(await valueOf('vault.status')).toMatchObject({ damage: { file: expect.any(String) } })
    expect(await valueOf('journal.replaceBody', { id: idOf(1), body: 'x' })).toBe('vault-read-only')
    expect(await valueOf('journal.keepCaret', { id: idOf(1), selection: { anchor: 1, head: 1 } })).toBe(
      'vault-read-only',
    )
    expect(await valueOf('settings.change', { lastEntry: idOf(1) })).toBe('vault-read-only')
    clock.advance(60_000)
    await services.close()
    expect(await valueOf('journal.list', { offset: 0, limit: 1 })).toBe('vault-locked')
  })

  it('[J75] a new recovery key has to be typed back again', async () => {
    const { services, valueOf } = await makeServices()
    const made = (await valueOf('vault.create', { name: 'Ana', passphrase })) as { recoveryKey: string }
    await valueOf('settings.change', { recoveryKeyKept: true })
    expect(await valueOf('vault.status')).toEqual({ damage: null, recoveryKeyKept: true })
    const renewed = (await valueOf('vault.renewRecoveryKey', { passphrase })) as { recoveryKey: string }
    expect(renewed.recoveryKey).not.toBe(made.recoveryKey)
    expect(await valueOf('vault.status')).toEqual({ damage: null, recoveryKeyKept: false })
    await services.close()
  })
})

/** Flips a bit in the middle of the largest segment. */
async function damage(data: string): Promise<void> {
  const names = (await readdir(data)).filter((name) => name.endsWith('.seg'))
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(data, name)) })))
  const [largest] = files.sort((a, b) => b.bytes.length - a.bytes.length)
  if (!largest) throw new Error('there is no segment')
  const at = Math.floor(largest.bytes.length / 2)
  largest.bytes[at] = (largest.bytes[at] ?? 0) ^ 1
  await writeFile(join(data, largest.name), largest.bytes)
}
