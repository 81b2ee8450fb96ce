import type { ChangeDesc, EditorState, Text } from '@codemirror/state'
import { drafted, type Draft, type Replacement } from '../draft'
import { areMarksWaiting } from '../empty-marks'
import { inlineMarks, type Span } from '../inline-marks'
import type { Backslashes } from './backslashes'
import { codeBit, type Construct, readInline, readingOf } from '../inline-reading'

/**
 * How signs come into a text: by keys, in a text from elsewhere, or with what was put in as Markdown, which has its own
 * marks and shares none with what it comes to stand beside.
 */
export type Way = 'typed' | 'pasted' | 'joined'

/** What of the lines of a text was marks before an edit of them, or is written as such in it: by their code units. */
export interface StandingMarks {
  /** For each that is a part of a mark, which nobody puts in by hand now, whether it opens something or closes it. */
  readonly marks: Uint8Array
  /** 1 for those that must stay one whatever is typed. */
  readonly stays: Uint8Array
  /** For each the kinds of emphasis that it must stay of, as a set of their bits. */
  readonly kinds: Uint8Array
  /** Whether something is deleted: a mark that is left may be meant to go with another then. */
  readonly isCut: boolean
}

/** What a letter of a mark is a part of. */
export const [opening, closing] = [1, 2] as const

/** A text whose blocks are known as they were before some changes. */
export interface Changed {
  readonly state: EditorState
  readonly changes: ChangeDesc
  readonly doc: Text
  /** Marks that were written for what a person put in, in the new text. */
  readonly written: readonly Span[]
  readonly way: Way
  /** Whether a sign was typed straight before, so that what comes now may belong to it. */
  readonly isGoingOn: boolean
}

/** Where nothing was before: all of a text is put in. */
export function noneStanding(length: number): StandingMarks {
  return { marks: new Uint8Array(length), stays: new Uint8Array(length), kinds: new Uint8Array(length), isCut: false }
}

/** The marks of lines, which are `old` in the text before some changes and lie at `now` after them. */
export function standingMarks(changed: Changed, old: Span, now: Span): StandingMarks {
  const { state, doc, written, way } = changed
  const lines = state.sliceDoc(old.from, old.to)
  const edit = editOf(changed, old)
  const isCut = edit.some(({ from, to }) => to > from)
  const standing = { ...noneStanding(now.to - now.from), isCut }
  const draft = drafted(lines, edit)
  if (draft.text !== doc.sliceString(now.from, now.to)) {
    // Of several changes one reaches beyond the lines: any sign of them may have been a mark.
    standing.marks.fill(opening)
    return standing
  }
  const isWaiting = areMarksWaiting(state)
  // While marks wait for a letter, the parser takes them for whatever they look like.
  if (!isWaiting && !isOpenAtCaret(state, old, lines)) add(standing, lines, placesIn(draft))
  const isWritten = addAtCaret(standing, { state, old, lines, edit, isWaiting })
  // What a deletion leaves of marks is another's to say, and of marks that still wait nothing is to be seen.
  if (isCut || (isWaiting && !isWritten)) {
    standing.stays.fill(0)
    standing.kinds.fill(0)
  }
  if (way === 'joined') for (const own of inserted(edit, draft)) add(standing, own.text, (at) => own.from + at)
  for (const { from, to } of written) {
    const [begin, end] = [Math.max(0, from - now.from), Math.max(0, to - now.from)]
    standing.marks.fill(opening, begin, end)
    standing.stays.fill(1, begin, end)
  }
  return standing
}

/** The changes of some lines, in offsets of these. */
function editOf({ changes, doc }: Changed, old: Span): Replacement[] {
  const edit: Replacement[] = []
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    if (fromA < old.from || toA > old.to) return
    edit.push({ from: fromA - old.from, to: toA - old.from, insert: doc.sliceString(fromB, toB) })
  })
  return edit
}

interface AtCaret {
  readonly state: EditorState
  readonly old: Span
  readonly lines: string
  readonly edit: readonly Replacement[]
  readonly isWaiting: boolean
}

/**
 * Adds what marks beside the caret say once there is a letter at it: with nothing or with a space there they say nothing.
 * Returns whether the edit puts one there.
 */
