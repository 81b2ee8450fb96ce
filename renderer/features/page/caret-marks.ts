import { ChangeSet, type EditorState, type StateCommand, Text } from '@codemirror/state'
import { guard } from '../../../shared/flanking'
import { markEdit, type MarkChange } from './command-marks'
import { inCodeBlock } from './dialect'
import { emptyMarksAt, writesAround } from './empty-marks'
import { cares, firstIntended, rewritten, within } from './inline-changes'
import { inlineMark, type InlineKind, type Span } from './inline-marks'
import { type InlineMeaning, isIntended, kindsIn, meaningOf } from './inline-meaning'
import { blockAt, type Part, partFor } from './inline-parts'
import { type Construct, readInline } from './inline-reading'

type Target = Parameters<StateCommand>[0]
/** What may be written next: a letter, and signs of which not all readers know that they are none. */
const samples = ['x', '「', '€', '😀']
const [letter = 'x', sign = '「'] = samples

/** The marks to write, and where the caret stands among them then. */
interface CaretEdit {
  readonly changes: readonly MarkChange[]
  readonly caret: number
}

/**
 * At a caret what is written next becomes of this kind, or plain, and stays of all other kinds that it would have been of:
 * the marks are those that a letter there would need, without the letter. So the caret goes into words or out of them at
 * their ends, they make room for it in their midst, and marks with nothing between them come or go. What would mean nothing
 * there isn't written.
 */
export function toggleAtCaret(kind: InlineKind, { state, dispatch }: Target): boolean {
  const { head } = state.selection.main
  if (inCodeBlock(state, head)) return true
  const place = placeOf(state, kind)
  const edit = place && editAt(kind, place, emptyMarksAt(state) !== null)
  if (!edit) return true
  const { changes, annotations } = markEdit(state, edit.changes)
  const selection = { anchor: edit.caret }
  if (changes.apply(state.doc).eq(state.doc)) dispatch(state.update({ selection, userEvent: 'select' }))
  else {
    // Marks that come around nothing are written like any other letters: two people's are two.
    const isAround =
      edit.changes[0]?.role === inlineMark(kind).open &&
      edit.changes.every(({ from, to = from }) => from === head && to === head)
    dispatch(
      state.update({
        changes,
        selection,
        userEvent: 'input.marks',
        annotations: [...(isAround ? [] : [annotations]), writesAround.of(waitingAround(place, edit))],
      }),
    )
  }
  return true
}

/** The first edit that is good whatever is written next; while other marks wait, a parser reads them as it likes anyway. */
function editAt(kind: InlineKind, place: CaretPlace, isWaiting: boolean): CaretEdit | null {
  const edits = [...editsFor(kind, place)].filter((edit) => isMeant(place, kind, edit, letter))
  const forAll = edits.filter((edit) => samples.every((sample) => isMeant(place, kind, edit, sample)))
  const isWords = (edit: CaretEdit) => !meaningOf(madeBy(edit.changes, place)).structure.includes('FencedCode')
  return forAll.find((edit) => !isWaiting && isUnread(place, edit)) ?? forAll.find(isWords) ?? edits[0] ?? null
}

/** The marks that would stand around nothing but a letter at the caret after an edit, in the text that it makes. */
function waitingAround(place: CaretPlace, { changes, caret }: CaretEdit): Span {
  const [text, at] = [madeBy(changes, place), caret - place.from]
  const { constructs } = readInline(text.slice(0, at) + letter + text.slice(at))
  let [from, to] = [at, at + letter.length]
  const isNext = ({ open, close }: Construct) => open.to === from && close.from === to
  for (let next = constructs.find(isNext); next; next = constructs.find(isNext))
    [from, to] = [next.open.from, next.close.to]
  return { from: place.from + from, to: place.from + to - letter.length }
}

/** Where a letter at the caret would be, in a block by itself, and what would be said then. */
interface CaretPlace {
  readonly from: number
  readonly text: string
  readonly part: Part
  readonly meaning: InlineMeaning
  readonly isOn: boolean
}

/** The place of the caret, or null where a letter would be of no kind by itself, as in code. */
function placeOf(state: EditorState, kind: InlineKind): CaretPlace | null {
  const { head } = state.selection.main
  const written = state.update({ changes: { from: head, insert: letter }, filter: false }).state
  const part = partFor(written, { from: head, to: head + letter.length }, kind)
  if (part.from !== head || part.to !== head + letter.length) return null
  const { from, text } = blockAt(written, head)
  const meaning = meaningOf(text)
  const own = within(part, from)
  const kinds = kindsIn(meaning, own)
  if (kinds.length === 0) return null
  return { from, text, part: own, meaning, isOn: kinds.some((bits) => (bits & inlineMark(kind).bit) === 0) }
}

