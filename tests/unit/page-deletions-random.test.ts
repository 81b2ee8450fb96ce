import type { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isBackslashAt } from '../../renderer/features/page/rewritten-marks'
import { deletingKeys, deletions } from '../support/deletions'
import { lettersRead, type ReadLetter } from '../support/letters-read'
import { openState } from '../support/page-state'
import { seededNumbers } from '../support/seeded-random'

/** Each is some 10 ms. `DELETION_RUNS=5000` takes more, `DELETION_SEED=7` begins elsewhere; both are in a failure's words. */
const runs = Number(process.env.DELETION_RUNS ?? 300)
const firstSeed = Number(process.env.DELETION_SEED ?? 1)

const words = [
  'one',
  ' two ',
  ' ',
  'x',
  'こんにちは',
  '「はい」',
  '世界。',
  'שלום',
  'नमस्ते',
  '👍🏽',
  '€5',
  '(so)',
  ', ',
  '“no”',
]
const markedWords = [
  '**good**',
  ' **day, night** ',
  '*so*',
  ' *it is* ',
  '~~no~~',
  '`code`',
  ' `a b` ',
  '[shop](https://example.org/a)',
  ' [the shop](https://example.net) ',
  '***both***',
  ' **~~two~~** ',
  '**[bold link](https://example.org)**',
  '[a **b** c](https://example.org)',
  '**a *b* c**',
  ' **one**, *two* ',
  '**`c`**',
  '\\*',
  '&zwnj;**「はい」**&zwnj;',
  '&zwnj;**👍🏽**&zwnj;',
]
const loose = ['*', '**', '~~', '_', '`', '[', ']', '\\', '_y_']
const starts = ['', '', '', '# ', '- ', '> ', '  - ', '> - ']
const ends = ['\n', '\n', '\n\n']

const picking = (random: () => number) => {
  const below = (limit: number) => Math.floor(random() * limit)
  return { below, pick: <T>(all: readonly T[]): T => all[below(all.length)] as T }
}
type Random = ReturnType<typeof picking>

function randomText({ below, pick }: Random): string {
  const isLoose = below(5) === 0
  const part = () => (isLoose && below(6) === 0 ? pick(loose) : pick(below(2) > 0 ? markedWords : words))
  const line = () => pick(words) + Array.from({ length: below(6) }, part).join('')
  return Array.from({ length: 1 + below(3) }, () => pick(starts) + line()).join(pick(ends))
}

const inserted: Record<string, number> = { letter: 1, words: 3 }

const signs = /^[*_~`[\]\\()&zwnj;]$/
/** Signs of blocks, which lose or get their meaning with the lines that they begin. */
const blockSigns = /^[-+>#]$/
const saidBy = (state: EditorState) =>
  lettersRead(state, { isSeen: true }).filter(({ letter }) => !blockSigns.test(letter))

/** What an edit leaves that it mustn't, or null. `isGone` says of a place whether the person meant to delete it, or may have. */
function faultOf(
  was: readonly ReadLetter[],
  is: readonly ReadLetter[],
  isGone: (letter: ReadLetter) => 'yes' | 'no' | 'maybe',
): string | null {
  let next = 0
  const isAlone = was.every((letter) => isGone(letter) !== 'yes')
  for (const letter of was) {
    const now = is[next]
    if (now?.letter === letter.letter && isGone(letter) !== 'yes') {
      next++
      const lost = letter.kinds?.split(',').filter((kind) => kind !== '' && !now.kinds?.split(',').includes(kind)) ?? []
      if (lost.length > 0 && !isAlone) return `${letter.letter} at ${letter.at} is no longer ${lost.join()}`
    } else if (isGone(letter) === 'no' && !signs.test(letter.letter)) return `lost: ${letter.letter} at ${letter.at}`
  }
  return next === is.length
    ? null
    : `left over: ${is
        .map(({ letter }) => letter)
        .slice(next)
        .join('')}`
}

/** What goes wrong in a run of deletions in one text, in words that tell how to see it again; null if nothing does. */
function faultOfRun(seed: number): string | null {
  const random = picking(seededNumbers(seed))
  const start = randomText(random)
  const text = new Y.Doc().getText('body')
  text.insert(0, start)
  const { view, undo, close } = openState(text)
  const steps = [`seed ${seed}`]
  const found = (fault: string) => [fault, ...steps, JSON.stringify(view.state.doc.toString())].join('\n  ')
  for (let step = 0; step < 5; step++) {
    const name = random.pick(Object.keys(deletions))
    const before = view.state.doc.toString()
    const borders = bordersOf(before)
    const anchor = random.pick(borders)
    const isKey = name in deletingKeys
    const head = isKey ? anchor : random.pick(borders.filter((border) => Math.abs(border - anchor) < 16))
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
    view.dispatch({ selection: { anchor, head } })
    steps.push(`${name} of ${JSON.stringify(before.slice(from, to))}, ${from} to ${to} in ${JSON.stringify(before)}`)
    // A lone asterisk that a line begins with is now a letter and now an item; code over a line's end goes with its block.
    if (/^[\s>-]*\*+\s*$/m.test(before) || /`[^`\n]*\n[^`\n]*`/.test(before)) break
    const was = saidBy(view.state)
    deletions[name]?.(view)
    const typed = from === to ? 0 : (inserted[name] ?? 0)
    const { main } = view.state.selection
    const is = saidBy(view.state).filter(({ at }) => at < main.head - typed || at >= main.head)
    const fault = faultOf(was, is, ({ at }) => (isKey ? 'maybe' : at >= from && at < to ? 'yes' : 'no'))
    if (fault) return found(fault)
    if (text.toJSON() !== view.state.doc.toString()) return found('page and text differ')
  }
  for (let step = 0; step < 5; step++) undo()
  if (text.toJSON() !== start) return found('not undone')
  close()
  return null
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Where a caret can stand: not within a guard, nor between a backslash and its sign, which the page steps over as one. */
const bordersOf = (text: string) =>
  [0, ...Array.from(graphemes.segment(text), ({ index }) => index), text.length].filter(
    (at) =>
      !/&\w*$/.test(text.slice(Math.max(0, at - 6), at)) &&
      !(isBackslashAt(text, at) && /[!-/:-@[-`{-~]/.test(text.charAt(at))),
  )

describe('deletions', () => {
  it('[P360] at random, across the edges of marked words, leave no mark that means nothing and are undone one by one', () => {
    const faults = Array.from({ length: runs }, (_, at) => faultOfRun(firstSeed + at)).filter((fault) => fault !== null)
    expect(faults.length, `${faults.length} of ${runs} runs:\n${faults.slice(0, 12).join('\n')}`).toBe(0)
  })
})
