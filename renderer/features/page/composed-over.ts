import { ChangeSet, type EditorState, type Extension, type TransactionSpec } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { deleteEmptyMarks } from './caret-marks'
import { commandMarks } from './command-marks'
import { composes, isFinish } from './composed-span'
import { treeUpTo } from './dialect'
import { emptyMarksAt, waitingMarks, writesAround } from './empty-marks'
import { mapSpan, type Span } from './inline-marks'
import { constructsIn } from './inline-reading'
import { apart, setToCome, type ToCome, toComeAt, writtenToCome } from './marks-to-come'
import { endOfMarks } from './words-to-come'

/** A sign beside which marks flank the least, in place of whatever will be written. */
const anySign = '「'

/**
 * Makes room for what an input method writes before it begins: selected words with marks go, and leave the marks for what
 * comes in their place, and marks that are to come are written around the caret. The browser would do the former itself,
 * across the marks, and carry the look of the words over as a style of its own, which the window's content policy refuses;
 * and while it composes nobody may write around its letters.
 */
export const composedOver: Extension = ViewPlugin.define((view) => new RoomForComposed(view), {
  eventHandlers: {
    compositionstart() {
      this.begin()
      return false
    },
    compositionend({ data }) {
      // The editor reads the letters in a microtask of its own, before this one, and the next key comes behind both.
      const spaces = data.slice(data.trimEnd().length)
      if (data.trim() === '') queueMicrotask(() => this.giveUp(data === ''))
      else if (spaces !== '') queueMicrotask(() => this.putBehind(spaces))
      return false
    },
  },
})

/** What was to come where the composition began, there in the text without its marks, and what takes these away again. */
interface Written {
  readonly toCome: ToCome
  readonly at: number
  readonly back: ChangeSet
}

class RoomForComposed {
  private written: Written | null = null
  private hadEmptyMarks = false
  /** The marks that close behind what is composed. */
  private closing: Span | null = null

  constructor(private readonly view: EditorView) {}

  update({ transactions }: Pick<ViewUpdate, 'transactions'>): void {
    for (const { changes } of transactions) {
      this.written &&= movedBy(this.written, changes)
      this.closing &&= mapSpan(this.closing, changes)
    }
  }

  begin(): void {
    const { state } = this.view
    this.written = null
    this.hadEmptyMarks = emptyMarksAt(state) !== null
    const toCome = state.readOnly ? null : toComeAt(state)
    const edit = toCome ? roomToCome(state, toCome) : (roomForWords(state) ?? besideMark(state))
    if (edit) this.view.dispatch(edit)
    if (toCome && edit?.changes instanceof ChangeSet)
      this.written = { toCome, at: state.selection.main.head, back: edit.changes.invert(state.doc) }
    const { head } = this.view.state.selection.main
    const end = emptyMarksAt(this.view.state)?.to ?? endOfMarks(this.view.state)
    this.closing = end > head ? { from: head, to: end } : null
  }

  /** Spaces at the end of marked words come behind their marks, as those that are typed do; more words go on in them. */
  putBehind(spaces: string): void {
    const { closing, view } = this
    const { state } = view
    const { head } = state.selection.main
    const begin = head - spaces.length
    if (!closing || head !== closing.from || state.readOnly || state.sliceDoc(begin, head) !== spaces) return
    const closed = { from: begin, to: closing.to - spaces.length }
    view.dispatch({
      changes: [
        { from: begin, to: head },
        { from: closing.to, insert: spaces },
      ],
      selection: { anchor: closing.to },
      effects: setToCome.of({ closed, kinds: [] }),
      annotations: isFinish.of(true),
      userEvent: composes,
      filter: false,
    })
  }

  /** Nothing was composed that marks could stand around: those that were to come wait again, and others go. */
  giveUp(isCancelled: boolean): void {
    const { written, view } = this
    this.written = null
    if (written && (isCancelled || !written.toCome.closed)) view.dispatch(takenBack(written))
    else if (isCancelled && !this.hadEmptyMarks) deleteEmptyMarks(view)
  }
}

function roomToCome(state: EditorState, toCome: ToCome): TransactionSpec {
  const { state: made, changes, marks } = writtenToCome(state, toCome)
  const waiting = made.field(waitingMarks)
  return {
    changes,
    selection: made.selection,
    effects: setToCome.of(null),
    annotations: [apart, commandMarks.of(marks), ...(waiting ? [writesAround.of(waiting)] : [])],
    userEvent: 'input.type',
    filter: false,
  }
}

function movedBy({ toCome, at, back }: Written, changes: ChangeSet): Written {
  const withoutMarks = changes.desc.mapDesc(back.desc, true)
  const moved = (place: number) => withoutMarks.mapPos(place, 1)
  const { closed, kinds } = toCome
  return {
    toCome: { closed: closed && { from: moved(closed.from), to: moved(closed.to) }, kinds },
    at: moved(at),
    back: back.map(changes),
  }
}

/** A part of the composition, for undo; nothing that was composed. */
const takenBack = ({ toCome, at, back }: Written): TransactionSpec => ({
  changes: back,
  selection: { anchor: at },
  effects: setToCome.of(toCome),
  annotations: isFinish.of(true),
  userEvent: composes,
  filter: false,
})

function roomForWords(state: EditorState): TransactionSpec | null {
  const { from, to } = state.selection.main
  if (state.readOnly || from === to) return null
  const read = (begin: number, end: number) => state.sliceDoc(begin, end)
  if (constructsIn(treeUpTo(state, to), read, { from, to }).length === 0) return null
  const edit = state.update({
    changes: { from, to, insert: anySign },
    selection: { anchor: from + anySign.length },
    userEvent: 'input.type',
  })
  const { head } = edit.newSelection.main
  const sign = { from: head - anySign.length, to: head }
  const without = edit.state.changes(sign)
  const marks = edit.annotation(commandMarks)
  const inserted = marks?.inserted.map((mark) => ({
    ...mark,
    from: without.mapPos(mark.from),
    to: without.mapPos(mark.to),
  }))
  return {
    changes: edit.changes.compose(without),
    selection: { anchor: sign.from },
    userEvent: 'delete.selection',
    annotations: marks && inserted ? commandMarks.of({ ...marks, inserted }) : [],
    filter: false,
  }
}

/** Within a mark nothing may be written: the caret goes to where a letter that is typed there comes. */
function besideMark(state: EditorState): TransactionSpec | null {
  const { head, empty } = state.selection.main
  const around = state.sliceDoc(Math.max(0, head - 1), head + 1)
  if (state.readOnly || !empty || !['**', '__', '~~'].includes(around)) return null
  const typed = state.update({
    changes: { from: head, insert: anySign },
    selection: { anchor: head + anySign.length },
    userEvent: 'input.type',
  })
  const anchor = typed.changes.invertedDesc.mapPos(typed.newSelection.main.head - anySign.length)
  return anchor === head ? null : { selection: { anchor }, userEvent: 'select' }
}
