import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { openMirror } from '../../electron/core/link/mirror/mirror'
import { openCarrierBy } from '../../electron/core/link/mirror/open-carrier'
import type { Saving } from '../../shared/contract'
import { bodyOf } from '../../shared/journal-doc'
import type { EntryId } from '../../shared/ids'
import type { SharedHeld } from '../../shared/partner'
import { connected, type Home, pair, replicaOf } from './couple'
import { type CutHome, openCutHome } from './cut-home'
import { entryOf, idOf } from './journal-entries'

export const passphrase = 'seven quiet lanterns over water'
const people = ['ana', 'ben'] as const

/** Opens the homes of Ana and Ben that lie in this folder, locked. */
export const coupleIn = (folder: string): [CutHome, CutHome] => {
  const [ana, ben] = people.map((name) => openCutHome({ name, vault: join(folder, name), passphrase }))
  return [ana as CutHome, ben as CutHome]
}

/** Makes two vaults in this folder, pairs them and lets both write as `write` says; both end locked, with all of it. */
export async function makeCoupleIn(folder: string, write: (ana: CutHome, ben: CutHome) => Promise<void>) {
  const [ana, ben] = coupleIn(folder)
  for (const home of [ana, ben]) await home.call('vault.create', { name: home.name, passphrase })
  await pair(ana, ben)
  await write(ana, ben)
  await Promise.all([ana, ben].map(allHeld))
  await Promise.all([ana, ben].map((home) => home.stop()))
}

/** The same two vaults once more, in another folder, as they were. */
export async function copyOf(folder: string, to: string): Promise<[CutHome, CutHome]> {
  await cp(folder, to, { recursive: true })
  return coupleIn(to)
}

/** Unlocks both; resolves when they have found each other. */
export async function meet(...homes: readonly Home[]): Promise<void> {
  await Promise.all(homes.map((home) => home.unlock()))
  await Promise.all(homes.map(connected))
}

/** Unlocks, and waits until what lies in the mirror has been read. */
export async function unlockAlone(home: Home): Promise<void> {
  await home.unlock()
  await home.until<unknown>('partner.changed', () => true)
}

/** Adds a shared entry. */
export const write = (home: Home, number: number, body: string) =>
  home.call('journal.add', { entry: entryOf(number, { body }), journal: 'shared' })

/** Goes on in an entry as a window does. */
export async function goOn(home: Home, number: number, words: string): Promise<void> {
  const replica = await replicaOf(home)
  const before = Y.encodeStateVector(replica)
  const body = bodyOf(replica, idOf(number))
  body?.insert(body.length, words)
  await home.call('shared.push', { update: Y.encodeStateAsUpdate(replica, before), origin: 'own' })
}

/** Resolves when all this home's words so far are said to be saved. */
export async function saved(home: Home): Promise<void> {
  home.host.session.flush()
  await home.until<unknown>('journal.saving', () => {
    const last = home.signals.findLast(([name]) => name === 'journal.saving')?.[1] as Saving | undefined
    return last?.pending === false
  })
}

/** Resolves when it is said that the partner has all that this home wrote. */
export async function allHeld(home: Home): Promise<void> {
  const last = () => home.signals.findLast(([name]) => name === 'shared.held')?.[1] as SharedHeld | undefined
  if (last()) await home.until<SharedHeld>('shared.held', () => last()?.all === false && last()?.entries.length === 0)
}

/** Which entries the home says that the partner doesn't have yet. */
export function heldBy(home: Home): readonly EntryId[] {
  const last = home.signals.findLast(([name]) => name === 'shared.held')?.[1] as SharedHeld | undefined
  if (!last || last.all) throw new Error('it is not said which')
  return last.entries
}

/** Resolves when this entry's body is one of these. */
export async function hasWords(home: Home, number: number, ...bodies: readonly string[]): Promise<void> {
  for (;;) {
    const before = home.signals.length
    const body = await bodyAt(home, number)
    if (body !== null && bodies.includes(body)) return
    await home.until<unknown>('journal.changed', () =>
      home.signals.slice(before).some(([name]) => name === 'journal.changed'),
    )
  }
}

/** An entry's body, or null where there is no such entry. */
export async function bodyAt(home: Home, number: number): Promise<string | null> {
  const reply = await home.host.call('journal.read', { id: idOf(number) })
  return reply.ok ? (reply.value as { entry: { body: string } }).entry.body : null
}

/** All bodies of the shared journal, by the entry's id. */
export async function bodiesIn(home: Home): Promise<Record<string, string>> {
  const replica = await replicaOf(home)
  const ids = [...replica.getMap('entries').keys()] as EntryId[]
  return Object.fromEntries(ids.toSorted().map((id) => [id, bodyOf(replica, id)?.toJSON() ?? '']))
}

/** Of each writer the last number in the mirror; a place where what is there isn't one chain is an error. */
export async function headsIn(home: CutHome): Promise<Record<string, number>> {
  const keys = home.keys()
  const openCarrier = openCarrierBy(createSodiumCipher())(keys)
  const tools = { files: diskFiles, randomness: systemRandomness, openCarrier, vault: home.vault, folder: keys.folder }
  const { index, hasDamaged } = await openMirror(tools)
  if (hasDamaged) throw new Error('a damaged file')
  const heads: Record<string, number> = {}
  for (const { writer } of index.chains().filter((chain) => chain.class === 'journal')) {
    const files = index.within(writer, 'journal', { from: 1, to: Infinity })
    for (const [at, { number, prev }] of files.entries()) {
      const before = files[at - 1]
      if (before && (before.number !== number - 1 || before.hash !== prev))
        throw new Error(`${home.name}: no chain of ${writer} at ${number}`)
    }
    heads[writer] = files.at(-1)?.number ?? 0
  }
  return heads
}
