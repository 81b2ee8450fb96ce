import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { writerId } from '../../electron/core/exchange/format/writer-id'
import { createHeardDevices } from '../../electron/core/exchange/journal/heard-devices'
import { type HeardDevice, type KeptJournal, keptPartner } from '../../electron/core/exchange/partner/pairs-store'
import { createManualClock } from '../support/manual-clock'
import { createAnasMirror, createAuthor, type FileChain, headsOf, pairsWith } from '../support/mirror-files'
import { makeFolder, removeFolder } from '../support/vault-folder'

let vault = ''
beforeEach(async () => {
  vault = await makeFolder()
})
afterEach(() => removeFolder(vault))

const day = 24 * 60 * 60 * 1000
const today = 20_000 * day

/** Ana's mirror with so much of her own that it is to be put together, and what Ben's devices say of it. */
async function longJournal(role: KeptJournal['role'] = 'inviter') {
  const mirror = createAnasMirror(vault, { role, devices: 2 })
  const author = createAuthor()
  for (let file = 0; file < 5; file++) await mirror.ana.write(author.words(1_000_000))
  const [first, second] = mirror.bens as [FileChain, FileChain]
  const covered = () => headsOf(mirror.ana)
  return { mirror, author, first, second, covered }
}

/** What is dropped so many days after today. */
const onlyAfter90Days: [number, number][] = [
  [0, 0],
  [90, 0],
  [91, 4],
]

/** Whether opening on this day puts it together, and what is remembered of Ben's devices. */
async function openOn(at: number, { mirror }: { mirror: ReturnType<typeof createAnasMirror> }, kept = mirror.kept) {
  const opened = await mirror.open(createManualClock(at), kept)
  const dropped = await opened.compact()
  opened.journal.close()
  const partner = kept.partner && { ...kept.partner, heard: opened.heard() }
  return { dropped: dropped.length, kept: { ...kept, partner } }
}

const byPublished = (one: HeardDevice, other: HeardDevice) => one.published - other.published

