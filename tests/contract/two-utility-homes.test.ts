import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '../../electron/adapters/system-clock'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { type Home, makeHome, pair } from '../../scripts/home'
import { bodyOf } from '../../shared/journal-doc'
import { replicaOf } from '../support/couple'
import { app } from '../support/electron-stand-in/app'
import { entryOf, idOf } from '../support/journal-entries'
import { cheapest, makeFolder, removeFolder } from '../support/vault-folder'

// Built before any test, by the suite's set-up.
const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
let folder = ''
const homes: Home[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  await removeFolder(folder)
})

async function makeUtilityHome(name: string): Promise<Home> {
  const page = { sendPort: () => {}, endPort: () => {} }
  const home = await makeHome({
    name,
    vault: join(folder, name),
    passphrase: 'seven quiet lanterns over water',
    cost: cheapest,
    startVaultProcess: (vault) => startUtilityVaultProcess({ script, folder: vault, clock: systemClock, page }),
  })
  homes.push(home)
  return home
}

it('[H407] two whose vault processes are Electron’s pair, and write, push and read what is shared, with no byte beside it', async () => {
  app.becomeReady()
  const [ana, ben] = [await makeUtilityHome('Ana'), await makeUtilityHome('Ben')]
  await pair(ana, ben)
  const hasEntry = (home: Home) =>
    home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) =>
      entries.some(({ id }) => id === idOf(1)),
    )
  await ana.call('journal.add', { entry: entryOf(1, { body: 'By the sea' }), journal: 'shared' })
  await hasEntry(ben)

  // As a page's live channel gives it: a view of the message that it came in.
  const doc = await replicaOf(ben)
  const known = Y.encodeStateVector(doc)
  bodyOf(doc, idOf(1))?.insert(0, 'We were there. ')
  const update = Y.encodeStateAsUpdate(doc, known)
  const message = new Uint8Array(update.length + 4096).fill(7)
  message.set(update, 100)
  ana.signals.length = 0
  await ben.call('shared.push', { update: message.subarray(100, 100 + update.length), origin: 'own' })
  await hasEntry(ana)
  const { entry } = await ana.call<{ entry: { body: string } }>('journal.read', { id: idOf(1) })
  expect(entry.body).toBe('We were there. By the sea')
})
