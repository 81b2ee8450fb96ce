import { Annotation, type ChangeDesc, ChangeSet, type EditorState } from '@codemirror/state'
import { mapSpan } from './inline-marks'
import type { MarkRole } from '../../../shared/mark-clients'

/** One place of a command's edit, like a change of CodeMirror, and what the letters it takes and puts there are for. */
export interface MarkChange {
  readonly from: number
  readonly to?: number
  readonly insert?: string
  readonly role: MarkRole
}

/** A part of a text that is one mark. */
export interface MarkedRange {
  readonly from: number
  readonly to: number
  readonly role: MarkRole
}

/** The marks that a command takes out, in offsets of the text before it, and puts in, of the text after it; ascending. */
export interface CommandMarks {
  readonly removed: readonly MarkedRange[]
  readonly inserted: readonly MarkedRange[]
}

/** Names the marks in a command's transaction. All that it changes is marks: a shared text has ways of its own for them. */
export const commandMarks = Annotation.define<CommandMarks>()

/**
 * Names the marks among what somebody types or composes: shared texts hold them as marks, but they are undone with the
 * letters. Stands for `commandMarks` where an edit has both.
 */
export const marksBesideLetters = Annotation.define<CommandMarks>()

/** Where what an edit was asked to put in stands in the new text, empty where it only deletes: marks were written besides. */
export const askedFor = Annotation.define<readonly { readonly from: number; readonly to: number }[]>()

/** The edit that makes these changes, in offsets of the text as it is; of those at one place the first comes first. */
export function markEdit(
  state: EditorState,
  changes: readonly MarkChange[],
): { changes: ChangeSet; annotations: Annotation<CommandMarks> } {
  return { changes: state.changes(changes), annotations: commandMarks.of(marksIn(changes)) }
}

/** The marks that such changes take out and put in. */
export function marksIn(changes: readonly MarkChange[]): CommandMarks {
  const removed: MarkedRange[] = []
  const inserted: MarkedRange[] = []
  const isInsertion = ({ from, to = from }: MarkChange) => to === from
  const inOrder = [...changes].sort((a, b) => a.from - b.from || Number(isInsertion(b)) - Number(isInsertion(a)))
  let shift = 0
  for (const { from, to = from, insert = '', role } of inOrder) {
    if (to > from) removed.push({ from, to, role })
    if (insert !== '') inserted.push({ from: from + shift, to: from + shift + insert.length, role })
    shift += insert.length - (to - from)
  }
  return { removed, inserted }
}

/** Of an edit that changes no mark. */
export const noMarks: CommandMarks = { removed: [], inserted: [] }

/** The marks of two edits one after the other, as those of one. */
export function marksInTurn(
  first: { readonly changes: ChangeSet; readonly marks: CommandMarks },
  then: ChangeSet,
  second: CommandMarks,
): CommandMarks {
  const back = first.changes.invertedDesc
  const moved = (marks: readonly MarkedRange[], map: ChangeDesc) =>
    marks.map((mark) => mapSpan(mark, map)).filter(({ from, to }) => to > from)
  const inOrder = (...marks: MarkedRange[]) => marks.toSorted((a, b) => a.from - b.from)
  return {
    removed: inOrder(...first.marks.removed, ...moved(second.removed, back)),
    inserted: inOrder(...moved(first.marks.inserted, then), ...second.inserted),
  }
}

/** The edit that makes first these changes, and then those, in offsets of the text that the first ones make. */
export function markEditInTurn(
  state: EditorState,
  first: readonly MarkChange[],
  second: readonly MarkChange[],
): { changes: ChangeSet; annotations: Annotation<CommandMarks> } {
  const one = state.changes(first)
  const two = ChangeSet.of(second, one.newLength, '\n')
  const marks = marksInTurn({ changes: one, marks: marksIn(first) }, two, marksIn(second))
  return { changes: one.compose(two), annotations: commandMarks.of(marks) }
}
