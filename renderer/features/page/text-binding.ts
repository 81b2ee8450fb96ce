import {
  Annotation,
  ChangeSet,
  type ChangeSpec,
  EditorState,
  type Extension,
  type Text,
  type Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import { insertMark } from '../../../shared/insert-mark'
import { difference } from '../../../shared/whole-characters'
import { commandMarks, type MarkedRange, marksBesideLetters } from './command-marks'
import { bringing, heldBack, heldIn, holding, touchCaretLine } from './held-back'
import { type MarkStep, putIn, takeOut } from './mark-step'
import { asMarkStep } from './text-undo'

const fromText = Annotation.define<true>()

/** Whether a transaction brings the page what its shared text holds already: the partner's edits, and what is undone. */
export const isFromText = (transaction: Transaction): boolean => transaction.annotation(fromText) === true

/**
 * Binds a page to a text that both write. Each edit on the page becomes one of the text at once, in a transaction of
 * Yjs with this `origin`; every other change of the text comes to the page, which after it holds the very same letters:
 * at once, but in the line that an input method writes in when that has ended. The page must hold the same as the text
 * to begin with, and well-formed edits only.
 */
export function textBinding(text: Y.Text, origin: object): Extension {
  const plugin = ViewPlugin.define((view) => new TextBinding(view, text, origin), {
    eventObservers: {
      compositionend() {
        this.bringSoon()
      },
    },
  })
  return [heldBack, plugin]
}

/** The letters of a shared text, one code unit for each of its places: what is no letter is shown as U+FFFC. */
export function lettersOf(text: Y.Text): string {
  const letters = text.toJSON()
  if (letters.length === text.length) return letters
  const pieces = text.toDelta() as { insert: unknown }[]
  return pieces.map(({ insert }) => lettersIn(insert)).join('')
}

const lettersIn = (insert: unknown) => (typeof insert === 'string' ? insert : '\ufffc')

/** The binding of one view, or of whatever has a state in its place; to be told of each update. */
export class TextBinding {
  private due: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly view: Pick<EditorView, 'state' | 'compositionStarted'> & {
      dispatch(spec: TransactionSpec): void
    },
    private readonly text: Y.Text,
    private readonly origin: object,
  ) {
    text.observe(this.follow)
  }

  update({ transactions }: Pick<ViewUpdate, 'transactions'>): void {
    for (const transaction of transactions) {
      if (transaction.docChanged && !isFromText(transaction)) this.put(transaction)
    }
    if (heldIn(this.view.state)) this.bringSoon()
  }

  /** Brings what waits once the input method's last letters have been read from the page, which takes a turn. */
  bringSoon(): void {
    clearTimeout(this.due)
    this.due = setTimeout(() => {
      const held = heldIn(this.view.state)
      if (held && !this.view.compositionStarted) this.bring(held)
    })
  }

  destroy(): void {
    clearTimeout(this.due)
    this.text.unobserve(this.follow)
  }

  private put(transaction: Transaction): void {
    try {
      this.text.doc?.transact((into) => write(this.text, transaction, into), this.origin)
    } catch (error) {
      // Whoever else listens to the text and fails must neither keep the next edit from it nor end the binding: CodeMirror
      // drops a plugin that throws.
      reportError(error)
    }
  }

  private bring(changes: ChangeSet): void {
    this.view.dispatch({ ...bringing(changes), annotations: fromText.of(true), filter: false })
  }

  private readonly follow = (event: Y.YTextEvent, { origin }: Y.Transaction): void => {
    if (origin === this.origin) return
    const { state, compositionStarted } = this.view
    const held = heldIn(state)
    const before = held ? held.apply(state.doc) : state.doc
    const changesIn = (spec: ChangeSpec) => ChangeSet.of(spec, before.length, state.facet(EditorState.lineSeparator))
    const told = changesIn(changesOf(event))
    const letters = lettersOf(this.text)
    // Yjs itself writes U+FFFD where somebody's edit cuts a character of another's, and no event says so.
    const next = holds(told.apply(before), letters) ? told : changesIn(difference(before.toString(), letters))
    const changes = held ? held.compose(next) : next
    if (compositionStarted && (held || touchCaretLine(state, changes))) this.view.dispatch(holding(changes))
    else this.bring(changes)
  }
}

/** Places of the page's new text are those of the shared text as far as it has been written: both from the left. */
function write(text: Y.Text, transaction: Transaction, into: Y.Transaction): void {
  const held = heldIn(transaction.startState)
  // What waits has moved a command's places. None can be given while letters are composed, but from another program.
  const beside = transaction.annotation(marksBesideLetters)
  const marks = held ? null : (beside ?? transaction.annotation(commandMarks))
  const { removed, inserted: put } = marks ?? { removed: [], inserted: [] }
  const changes = held ? transaction.changes.map(held, true) : transaction.changes
  const step: MarkStep[number][] = []
  let isPlain = beside !== undefined
  changes.iterChanges((fromA, toA, from, to, inserted) => {
    const [out, into] = [within(removed, fromA, toA), within(put, from, to)]
    if (!beside && lengthOf(out) === toA - fromA && lengthOf(into) === to - from) {
      step.push(writeMarks(text, transaction, { out, into, from }))
      return
    }
    isPlain = true
    if (toA > fromA) text.delete(from, toA - fromA)
    if (to > from) insertWithMarks(text, { from, letters: inserted.toString() }, into)
  })
  if (!isPlain) asMarkStep(into, step)
}

/** Whatever is taken out in one place comes first: what is put in stands behind it. */
function writeMarks(
  text: Y.Text,
  { startState, newDoc }: Transaction,
  { out, into, from }: { out: MarkedRange[]; into: MarkedRange[]; from: number },
): MarkStep[number] {
  return {
    removed: out.map((mark) => takeOut(text, from, { text: startState.sliceDoc(mark.from, mark.to), role: mark.role })),
    inserted: into.map((mark) =>
      putIn(text, mark.from, { text: newDoc.sliceString(mark.from, mark.to), role: mark.role }),
    ),
  }
}

/** Letters among which marks stand that were written for them. */
function insertWithMarks(
  text: Y.Text,
  { from, letters }: { from: number; letters: string },
  marks: readonly MarkedRange[],
): void {
  let at = from
  const insertTo = (to: number) => {
    if (to > at) text.insert(at, letters.slice(at - from, to - from))
    at = to
  }
  for (const mark of marks) {
    insertTo(mark.from)
    insertMark(text, mark.from, letters.slice(mark.from - from, mark.to - from), mark.role)
    at = mark.to
  }
  insertTo(from + letters.length)
}

const within = (marks: readonly MarkedRange[], from: number, to: number) =>
  marks.filter((mark) => mark.from >= from && mark.to <= to)
const lengthOf = (marks: readonly MarkedRange[]) => marks.reduce((length, { from, to }) => length + to - from, 0)

/** What a change of the text was, in offsets of the text before it. */
function changesOf({ delta }: Y.YTextEvent): ChangeSpec[] {
  const changes: ChangeSpec[] = []
  let at = 0
  for (const { insert, delete: deleted = 0, retain = 0 } of delta) {
    if (insert !== undefined) changes.push({ from: at, insert: lettersIn(insert) })
    if (deleted > 0) changes.push({ from: at, to: at + deleted })
    at += deleted + retain
  }
  return changes
}

function holds(doc: Text, letters: string): boolean {
  if (doc.length !== letters.length) return false
  let at = 0
  for (const piece of doc) {
    if (!letters.startsWith(piece, at)) return false
    at += piece.length
  }
  return true
}
