import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Saving } from '../../shared/contract'
import { bodyOf } from '../../shared/journal-doc'
import type { SharedHeld } from '../../shared/partner'
import { type Home, makeHomeIn, pair, replicaOf } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { seededNumbers } from '../support/seeded-random'
import { createAuthors, friendsForever, type Trace } from '../support/two-person-trace'
import { makeFolder, removeFolder } from '../support/vault-folder'

const trace = friendsForever()
const id = idOf(1)
const killsOfEach = 10
const atOnce = 64

let folder = ''
let homes: Home[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  await removeFolder(folder)
})

const bodyAt = async (home: Home) => (await home.call<{ entry: { body: string } }>('journal.read', { id })).entry.body
const hasEntry = (home: Home) =>
  home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) =>
    entries.some((entry) => entry.id === id),
  )

/** Ends the vault process where it is, and opens the vault again as a person does; true where words weren't saved yet. */
async function killAndReopen(home: Home, author: Y.Doc): Promise<boolean> {
  const isSaved = home.signals.findLast(([name]) => name === 'journal.saving')?.[1] as Saving | undefined
  const vault = home.process()
  const gone = new Promise<void>((resolve) => vault.onExit(() => resolve()))
  vault.kill()
  await gone
  await home.unlock()
  await hasEntry(home)
  // The window still has what it was not told to be saved.
  const { stateVector } = await home.call<{ stateVector: Uint8Array }>('shared.fill', {
    stateVector: Y.encodeStateVector(author),
  })
  await home.call('shared.push', { update: Y.encodeStateAsUpdate(author, stateVector), origin: 'own' })
  return isSaved?.pending === true
}

/** Says everything of the trace to the two homes in its order; the number of kills that came before an acknowledgement. */
async function replay(real: Trace, kills: ReadonlyMap<number, number>): Promise<number> {
  const start = Y.encodeStateAsUpdate(await replicaOf(homes[0] as Home))
  const authors = createAuthors(real, start, (doc) => bodyOf(doc, id))
  let unsaved = 0
  let under: Promise<unknown>[] = []
  for (const [at, { agent }] of real.txns.entries()) {
    const home = homes[agent] as Home
    const { heard, own } = authors.next(at)
    for (const update of heard) under.push(home.call('shared.push', { update, origin: 'live' }))
    under.push(home.call('shared.push', { update: own, origin: 'own' }))
    const killed = kills.get(at)
    if (under.length < atOnce && killed === undefined) continue
    await Promise.all(under)
    under = []
    if (killed !== undefined && (await killAndReopen(homes[killed] as Home, authors.doc(killed)))) unsaved++
  }
  await Promise.all(under)
  return unsaved
}

it.skipIf(trace === null)(
  '[Z4] two who write one text for real end at the same words, in both vaults, though each is killed ten times',
  async () => {
    const real = trace as Trace
    homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
    const [ana, ben] = homes as [Home, Home]
    await pair(ana, ben)
    ana.signals.length = 0
    await ana.call('journal.add', { entry: entryOf(1, { body: '' }), journal: 'shared' })
    await ana.until<SharedHeld>('shared.held', ({ entries }) => entries.length > 0)
    await ana.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)
    const random = seededNumbers(4)
    const kills = new Map<number, number>()
    while (kills.size < 2 * killsOfEach) kills.set(Math.floor(random() * real.txns.length), kills.size % 2)

    expect(await replay(real, kills)).toBeGreaterThanOrEqual(killsOfEach)
    for (const home of homes) {
      await home.stop()
      await home.unlock()
    }
    const isWhole = async (home: Home) => {
      await hasEntry(home)
      for (;;) {
        home.signals.length = 0
        if ((await bodyAt(home)) === real.endContent) return
        await home.until<unknown>('journal.changed', () => true)
      }
    }
    await Promise.all(homes.map(isWhole))
    expect(await bodyAt(ana)).toBe(await bodyAt(ben))
  },
  600_000,
)
