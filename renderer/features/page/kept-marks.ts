import type { MarkChange } from './command-marks'
import { drafted, type Replacement, withMarks } from './draft'
import { cares } from './inline-changes'
import { type Construct, type InlineReading, readInline, readingOf } from './inline-reading'
import { isGood } from './good-draft'
import { type Place, partedWords } from './parted-words'
import { piecesAfter } from './pieces-after'
import { rewrittenMarks } from './rewritten-marks'

/** An edit of a text: what comes of its letters, and then, in offsets of the text that makes, the marks to write for them. */
export interface MendedEdit {
  readonly letters: readonly Replacement[]
  /** For each place of the edit as it was asked for, where now its letters come in. */
  readonly places: readonly Place[]
  readonly marks: readonly MarkChange[]
}

/**
 * What an edit of whole lines must be so that no mark is left that means nothing: words of which some remain keep the
 * marks around them, written anew where they would not be read any more, and words of which nothing remains take them
 * along. Marks that are deleted by themselves leave their words plain. Null where the edit is good as it is.
 */
export function withMarksKept(text: string, asked: readonly Replacement[]): MendedEdit | null {
  const before = readInline(text)
  if (before.constructs.length === 0) return null
  const edit = withWholeBackslashes(text, before, asked)
  if (isGood(before, drafted(text, edit), edit))
    return edit === asked ? null : { letters: edit, places: placesOf(edit), marks: [] }
  // At last no mark stays of what the edit touches, nor, where that isn't enough, any other.
  for (const gone of [marksAlone(before, edit), touchedBy(before, edit), before.constructs]) {
    const meant = without(text, before, gone)
    for (const way of waysOf(text, { before, meant, gone }, edit))
      if (isGood(meant, withMarks(drafted(text, way.letters), asReplacements(way.marks)), edit)) return way
  }
  return null
}

/**
 * The edit with both halves of each backslash that it deletes the first half of: which of two equal letters goes is not to be
 * seen, but all behind it would be read anew, each as the other half.
 */
function withWholeBackslashes(
  text: string,
  { constructs }: InlineReading,
  edit: readonly Replacement[],
): readonly Replacement[] {
  const halves = constructs.filter(
    ({ open, close }) =>
      close.from === close.to &&
      text.charAt(open.to) === '\\' &&
      edit.some(({ from, to }) => from <= open.from && to === open.to),
  )
  if (halves.length === 0) return edit
  const ends = new Set(halves.map(({ open }) => open.to))
  return edit.map((one) => (one.to > one.from && ends.has(one.to) ? { ...one, to: one.to + 1 } : one))
}

const placesOf = (edit: readonly Replacement[]): Place[] => edit.map(({ from }) => ({ at: from, lead: 0, tail: 0 }))

/** What an edit of whole lines leaves of them, marks kept around the words that remain. */
export function leftWithMarks(text: string, edit: readonly Replacement[]): string {
  const way = withMarksKept(text, edit)
  return (way ? withMarks(drafted(text, way.letters), asReplacements(way.marks)) : drafted(text, edit)).text
}

const touchedBy = ({ constructs }: InlineReading, edit: readonly Replacement[]): readonly Construct[] =>
  constructs.filter(({ open, close }) =>
    edit.some(({ from, to }) => from <= Math.max(open.to, close.to) && to >= open.from),
  )

function without(text: string, { constructs, quotes }: InlineReading, gone: readonly Construct[]): InlineReading {
  const goes = new Set(gone)
  return readingOf(text, { constructs: constructs.filter((construct) => !goes.has(construct)), quotes })
}

interface Readings {
  readonly before: InlineReading
  /** What the text says without those that are to go. */
  readonly meant: InlineReading
  readonly gone: readonly Construct[]
}

function* waysOf(text: string, { before, meant, gone }: Readings, edit: readonly Replacement[]): Generator<MendedEdit> {
  const kept = keptOut(text, before, { edit, gone })
  yield { ...kept, marks: [] }
  const parted = partedWords(text, meant, kept.letters)
  for (const { letters, places } of [...(parted && parted.places.length === edit.length ? [parted] : []), kept]) {
    const draft = drafted(text, letters)
    const read = (isWhole: boolean) => piecesAfter(text, meant, { edit: letters, draft, isWhole })
    let [found, isWhole] = [read(false), false]
    for (const care of cares) {
      // Any sign in the block may be one that a mark would pair with.
      if (care.escaped.blocks !== isWhole) [found, isWhole] = [read(!isWhole), !isWhole]
      yield { letters, places, marks: rewrittenMarks(draft.text, { ...found, parts: [] }, care) }
    }
  }
}

