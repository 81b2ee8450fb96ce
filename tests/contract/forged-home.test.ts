import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '../../shared/journal-doc'
import type { PartnerStatus } from '../../shared/partner'
import { connected, type Home, makeHomeIn, pair, replicaOf } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

let folder = ''
let homes: Home[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  await removeFolder(folder)
})

const bodyAt = async (home: Home) => {
  const { entry } = await home.call<{ entry: { body: string } }>('journal.read', { id: idOf(1) })
  return entry.body
}
/** Resolves when the entry's body there is this. */
async function hasBody(home: Home, body: string): Promise<void> {
  for (;;) {
    const before = home.signals.length
    const isThere = await bodyAt(home).then(
      (each) => each === body,
      () => false,
    )
    if (isThere) return
    await home.until('journal.changed', () => home.signals.slice(before).some(([name]) => name === 'journal.changed'))
  }
}
/** Says more in the entry, as a window with this client id does. */
async function goOn(home: Home, client: number, words: string, replica: Y.Doc): Promise<void> {
  const before = Y.encodeStateVector(replica)
  replica.clientID = client
  bodyOf(replica, idOf(1))?.insert(bodyOf(replica, idOf(1))?.length ?? 0, words)
  await home.call('shared.push', { update: Y.encodeStateAsUpdate(replica, before), origin: 'own' })
}
const isSetAside = (home: Home) =>
  home.until<PartnerStatus>('partner.changed', ({ setAside }) => setAside.some(({ by }) => by === 'partner'))

it('[Z50] what a partner’s changed app files under my client ids is set aside by name, and my words stand after every unlock', async () => {
  homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
  const [ana, ben] = homes as [Home, Home]
  await pair(ana, ben)
  const meet = (connect: boolean) => ben.call('partner.reach', { addresses: [], connect })
  await ana.call('journal.add', { entry: entryOf(1, { body: 'I' }), journal: 'shared' })
  await hasBody(ben, 'I')
  const { client } = await ana.call<{ client: number }>('shared.begin')
  const window = await replicaOf(ana)
  await goOn(ana, client, ' love', window)
  await hasBody(ben, 'I love')

  // Ben’s app goes on under the ids of Ana’s window while the two are apart; so does she.
  const { addresses } = await ben.status()
  await meet(false)
  await goOn(ben, client, ' nobody', await replicaOf(ben))
  await goOn(ana, client, ' you dearly', window)
  ana.signals.length = 0
  await ben.call('partner.reach', { addresses: addresses.partner, connect: true })
  await isSetAside(ana)
  expect(await bodyAt(ana)).toBe('I love you dearly')

  for (let unlock = 0; unlock < 2; unlock++) {
    await ana.stop()
    await ana.unlock()
    await isSetAside(ana)
    expect(await bodyAt(ana)).toBe('I love you dearly')
  }
  await connected(ana)
})
