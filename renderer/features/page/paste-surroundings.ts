import type { EditorState } from '@codemirror/state'
import { ancestorNamed, inCodeBlock, treeUpTo } from './dialect'
import { itemAround } from './enter-commands'
import { lineMarks, type LineMarks } from './line-marks'

/** The part of a text that makes room for another, in UTF-16 code units. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** What is around a place on a page that something is put in. */
export interface Surroundings {
  /** The marks of the line on which the place begins. */
  readonly marks: LineMarks
  /** The words on that line before it, and those behind it on the line on which it ends. */
  readonly before: string
  readonly after: string
  /** What a further line begins with, so that it stays in the quote. */
  readonly quote: string
  readonly item: SurroundingItem | null
  /** What a further line of the block of code begins with; null outside of one. */
  readonly code: string | null
}

export interface SurroundingItem {
  /** The space before its mark. */
  readonly indent: string
  /** The mark with the space behind it, and the box of a checklist. */
  readonly mark: string
  /** What a further line begins with, behind the quote's marks, so that it stays in the item. */
  readonly words: string
  /** Whether its mark stands on the line of the place. */
  readonly isHere: boolean
}

/** What goes into a text, in two parts between which the caret comes. */
export interface Insertion {
  /** Where it begins, if that is before the place: a mark there gives way to it. */
  readonly from?: number
  readonly words: string
  /** What leads over to the words behind the place. */
  readonly behind: string
}

/** What takes the place of a part of a text. */
export interface Edit extends Place, Insertion {
  readonly from: number
}

/** Reads what is around a place. */
export function surroundingsOf(state: EditorState, { from, to }: Place): Surroundings {
  const line = state.doc.lineAt(from)
  const marks = lineMarks(state, line)
  const isWithin = from >= marks.contentFrom
  const quote = state.sliceDoc(line.from, Math.min(marks.quoteTo, from))
  return {
    marks,
    before: state.sliceDoc(Math.min(marks.contentFrom, from), from),
    after: state.sliceDoc(to, state.doc.lineAt(to).to),
    quote: quote === '' || quote.endsWith(' ') ? quote : `${quote} `,
    item: isWithin ? itemOf(state, marks.list ? marks : itemAround(state, line), marks) : null,
    code: inCodeBlock(state, from) ? codePrefix(state, from) : null,
  }
}

function itemOf(state: EditorState, marks: LineMarks | null, here: LineMarks): SurroundingItem | null {
  return (
    marks && {
      indent: state.sliceDoc(marks.quoteTo, marks.indentTo),
      mark: state.sliceDoc(marks.indentTo, marks.contentFrom),
      words: ' '.repeat(marks.list?.words ?? marks.indent),
      isHere: marks === here,
    }
  )
}

/** What stands before the fence, with spaces for the marks of the items that it lies in. */
function codePrefix(state: EditorState, pos: number): string {
  const code = ancestorNamed(treeUpTo(state, pos).resolveInner(pos, 1), ['FencedCode'])
  const fence = state.doc.lineAt(code?.from ?? pos)
  return fence.text.slice(0, (code?.from ?? fence.from) - fence.from).replace(/[^>\s]/g, ' ')
}