/** The edits with which a letter at the caret would be of the kind, or plain: with what it needs itself first. */
function* editsFor(kind: InlineKind, place: CaretPlace): Generator<CaretEdit> {
  const { text, part, isOn } = place
  yield withoutLetter(place, firstIntended({ text, parts: [part], meaning: place.meaning }, kind, isOn))
  const written = text.slice(0, part.from) + sign + text.slice(part.to)
  for (const care of cares)
    yield withoutLetter(place, rewritten({ text, parts: [part] }, { kind, isOn, care, written }))
  yield guardedFence(
    place,
    withoutLetter(place, firstIntended({ text, parts: [part], meaning: place.meaning }, kind, isOn)),
  )
}

/** Four tildes that a line begins with are a block of code (GFM 4.5), but for a guard before them. */
function guardedFence({ from, text, part }: CaretPlace, { changes, caret }: CaretEdit): CaretEdit {
  const at = changes.findIndex(({ insert }) => insert?.startsWith('~~'))
  const opening = changes[at]
  if (!opening && !text.slice(0, part.from).endsWith('~~')) return { changes, caret }
  const guarded: MarkChange = opening
    ? { ...opening, insert: guard + opening.insert }
    : { from: from + part.from - 2, insert: guard, role: 'strike-open' }
  return { changes: opening ? changes.with(at, guarded) : [guarded, ...changes], caret: caret + guard.length }
}

function withoutLetter({ from, part }: CaretPlace, changes: readonly MarkChange[]): CaretEdit {
  let caret = from + part.from
  const without = changes.map(({ from: begin, to: end = begin, insert = '', role }): MarkChange => {
    const by = begin >= part.to ? letter.length : 0
    if (by === 0) caret += insert.length - (end - begin)
    return { from: from + begin - by, to: from + end - by, insert, role }
  })
  return { changes: without, caret }
}

/** Whether this sample is what it should be at the caret after the edit, and all around it what it was. */
function isMeant(
  { from, text, part, meaning, isOn }: CaretPlace,
  kind: InlineKind,
  edit: CaretEdit,
  sample: string,
): boolean {
  const made = madeBy(edit.changes, { from, text, part })
  const at = edit.caret - from
  const after = meaningOf(made.slice(0, at) + sample + made.slice(at))
  return isIntended(withSample(meaning, part, sample), after, { spans: [part], kind, isOn })
}

/** The block's text without the letter, after these changes. */
function madeBy(
  changes: readonly MarkChange[],
  { from, text, part }: Pick<CaretPlace, 'from' | 'text' | 'part'>,
): string {
  const plain = text.slice(0, part.from) + text.slice(part.to)
  const moved = changes.map((change) => ({
    ...change,
    from: change.from - from,
    to: (change.to ?? change.from) - from,
  }))
  return ChangeSet.of(moved, plain.length)
    .apply(Text.of(plain.split('\n')))
    .toString()
}

/**
 * Whether marks that come around nothing are read as none, as they must be while nothing is written between them: another
 * sign of the block may take one of them for its own.
 */
function isUnread(place: CaretPlace, edit: CaretEdit): boolean {
  const { from, to } = waitingAround(place, edit)
  const [begin, end] = [from - place.from, to - place.from]
  const text = madeBy(edit.changes, place)
  // A letter in their place keeps an empty line a paragraph.
  const [made, plain] = [meaningOf(text), meaningOf(text.slice(0, begin) + letter + text.slice(end))]
  const outside = made.places.flatMap((at, index) => (at < begin || at >= end ? [index] : []))
  const others = plain.places.flatMap((at, index) => (at === begin ? [] : [index]))
  return (
    made.places.length - outside.length === end - begin &&
    made.structure === plain.structure &&
    outside.length === others.length &&
    outside.every((index, at) => {
      const other = others[at] ?? 0
      return made.letters.charAt(index) === plain.letters.charAt(other) && made.kinds[index] === plain.kinds[other]
    })
  )
}

/** What is said with another sample in the letter's place. */
function withSample(meaning: InlineMeaning, { from }: Span, sample: string): InlineMeaning {
  const { letters, places, kinds } = meaning
  const index = places.indexOf(from)
  const own = sample.split('')
  return {
    ...meaning,
    letters: letters.slice(0, index) + sample + letters.slice(index + letter.length),
    places: [...places.slice(0, index), ...own.map(() => from), ...places.slice(index + letter.length)],
    kinds: [...kinds.slice(0, index), ...own.map(() => kinds[index] ?? null), ...kinds.slice(index + letter.length)],
  }
}

/** Backspace between marks with nothing between them takes them away, as they are no letters; false anywhere else. */
export const deleteEmptyMarks: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection
  const pair = main.empty && !state.readOnly ? emptyMarksAt(state) : null
  const innermost = pair?.marks[0]
  if (!pair || !innermost) return false
  const changes =
    pair.marks.length === 1
      ? [
          { from: pair.from, to: main.head },
          { from: main.head, to: pair.to },
        ]
      : [innermost.open, innermost.close]
  dispatch(state.update({ changes, userEvent: 'delete.marks' }))
  return true
}
