import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { noneKnown } from '../../electron/core/exchange/fold/live-writers'
import { createJournalWriter } from '../../electron/core/exchange/format/journal-writer'
import type { JournalWriters } from '../../electron/core/exchange/journal/journal-writers'
import { createSharedJournal } from '../../electron/core/exchange/journal/shared-journal'
import { fromHex } from '../../electron/core/vault/bytes'
import { fileOf, headOf, writerOf } from '../support/fold-devices'
import { entryOf, idOf } from '../support/journal-entries'
import { makeSessions } from '../support/made-sessions'
import { createManualClock } from '../support/manual-clock'

const id = idOf(1)

/** A device of one of the two, whose files wait in `sent` until the other receives them. */
function openDevice(name: 'ana' | 'ben') {
  const writer = writerOf(name === 'ana' ? 1 : 2)
  const sent: FoldedFile[] = []
  const content: JournalWriters['content'] = createJournalWriter({
    writer,
    head: { number: 0, head: new Uint8Array(32) },
    seal(sealed, { number }) {
      if ('update' in sealed) sent.push(fileOf(writer, number + 1, { ...sealed.update, sessions: [] }))
      return [{ name: '', number: number + 1, hash: fromHex(headOf(writer, number + 1)), bytes: new Uint8Array() }]
    },
    keep: () => Promise.resolve(),
  })
  const journal = createSharedJournal({
    clock: createManualClock(0),
    me: { writer, author: name, name: () => name },
    partnerName: () => 'the other',
    mayWrite: () => true,
    known: noneKnown,
    writers: {
      content,
      coverage: createJournalWriter({
        ...content,
        head: content.head(),
        seal: () => [],
        keep: () => Promise.resolve(),
      }),
    },
    sessions: makeSessions(),
    doubts: { forged: [], contested: [] },
    events: { onEntries: () => shown.push(title()), onUpdate() {}, onSaving() {}, onHeld() {} },
  })
  /** What the window is shown of the title, one after the other. */
  const shown: string[] = []
  const title = () => journal.entries.read(id).title
  return {
    journal,
    title,
    /** What the title field does with a key. */
    type: (next: string) => journal.entries.describe(id, { title: next }, { title: [title()] }),
    /** Puts what is written into a file, and takes those on their way from the other. */
    async exchange(other: { sent: FoldedFile[] }) {
      await journal.flush()
      journal.receive(other.sent.splice(0), { news: true })
    },
    sent,
    shown,
  }
}

async function openBoth(title: string) {
  const [ana, ben] = [openDevice('ana'), openDevice('ben')]
  ana.journal.entries.add(entryOf(1, { title }))
  await ana.journal.flush()
  await ben.exchange(ana)
  return { ana, ben }
}

type Both = Awaited<ReturnType<typeof openBoth>>

/** Exchanges until neither has anything more to say. */
async function settle({ ana, ben }: Both): Promise<void> {
  do {
    await ana.exchange(ben)
    await ben.exchange(ana)
    await Promise.all([ana, ben].map(({ journal }) => journal.flush()))
  } while (ana.sent.length + ben.sent.length > 0)
}

const letter = (number: number) => String.fromCodePoint(0x4e00 + number)

it('[I100] of a title that both write at the same time no letter is lost, whatever comes when', async () => {
  const step = fc.record({ who: fc.constantFrom('ana', 'ben'), place: fc.nat(60), exchanges: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const both = await openBoth('First week')
      for (const [number, { who, place, exchanges }] of steps.entries()) {
        const [one, other] = who === 'ana' ? [both.ana, both.ben] : [both.ben, both.ana]
        const at = place % (one.title().length + 1)
        one.type(one.title().slice(0, at) + letter(number) + one.title().slice(at))
        if (exchanges) await one.exchange(other)
      }
      await settle(both)
      const title = both.ana.title()
      expect(both.ben.title()).toBe(title)
      const typed = steps.map((_, number) => letter(number)).join('')
      expect(title.split('').toSorted().join('')).toBe(`First week${typed}`.split('').toSorted().join(''))
      for (const { journal } of [both.ana, both.ben]) journal.close()
    }),
    { numRuns: 60 },
  )
})

it('[I101] a title that was set by who had seen the other one stands as it was set', async () => {
  const both = await openBoth('First week')
  const { ana, ben } = both
  ana.type('First week of us')
  await settle(both)
  ben.type('First')
  await settle(both)
  ana.type('')
  await settle(both)
  expect([ana.title(), ben.title()]).toEqual(['', ''])
  for (const { journal } of [ana, ben]) journal.close()
})

it('[I100] two who each give another title at the same time have both', async () => {
  const both = await openBoth('Trip')
  both.ana.type('Our summer')
  both.ben.type('The lake')
  await settle(both)
  expect(['Our summerThe lake', 'The lakeOur summer']).toContain(both.ana.title())
  expect(both.ben.title()).toBe(both.ana.title())
  for (const { journal } of [both.ana, both.ben]) journal.close()
})

it('[I320] a title is never shown without a letter that was typed here, not for a moment', async () => {
  const both = await openBoth('Week')
  for (const { shown } of [both.ana, both.ben]) shown.length = 0
  both.ana.type('Week xyz')
  both.ben.type('Week 123')
  await settle(both)
  for (const [{ shown, journal }, typed] of [[both.ana, 'xyz'] as const, [both.ben, '123'] as const]) {
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter((title) => !title.includes(typed))).toEqual([])
    journal.close()
  }
})
