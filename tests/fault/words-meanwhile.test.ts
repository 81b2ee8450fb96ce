import { afterEach, beforeEach, expect, it } from 'vitest'
import { join } from 'node:path'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { bodyOf } from '../../shared/journal-doc'
import type { EntryId } from '../../shared/ids'
import type { Files } from '../../electron/core/ports'
import { bodyAt, makeCoupleIn, passphrase, unlockAlone, write } from '../support/cut-couple'
import { pair, replicaOf } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { type CutHome, openCutHome } from '../support/cut-home'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let ana: CutHome
/**
 * A disk on which one kind of call waits, once it is told to: `reached` resolves when one does. `header` is the writing of
 * how far the vault's logs go.
 */
function createGate(operation: 'list' | 'append' | 'header', disk: Files = diskFiles) {
  let isClosed = false
  let [open, arrive] = [() => {}, () => {}]
  const passing = new Promise<void>((resolve) => (open = resolve))
  const reached = new Promise<void>((resolve) => (arrive = resolve))
  const wait = async (kind: typeof operation) => {
    if (!isClosed || kind !== operation) return
    arrive()
    await passing
  }
  const files: Files = {
    ...disk,
    async list(folder) {
      // The vault's own folder is looked at before each write.
      if (folder.includes('/mirror/')) await wait('list')
      return disk.list(folder)
    },
    async create(path, options) {
      if (path.includes('vault.json')) await wait('header')
      const file = await disk.create(path, options)
      const append = async (bytes: Uint8Array) => {
        // The pairs lie in the vault's log; words of the shared journal go to the mirror.
        if (!path.includes('/mirror/')) await wait('append')
        await file.append(bytes)
      }
      return { append, close: file.close }
    },
  }
  return { files, reached, close: () => (isClosed = true), open: () => open() }
}

beforeEach(async () => {
  root = await makeFolder()
  await makeCoupleIn(root, (first) => write(first, 1, 'one').then(() => {}))
})
afterEach(async () => {
  await ana.stop()
  await removeFolder(root)
})

async function unlockOn(files: Files): Promise<CutHome> {
  ana = openCutHome({ name: 'ana', vault: join(root, 'ana'), passphrase }, files)
  await unlockAlone(ana)
  expect(await bodyAt(ana, 1)).toBe('one')
  return ana
}

/** Goes on in the entry as a window does that has all of it already. */
async function writerIn(home: CutHome, id = idOf(1)): Promise<(words: string) => Promise<unknown>> {
  const replica = await replicaOf(home)
  return (words) => {
    const before = Y.encodeStateVector(replica)
    const body = bodyOf(replica, id)
    body?.insert(body.length, words)
    return home.call('shared.push', { update: Y.encodeStateAsUpdate(replica, before), origin: 'own' })
  }
}

it('[I61] what is written while a copied vault goes on anew is there afterwards, and after the next unlock', async () => {
  const gate = createGate('list')
  const home = await unlockOn(gate.files)
  const [writer = ''] = home.keys().own
  const say = await writerIn(home)
  gate.close()
  home.process().post({ type: 'news', news: { type: 'own-ahead', writer: writer as never, number: 9 } })
  await gate.reached
  await say(' and two')
  gate.open()
  await home.until('shared.replaced', () => true)
  expect(home.keys().own).toHaveLength(2)
  expect(await bodyAt(home, 1)).toBe('one and two')
  await home.stop()
  await unlockAlone(home)
  expect(await bodyAt(home, 1)).toBe('one and two')
})

it('[I61] what is written while one unpairs is there afterwards, to be read', async () => {
  const gate = createGate('append')
  const home = await unlockOn(gate.files)
  const say = await writerIn(home)
  gate.close()
  const unpaired = home.call('partner.unpair')
  await gate.reached
  await say(' and two')
  gate.open()
  await unpaired
  expect(await bodyAt(home, 1)).toBe('one and two')
})

it('[I61] what is written with every write while one unpairs is there afterwards, as far as it was taken', async () => {
  let onAppend = () => {}
  const home = await unlockOn({
    ...diskFiles,
    async create(path, options) {
      const file = await diskFiles.create(path, options)
      const append = async (bytes: Uint8Array) => {
        if (path.includes('/mirror/')) onAppend()
        await file.append(bytes)
      }
      return { append, close: file.close }
    },
  })
  const say = await writerIn(home)
  const words: string[] = []
  const answers: Promise<boolean>[] = []
  onAppend = () => {
    if (words.length === 30) return
    words.push(` word ${words.length}`)
    answers.push(
      say(words.at(-1) ?? '').then(
        () => true,
        () => false,
      ),
    )
  }
  await say(' and two')
  await home.call('partner.unpair')
  const taken = await Promise.all(answers)
  expect(taken.filter(Boolean).length).toBeGreaterThan(20)
  expect(await bodyAt(home, 1)).toBe(`one and two${words.filter((_, at) => taken[at]).join('')}`)
})

it('[I61] what is written while the joiner’s own shared journal is put away is there afterwards, to be read', async () => {
  let known: Set<string> | null = null
  let [open, arrive] = [() => {}, () => {}]
  const passing = new Promise<void>((resolve) => (open = resolve))
  const reached = new Promise<void>((resolve) => (arrive = resolve))
  const files: Files = {
    ...diskFiles,
    async list(folder) {
      // The first to look for a journal that isn't there yet is who puts it in the place of the one there is.
      if (folder.includes('/mirror/') && known && !known.has(folder)) {
        arrive()
        await passing
      }
      return diskFiles.list(folder)
    },
  }
  const inviter = openCutHome({ name: 'cleo', vault: join(root, 'cleo'), passphrase })
  ana = openCutHome({ name: 'dora', vault: join(root, 'dora'), passphrase }, files)
  for (const home of [inviter, ana]) await home.call('vault.create', { name: home.name, passphrase })
  await ana.call('journal.add', { entry: entryOf(1, { body: 'one' }), journal: 'private' })
  const { id } = await ana.call<{ id: EntryId }>('shared.share', { id: idOf(1) })
  const say = await writerIn(ana, id)
  known = new Set([join(ana.vault, 'mirror', ana.keys().folder)])
  const paired = pair(inviter, ana)
  await reached
  await say(' and two')
  open()
  await paired
  expect(await ana.call('journal.read', { id })).toMatchObject({ entry: { body: 'one and two' } })
  await inviter.stop()
})

it('[J99] what waits for the shared journal while the vault closes is kept or refused, never taken and lost', async () => {
  const reading = createGate('list')
  const closing = createGate('header', reading.files)
  reading.close()
  ana = openCutHome({ name: 'ana', vault: join(root, 'ana'), passphrase }, closing.files)
  await ana.unlock()
  await ana.call('journal.add', { entry: entryOf(2), journal: 'private' })
  await reading.reached
  const calls = [
    ana.call('journal.add', { entry: entryOf(3, { body: 'three' }), journal: 'shared' }),
    ana.call('shared.share', { id: idOf(2) }),
  ]
  const answers = Promise.all(calls.map((call) => call.then(() => 'taken', String)))
  closing.close()
  const locked = ana.host.session.lock()
  await closing.reached
  reading.open()
  expect(await answers).toEqual([expect.stringContaining('vault-locked'), expect.stringContaining('vault-locked')])
  closing.open()
  await locked
  await unlockAlone(ana)
  expect(await ana.call('journal.read', { id: idOf(2) })).not.toHaveProperty('entry.sharedAt')
})
