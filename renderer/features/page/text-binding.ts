import { Annotation, type ChangeSpec, type Extension, type Text, type Transaction } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import { difference } from '../../../shared/whole-characters'
import { insertedMarks, insertMark } from './inserted-marks'

const fromText = Annotation.define<true>()

/** Whether a transaction brings the page what its shared text holds already: the partner's edits, and what is undone. */
export const isFromText = (transaction: Transaction): boolean => transaction.annotation(fromText) === true

/**
 * Binds a page to a text that both write. Each edit on the page becomes one of the text at once, in a transaction of
 * Yjs with this `origin`; every other change of the text comes to the page, which after it holds the very same letters.
 * The page must hold the same as the text to begin with, and well-formed edits only.
 */
export function textBinding(text: Y.Text, origin: object): Extension {
  return ViewPlugin.define((view) => new TextBinding(view, text, origin))
}

/** The letters of a shared text, one code unit for each of its places: what is no letter is shown as U+FFFC. */
export function lettersOf(text: Y.Text): string {
  const letters = text.toJSON()
  if (letters.length === text.length) return letters
  const pieces = text.toDelta() as { insert: unknown }[]
  return pieces.map(({ insert }) => lettersIn(insert)).join('')
}

const lettersIn = (insert: unknown) => (typeof insert === 'string' ? insert : '\ufffc')

class TextBinding {
  constructor(
    private readonly view: EditorView,
    private readonly text: Y.Text,
    private readonly origin: object,
  ) {
    text.observe(this.follow)
  }

  update({ transactions }: ViewUpdate): void {
    const own = transactions.filter((transaction) => transaction.docChanged && !isFromText(transaction))
    if (own.length === 0) return
    try {
      this.text.doc?.transact(() => own.forEach((transaction) => write(this.text, transaction)), this.origin)
    } catch (error) {
      // Whoever else listens to the text and fails must not end the binding: CodeMirror drops a plugin that throws.
      reportError(error)
    }
  }

  destroy(): void {
    this.text.unobserve(this.follow)
  }

  private readonly follow = (event: Y.YTextEvent, { origin }: Y.Transaction): void => {
    if (origin === this.origin) return
    const { state } = this.view
    const told = state.changes(changesOf(event))
    const letters = lettersOf(this.text)
    // Yjs itself writes U+FFFD where somebody's edit cuts a character of another's, and no event says so.
    const changes = holds(told.apply(state.doc), letters) ? told : difference(state.doc.toString(), letters)
    this.view.dispatch({ changes, annotations: fromText.of(true), filter: false })
  }
}

/** Places of the page's new text are those of the shared text as far as it has been written: both from the left. */
function write(text: Y.Text, transaction: Transaction): void {
  const marks = transaction.annotation(insertedMarks) ?? []
  transaction.changes.iterChanges((fromA, toA, from, to, inserted) => {
    if (toA > fromA) text.delete(from, toA - fromA)
    const letters = inserted.toString()
    let done = from
    const plainUpTo = (end: number) => {
      if (end > done) text.insert(done, letters.slice(done - from, end - from))
      done = end
    }
    for (const mark of marks.filter((one) => one.from >= from && one.to <= to)) {
      plainUpTo(mark.from)
      insertMark(text, done, { text: letters.slice(mark.from - from, mark.to - from), role: mark.role })
      done = mark.to
    }
    plainUpTo(to)
  })
}

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
