import { EditorState, type ChangeSpec, type Transaction } from '@codemirror/state'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLines } from '../../shared/plain-lines'
import { difference, isCutAt } from '../../shared/whole-characters'
import { wholeCharacters } from '../../renderer/features/page/whole-characters'

const stateOf = (doc: string) =>
  EditorState.create({ doc, extensions: [EditorState.lineSeparator.of('\n'), wholeCharacters] })
const changed = (doc: string, changes: ChangeSpec) => stateOf(doc).update({ changes })
/** What an edit makes of a text where nobody mends it. */
const rawAfter = (doc: string, changes: ChangeSpec) =>
  EditorState.create({ doc, extensions: EditorState.lineSeparator.of('\n') })
    .update({ changes })
    .newDoc.toString()
const textAfter = (doc: string, changes: ChangeSpec) => changed(doc, changes).newDoc.toString()

/** Letters of many scripts and lengths, and halves of characters, so that cuts are likely. */
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('😀', '😁', '🏳️‍🌈', '𐐷', '𝕏') },
  { weight: 2, arbitrary: fc.constantFrom('a', 'é', 'ا', '漢', '\n', ' ') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
)
const half = fc.constantFrom('\ud83d', '\ude00', '\ude01', '\udc37', '\ud801')
const wellFormed = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''))
const anything = fc.array(fc.oneof(unit, half), { maxLength: 4 }).map((units) => units.join(''))
const cuts = fc.array(fc.nat(40), { minLength: 2, maxLength: 6 })

/** Changes that ascend and lie apart, with borders anywhere. */
function changesOf(doc: string, places: readonly number[], inserts: readonly string[]) {
  const borders = [...new Set(places.map((place) => place % (doc.length + 1)))].sort((a, b) => a - b)
  return borders.flatMap((from, index) =>
    index % 2 === 0 ? [{ from, to: borders[index + 1] ?? from, insert: inserts[index] ?? '' }] : [],
  )
}

function rangesOf({ changes }: Transaction) {
  const ranges: { from: number; to: number; insert: string }[] = []
  changes.iterChanges((from, to, _fromB, _toB, insert) => ranges.push({ from, to, insert: insert.toString() }))
  return ranges
}

describe('an edit', () => {
  it('[P60] that an input method cuts between the halves of a character replaces the whole character', () => {
    const transaction = changed('a😀b', { from: 2, to: 3, insert: '\ude01' })
    expect(transaction.newDoc.toString()).toBe('a😁b')
    expect(rangesOf(transaction)).toEqual([{ from: 1, to: 3, insert: '😁' }])
    expect(rangesOf(changed('a😀b', { from: 1, to: 2, insert: '\ud83c' }))).toEqual([
      { from: 1, to: 3, insert: '\ud83c\ude00' },
    ])
  })

  it('[P60] keeps its caret and what else it says', () => {
    const changes = { from: 2, to: 3, insert: '\ude01' }
    const transaction = stateOf('a😀b').update({ changes, selection: { anchor: 3 }, userEvent: 'input.type.compose' })
    expect(transaction.newSelection.main.head).toBe(3)
    expect(transaction.isUserEvent('input.type.compose')).toBe(true)
  })

  it('[P60] that would leave half a character takes both halves, and one between them comes behind', () => {
    expect(textAfter('a😀b', { from: 2, to: 3 })).toBe('ab')
    expect(textAfter('a😀b', { from: 1, to: 2, insert: 'x' })).toBe('axb')
    expect(textAfter('😀😁', { from: 1, to: 3 })).toBe('😁')
    expect(textAfter('a😀b', { from: 2, insert: 'x' })).toBe('a😀xb')
  })

  it('[P61] puts U+FFFD in the place of half a character that stands alone', () => {
    expect(textAfter('ab', { from: 1, insert: '\ud83d' })).toBe('a\ufffdb')
    expect(textAfter('ab', { from: 1, insert: '\ude00\n\ud83d' })).toBe('a\ufffd\n\ufffdb')
    expect(textAfter('a😀b', { from: 2, insert: '\ude01x' })).toBe('a😀\ufffdxb')
  })

  it('[P60] of any kind, cut anywhere, leaves well-formed text, touches whole characters alone and says what it did', () => {
    fc.assert(
      fc.property(wellFormed, cuts, fc.array(anything, { minLength: 6, maxLength: 6 }), (doc, places, inserts) => {
        const wanted = changesOf(doc, places, inserts)
        const transaction = changed(doc, wanted)
        const text = transaction.newDoc.toString()
        expect(text.isWellFormed()).toBe(true)
        const plain = wanted.map((change) => ({ ...change, insert: plainLines(change.insert) }))
        const raw = rawAfter(doc, plain)
        if (raw.isWellFormed() && !wanted.some(({ from, to }) => from === to && isCutAt(doc, from)))
          expect(text).toBe(raw)
        for (const { from, to, insert } of rangesOf(transaction)) {
          expect(isCutAt(doc, from) || isCutAt(doc, to)).toBe(false)
          expect(insert.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the difference of two texts', () => {
  it('[P62] makes one of the other, begins and ends between characters, and is as small as that allows', () => {
    expect(difference('a😀b', 'a😁b')).toEqual({ from: 1, to: 3, insert: '😁' })
    expect(difference('😀😁', '😁')).toEqual({ from: 0, to: 2, insert: '' })
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, wellFormed, (head, old, next, tail) => {
        const [before, after] = [head + old + tail, head + next + tail]
        const { from, to, insert } = difference(before, after)
        expect(before.slice(0, from) + insert + before.slice(to)).toBe(after)
        expect(isCutAt(before, from) || isCutAt(before, to)).toBe(false)
        expect(insert.isWellFormed()).toBe(true)
        expect(to - from + insert.length).toBeLessThanOrEqual(old.length + next.length)
      }),
      { numRuns: 3000 },
    )
  })
})
