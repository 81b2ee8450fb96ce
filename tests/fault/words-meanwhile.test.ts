import { afterEach, beforeEach, expect, it } from 'vitest'
import { join } from 'node:path'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { bodyOf } from '../../shared/journal-doc'
import type { Files } from '../../electron/core/ports'
import { bodyAt, makeCoupleIn, passphrase, unlockAlone, write } from '../support/cut-couple'
import { replicaOf } from '../support/couple'
import { idOf } from '../support/journal-entries'
import { type CutHome, openCutHome } from '../support/cut-home'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let ana: CutHome
/** A disk on which one kind of call waits, once it is told to: `reached` resolves when one does. */
function createGate(operation: 'list' | 'append') {
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
    ...diskFiles,
    async list(folder) {
      // The vault's own folder is looked at before each write.
      if (folder.includes('/mirror/')) await wait('list')
      return diskFiles.list(folder)
    },
    async create(path, options) {
      const file = await diskFiles.create(path, options)
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
async function writerIn(home: CutHome): Promise<(words: string) => Promise<unknown>> {
  const replica = await replicaOf(home)
  return (words) => {
    const before = Y.encodeStateVector(replica)
    const body = bodyOf(replica, idOf(1))
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