describe('a snapshot in the place of files', () => {
  it('[I440] waits for every device of the partner’s, and for none that says nothing for 90 days', async () => {
    const journal = await longJournal()
    await journal.first.cover(journal.covered(), today)
    const first = await openOn(today, journal)
    expect(first.dropped).toBe(0)
    await journal.first.cover(journal.covered(), today + 90 * day)
    const second = await openOn(today + 90 * day, journal, first.kept)
    expect(second.dropped).toBe(0)
    const third = await openOn(today + 91 * day, journal, second.kept)
    // The last that was there before the snapshot goes the next time.
    expect(third.dropped).toBe(4)
  })

  it('[I440] is made as soon as all of them have the files', async () => {
    const journal = await longJournal()
    for (const each of [journal.first, journal.second]) await each.cover(journal.covered(), today)
    expect((await openOn(today, journal)).dropped).toBe(4)
  })

  it.each([
    ['a time to come is waited for no longer than since it was heard', today + 1000 * day, onlyAfter90Days],
    ['no time, as an earlier version, is waited for as long', null, onlyAfter90Days],
    ['a time long ago gets the snapshot at once', today - 91 * day, [[0, 4]]],
  ] as [string, number | null, [number, number][]][])('[I441] a device that says %s', async (_what, time, expected) => {
    const journal = await longJournal()
    await journal.first.cover(journal.covered(), today)
    await journal.second.cover(headsOf(journal.first), time)
    let { kept } = journal.mirror
    for (const [days, dropped] of expected) {
      // Ben's other device has all the while what there is.
      await journal.first.cover(journal.covered(), today + days * day)
      const opened = await openOn(today + days * day, journal, kept)
      expect([days, opened.dropped]).toEqual([days, dropped])
      kept = opened.kept
    }
  })

  it('[I441] a clock here that was years ahead for a while holds it up for no longer either', async () => {
    const journal = await longJournal()
    for (const each of [journal.first, journal.second]) await each.cover(headsOf(), today)
    const ahead = await openOn(today + 4000 * day, journal)
    const heardAhead = await openOn(today, journal, ahead.kept)
    expect(heardAhead.dropped).toBe(0)
    for (const { at } of Object.values(heardAhead.kept.partner?.heard ?? {})) expect(at).toBe(today)
  })

  it('[I441] whatever numbers it gives its coverages, what is remembered of it can be read again', () => {
    const device = 'ab'.repeat(16)
    const heard = createHeardDevices({ clock: createManualClock(today), devices: [device], former: {} })
    const coverage = { vector: new Map(), time: 0, hash: new Uint8Array(32), number: Number.MAX_SAFE_INTEGER }
    heard.take(['01', '02'].map((tag) => ({ ...coverage, writer: writerId.parse(device + tag.repeat(8)) })))
    expect(keptPartner.shape.heard.parse(heard.heard())).toEqual(heard.heard())
  })

  it('[I441] when a device was heard is remembered by the vault, of what lay there and of what arrives', async () => {
    const { mirror, first, second } = await longJournal()
    await first.cover(headsOf(), today)
    const clock = createManualClock(today)
    const pairs = pairsWith(mirror.kept, clock)
    const journals = await mirror.journals(clock, { pairs })
    await journals.flush()
    const heard = () => Object.values(pairs.journal()?.partner?.heard ?? {})
    expect(heard().toSorted(byPublished)).toEqual([
      { published: 0, at: today },
      { published: 1, at: today },
    ])
    clock.advance(day)
    await second.cover(headsOf(), today)
    await journals.arrived(await readdir(join(vault, 'mirror', mirror.kept.folder)), new Map())
    await journals.flush()
    expect(heard().map(({ at }) => at)).toEqual([today, today + day])
    expect(heard().map(({ published }) => published)).toEqual([1, 1])
    journals.close()
  })

  it('[I442] lets go of nothing that a device lacks, whoever made it', async () => {
    const { mirror, first, second, author } = await longJournal('joiner')
    for (const letter of 'ab') await first.write(author.words(3, letter))
    await first.write({ snapshot: { sessions: [], vector: headsOf(first, mirror.ana), slices: [author.all()] } })
    const before = await openOn(today, { mirror })
    expect(before.dropped).toBe(0)
    await second.cover(headsOf(first), today)
    // Of her own none goes for another's snapshot.
    expect((await openOn(today, { mirror }, before.kept)).dropped).toBe(2)
  })

  it('[I443] is made though one of the partner’s already names all there is', async () => {
    const { mirror, first, second, covered } = await longJournal()
    await first.write({ snapshot: { sessions: [], vector: covered(), slices: [] } })
    await first.cover(headsOf(mirror.ana), today)
    await second.cover(headsOf(mirror.ana, first), today)
    expect((await openOn(today, { mirror })).dropped).toBe(4)
  })

  it('[I444] is what a device gets that said nothing for long, and no word of either is lost by it', async () => {
    const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
    const folder = join(vault, 'mirror', mirror.kept.folder)
    const author = createAuthor()
    for (let file = 0; file < 2; file++) await mirror.ana.write(author.words(1_000_000))
    const early = await readdir(folder)
    const late = createAuthor(author.all())
    for (let file = 0; file < 3; file++) await mirror.ana.write(author.words(1_000_000))
    const { kept } = await openOn(today, { mirror })
    const opened = await mirror.open(createManualClock(today + 91 * day), kept)
    const dropped = await opened.compact()
    opened.journal.close()
    expect(dropped).toHaveLength(4)
    expect(dropped).toEqual(expect.arrayContaining(early))

    // What Ben's device wrote meanwhile rests on what it had, which isn't in Ana's mirror any more.
    const [ben = mirror.ana] = mirror.bens
    await ben.write({ update: { ...late.words(9, 'b').update, deps: new Map([[mirror.ana.writer, 2]]) } })
    const isGone = (name: string) => dropped.includes(name) && !early.includes(name)
    for (const name of dropped.filter(isGone)) await rm(join(folder, name))
    const inBens = await mirror.open(createManualClock(today), mirror.bensKept)
    for (const name of early) await rm(join(folder, name))
    const inAnas = await mirror.open(createManualClock(today), kept)
    for (const { journal } of [inBens, inAnas]) {
      const doc = new Y.Doc()
      for (const slice of journal.snapshot().slices) Y.applyUpdate(doc, slice)
      const letters = doc.getText('t').toJSON()
      expect([letters.length, letters.includes('b'.repeat(9))]).toEqual([5_000_009, true])
      expect(journal.standing).toEqual([])
      journal.close()
    }
  })
})