/** The constructs of whose marks an edit deletes a part, where it deletes nothing else. */
function marksAlone({ constructs, isMark }: InlineReading, edit: readonly Replacement[]): readonly Construct[] {
  const deletions = edit.filter(({ from, to }) => to > from)
  const isAlone = deletions.every(({ from, to }) => isMark.subarray(from, to).every((mark) => mark === 1))
  if (!isAlone) return []
  return constructs.filter(({ open, close }) =>
    deletions.some(({ from, to }) => [open, close].some((mark) => from < mark.to && to > mark.from)),
  )
}

/**
 * The edit without the marks that are to stay around what remains of their words, and with all of those around which
 * nothing remains or that are deleted by themselves.
 */
function keptOut(
  text: string,
  before: InlineReading,
  { edit, gone }: { edit: readonly Replacement[]; gone: readonly Construct[] },
): Pick<MendedEdit, 'letters' | 'places'> {
  const isGone = new Uint8Array(text.length)
  for (const { from, to } of edit) isGone.fill(1, from, to)
  const inserts = edit.filter(({ insert }) => insert !== '')
  const kept: Construct[] = []
  const goes = new Set(gone)
  for (const construct of before.constructs) {
    const { open, close } = construct
    const isToGo = goes.has(construct)
    if (!isToGo && !edit.some(({ from, to }) => from < Math.max(open.to, close.to) && to > open.from)) continue
    const stays = !isToGo && hasWords(text, construct, { before, isGone, inserts })
    if (stays) kept.push(construct)
    for (const mark of [open, close]) isGone.fill(stays ? 0 : 1, mark.from, mark.to)
  }
  // What comes in the place of a part of a mark comes behind it.
  const marks = kept.flatMap(({ open, close }) => [open, close])
  const places = edit.map(({ from }) => ({
    at: marks.find((mark) => mark.from < from && from < mark.to)?.to ?? from,
    lead: 0,
    tail: 0,
  }))
  const placed = edit.map(({ insert }, index) => ({ at: places[index]?.at ?? 0, insert }))
  return {
    letters: replacements(
      isGone,
      placed.filter(({ insert }) => insert !== ''),
    ),
    places,
  }
}

/** Whether an edit leaves words between the marks of a construct, or puts some there. */
function hasWords(
  text: string,
  { name, open, close }: Construct,
  { before, isGone, inserts }: { before: InlineReading; isGone: Uint8Array; inserts: readonly Replacement[] },
): boolean {
  if (close.to === close.from) return isGone[open.to] === 0
  const isWithin = ({ from, to, insert }: Replacement) =>
    insert.trim() !== '' && from > open.from && from < close.from && (to > from || from > open.to)
  if (inserts.some(isWithin)) return true
  for (let at = open.to; at < close.from; at++) {
    const isLetter = name === 'InlineCode' || text.charAt(at).trim() !== ''
    if (isGone[at] === 0 && before.isMark[at] === 0 && isLetter) return true
  }
  return false
}

function replacements(isGone: Uint8Array, inserts: readonly { at: number; insert: string }[]): Replacement[] {
  const found: Replacement[] = []
  let next = 0
  for (let at = 0; at <= isGone.length;) {
    const insert = inserts[next]?.at === at ? (inserts[next++]?.insert ?? '') : ''
    const end = Math.min(inserts[next]?.at ?? isGone.length, isGone.length)
    let to = at
    while (to < end && isGone[to] === 1) to++
    if (insert !== '' || to > at) found.push({ from: at, to, insert })
    at = inserts[next]?.at === to && to > at ? to : to + 1
  }
  return found
}

/** Changes of marks as an edit of a text, in the order of their places. */
export const asReplacements = (marks: readonly MarkChange[]): Replacement[] =>
  marks
    .map(({ from, to = from, insert = '' }) => ({ from, to, insert }))
    .toSorted((a, b) => a.from - b.from || Number(b.to === b.from) - Number(a.to === a.from))
