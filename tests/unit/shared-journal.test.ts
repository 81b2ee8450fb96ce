import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createJournalWriter } from '../../electron/core/exchange/format/journal-writer'
import { noneKnown } from '../../electron/core/exchange/fold/live-writers'
import type { Covered } from '../../electron/core/exchange/journal/held-entries'
import { createSharedJournal } from '../../electron/core/exchange/journal/shared-journal'
import { toHex } from '../../electron/core/vault/bytes'
import { addEntry } from '../../shared/journal-doc'
import { writerOf } from '../support/fold-devices'
import { entryOf, idOf } from '../support/journal-entries'
import { makeSessions } from '../support/made-sessions'
import { createManualClock } from '../support/manual-clock'

const me = writerOf(1)
const hashOf = (number: number) => new Uint8Array(32).fill(number)

/** A journal whose files are durable at once, or when `keep` resolves; each has its number for a hash. */
function openJournal(keep: () => Promise<void> = () => Promise.resolve()) {
  const chain = () =>
    createJournalWriter<unknown>({
      writer: me,
      head: { number: 0, head: new Uint8Array(32) },
      seal: (_content, { number }) => [
        { name: `${number + 1}`, number: number + 1, hash: hashOf(number + 1), bytes: new Uint8Array() },
      ],
      keep,
    })
  let held: readonly string[] = []
  const changed: string[] = []
  const saving: boolean[] = []
  const clock = createManualClock(0)
  const journal = createSharedJournal({
    clock,
    me: { writer: me, author: 'ana', name: () => 'Ana' },
    partnerName: () => 'Ben',
    mayWrite: () => true,
    known: noneKnown,
    writers: { content: chain(), coverage: chain() },
    sessions: makeSessions(),
    doubts: { forged: [], contested: [] },
    events: {
      onEntries: ({ ids }) => changed.push(...ids),
      onUpdate() {},
      onSaving: ({ pending }) => saving.push(pending),
      onHeld: ({ entries }) => (held = entries),
    },
  })
  return { journal, clock, changed, saving, held: () => held }
}

/** The partner's coverage with this number of its own: a file of ours, with this hash, is there. */
const said = (number: number, hash: Uint8Array, of = 1): Covered => ({
  writer: writerOf(2),
  number,
  vector: new Map([[me, { number: of, head: toHex(hash) }]]),
})

it('[I58] a coverage of the other branch of a copied vault does not say that the partner has the words of this one', async () => {
  const { journal, held } = openJournal()
  const window = new Y.Doc()
  window.on('update', (update: Uint8Array) => journal.push(update, 'own'))
  addEntry(window, { ...entryOf(1), author: 'ana' }, null)
  await journal.flush()
  journal.covered([said(1, hashOf(9))])
  expect(held()).toEqual([idOf(1)])
  journal.covered([said(2, hashOf(1))])
  expect(held()).toEqual([])
  journal.close()
})

it('[Y53] what one of the partner’s writers claims falsely hides nothing that another one says, nor does an older word', async () => {
  const { journal, held } = openJournal()
  const window = new Y.Doc()
  window.on('update', (update: Uint8Array) => journal.push(update, 'own'))
  addEntry(window, { ...entryOf(1), author: 'ana' }, null)
  await journal.flush()
  journal.covered([{ ...said(1, hashOf(9), 1000), writer: writerOf(2) }])
  expect(held()).toEqual([idOf(1)])
  journal.covered([{ ...said(2, hashOf(1)), writer: writerOf(3) }])
  journal.covered([{ ...said(1, hashOf(1), 0), writer: writerOf(3) }])
  expect(held()).toEqual([])
  const last = { writer: me, number: 1 }
  expect(journal.isCovered(last, [said(2, hashOf(1)).vector])).toBe(true)
  expect(journal.isCovered(last, [said(1, hashOf(9), 1000).vector])).toBe(false)
  journal.close()
})

it('[I200] words that the partner confirms before this device has heard that they are durable are confirmed', async () => {
  let durable = () => {}
  const { journal, held } = openJournal(() => new Promise((resolve) => (durable = resolve)))
  const window = new Y.Doc()
  window.on('update', (update: Uint8Array) => journal.push(update, 'own'))
  addEntry(window, { ...entryOf(1), author: 'ana' }, null)
  const flushed = journal.flush()
  await new Promise((resolve) => setImmediate(resolve))
  journal.covered([said(1, hashOf(1))])
  expect(held()).toEqual([idOf(1)])
  durable()
  await flushed
  expect(held()).toEqual([])
  journal.close()
})

it('[I59] of the very first words, too, it is told in which entry they are', () => {
  const { journal, changed, held } = openJournal()
  const window = new Y.Doc()
  window.on('update', (update: Uint8Array) => journal.push(update, 'own'))
  addEntry(window, { ...entryOf(1), author: 'ana' }, null)
  expect([changed, held()]).toEqual([[idOf(1)], [idOf(1)]])
  journal.close()
})

it('[I60] what follows a bulk of words is written after a moment of quiet, and typing after the time that it gets', async () => {
  const { journal, clock, saving } = openJournal()
  const window = new Y.Doc()
  window.on('update', (update: Uint8Array) => journal.push(update, 'own'))
  const text = window.getText('elsewhere')
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  /** Whether all is written so long after these letters. */
  const isWritten = async (letters: number, ms: number) => {
    text.insert(0, 'w'.repeat(letters))
    clock.advance(ms)
    await settled()
    return saving.at(-1) === false
  }
  expect(await isWritten(10, 299)).toBe(false)
  expect(await isWritten(100_000, 0)).toBe(true)
  expect(await isWritten(10, 19)).toBe(false)
  clock.advance(1)
  await settled()
  expect(saving.at(-1)).toBe(false)
  clock.advance(1000)
  expect(await isWritten(10, 20)).toBe(false)
  journal.close()
})