function addAtCaret(standing: StandingMarks, { state, old, lines, edit, isWaiting }: AtCaret): boolean {
  const { head, empty } = state.selection.main
  const at = head - old.from
  const isPutIn = edit.some(({ from, to, insert }) => from === at && to === at && insert !== '')
  const isBeside = empty && isPutIn && /[*_~]/.test(lines.slice(Math.max(0, at - 1), at + 1))
  if (!isBeside && !isWaiting) return isPutIn
  const letter = 'x'
  const gone = isPutIn ? [] : [{ from: at, to: at, insert: '' }]
  const behind = [...edit, ...gone]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, insert }) => ({
      from: from > at || (from === at && to > at) ? from + letter.length : from,
      to: to > at || from === at ? to + letter.length : to,
      insert,
    }))
  const text = lines.slice(0, at) + letter + lines.slice(at)
  // A letter that takes marks away there is none that anybody put there.
  const [without, now] = [readInline(lines).isMark, readInline(text).isMark]
  const isMore = without.every((mark, index) => mark === 0 || now[index < at ? index : index + letter.length] === 1)
  if (isMore || isWaiting || isOpenAtCaret(state, old, lines)) add(standing, text, placesIn(drafted(text, behind)))
  return isPutIn
}

/** Whether a space stands at the caret before marks that close nothing until a letter comes between. */
function isOpenAtCaret(state: EditorState, { from }: Span, lines: string): boolean {
  const at = state.selection.main.head - from
  if (!/\s/.test(lines.charAt(at - 1)) || !/[*_~]/.test(lines.charAt(at))) return false
  const { constructs } = readInline(`${lines.slice(0, at)}x${lines.slice(at)}`)
  return constructs.some(({ close }) => close.from === at + 1 && close.to > close.from)
}

/** Where the code units of a text are in its draft; below 0 where they are gone. */
const placesIn =
  ({ isGone, end }: Draft) =>
  (at: number) =>
    isGone[at] === 1 ? -1 : (end[at] ?? -1)

function* inserted(edit: readonly Replacement[], { begin }: Draft): Generator<{ from: number; text: string }> {
  for (const { from, insert } of edit) if (insert !== '') yield { from: begin[from] ?? 0, text: insert }
}

/** Adds what a text says whose code units stand where `placeOf` says; nowhere below 0. */
function add({ marks, stays, kinds }: StandingMarks, text: string, placeOf: (at: number) => number): void {
  const all = readInline(text)
  const kept = readingOf(text, { ...all, constructs: all.constructs.filter((one) => isKept(text, one)) })
  for (const { open, close } of all.constructs) {
    for (let at = open.from; at < open.to; at++) put(at, opening)
    for (let at = close.from; at < close.to; at++) put(at, closing)
  }
  for (let at = 0; at < text.length; at++) {
    const place = placeOf(at)
    if (place < 0) continue
    if (kept.isMark[at] === 1) stays[place] = 1
    else if (text.charAt(at).trim() !== '') kinds[place]! |= (kept.kinds[at] ?? 0) & emphasisBits
  }

  function put(at: number, side: number) {
    if (placeOf(at) >= 0) marks[placeOf(at)] = side
  }
}

/** Whether what stood in a text before stands there still, or is wholly within code: of code that is meant all is letters. */
export function isStanding(text: string, { stays, kinds }: StandingMarks): boolean {
  const now = readInline(text)
  const isCode = (at: number) => ((now.kinds[at] ?? 0) & codeBit) > 0
  return (
    stays.every((stay, at) => stay === 0 || now.isMark[at] === 1 || isCode(at)) &&
    kinds.every((own, at) => (own & ~(now.kinds[at] ?? 0)) === 0 || isCode(at))
  )
}

/** The same in a text with backslashes. */
export function shiftedMarks(standing: StandingMarks, { places, shifted }: Backslashes): StandingMarks {
  const { marks, stays, kinds, isCut } = standing
  const moved = (of: Uint8Array) => {
    const to = new Uint8Array(of.length + places.length)
    of.forEach((one, at) => (to[shifted(at)] = one))
    return to
  }
  return { marks: moved(marks), stays: moved(stays), kinds: moved(kinds), isCut }
}

const emphasisBits = inlineMarks.reduce((bits, { bit }) => bits | bit, 0)

/** Code and underscores are nothing that a command writes: who types them may turn them into something else by going on. */
const isKept = (text: string, { name, open }: Construct): boolean =>
  name !== 'HardBreak' && /^(?:&zwnj;)?[*~[\\]/.test(text.slice(open.from, open.to))
