import * as Y from 'yjs'
import { markRole } from '../../../shared/mark-clients'
import { roleOf } from '../../sync/mark-run'
import { itemsFor, putItemsBack } from '../../sync/put-back'
import { type MarkStep, takeBack } from './mark-step'
import { marksMended } from './undone-marks'

const stepKey = 'marks'
const mendedKey = 'mended marks'
const touchesKey = 'touches'
/** One step that can be undone, or redone. */
export type StackItem = Y.UndoManager['undoStack'][number]
const mendedOf = ({ meta }: StackItem) => (meta.get(mendedKey) as MarkStep | undefined) ?? []
/** How often another has changed a text, and how often marks of it. */
interface Touches {
  readonly all: number
  readonly ofMarks: number
}
const touchesOf = ({ meta }: StackItem) => meta.get(touchesKey) as Touches | undefined
const stepOf = ({ meta }: { meta: Map<unknown, unknown> }) => meta.get(stepKey) as MarkStep | undefined

/** Says of a transaction that it is a command's, and that taking it back is more than to undo each of its edits. */
export function asMarkStep(transaction: Y.Transaction, step: MarkStep): void {
  transaction.meta.set(stepKey, step)
}

/**
 * Undoes one's own edits of a text. One step at a time: where another has undone the same, as both may after both did
 * it, nothing more is undone, while Yjs would go on to an older step. Commands are taken back as commands.
 */
export class TextUndo extends Y.UndoManager {
  /** Whether Yjs takes back what was typed, within a transaction that goes on after that. */
  private isWithin = false
  private touches: Touches = { all: 0, ofMarks: 0 }

  constructor(
    private readonly text: Y.Text,
    options: { trackedOrigins: Set<unknown>; captureTimeout: number },
  ) {
    super(text, {
      ...options,
      captureTransaction: (transaction) => {
        if (stepOf(transaction)) this.stopCapturing()
        return true
      },
    })
    this.on('stack-item-added', ({ stackItem }) => stackItem.meta.set(touchesKey, this.touches))
    this.on('stack-item-updated', this.dropEmpty)
    text.observe(this.countTouch)
    text.doc?.on('afterTransaction', this.note)
  }

  /** The next edit belongs to this step, however long ago its last one was, if it is still the newest. */
  continueStep(step: StackItem): void {
    if (this.undoStack.at(-1) === step) this.lastChange = Date.now()
  }

  override destroy(): void {
    this.text.unobserve(this.countTouch)
    this.text.doc?.off('afterTransaction', this.note)
    super.destroy()
  }

  override undo(): StackItem | null {
    return this.pop(this.undoStack, 'undo')
  }

  override redo(): StackItem | null {
    return this.pop(this.redoStack, 'redo')
  }

  private pop(stack: StackItem[], type: 'undo' | 'redo'): StackItem | null {
    const item = stack.at(-1)
    const step = item && stepOf(item)
    if (!item) return null
    if (!step) return this.popItem(item, type, (transaction) => this.popLetters(transaction, item, type))
    stack.pop()
    return this.popItem(item, type, (transaction) => {
      const back = takeBack(transaction, step)
      if (!back) return false
      asMarkStep(transaction, [...back, ...this.mended(transaction, item)])
      return true
    })
  }

  /** Where nobody else has touched the text since the step, all comes back as it was, and nothing is judged. */
  private mended(transaction: Y.Transaction, item: StackItem): MarkStep {
    const { all = 0, ofMarks = 0 } = touchesOf(item) ?? {}
    if (all === this.touches.all) return []
    return marksMended(this.text, transaction, { isMarkedSince: ofMarks < this.touches.ofMarks })
  }

  /** Takes a step back in one transaction by `act`, which says whether anything was left to do. */
  private popItem(
    stackItem: StackItem,
    type: 'undo' | 'redo',
    act: (transaction: Y.Transaction) => boolean,
  ): StackItem | null {
    const flag = type === 'undo' ? 'undoing' : 'redoing'
    let changedParentTypes: Y.Transaction['changedParentTypes'] | null = null
    try {
      this.doc.transact((transaction) => {
        if (act(transaction)) ({ changedParentTypes } = transaction)
        // By these Yjs knows, once the transaction has ended, to which stack it belongs.
        this[flag] = true
        this.currStackItem = stackItem
      }, this)
    } finally {
      this[flag] = false
      this.currStackItem = null
    }
    if (!changedParentTypes) return null
    this.emit('stack-item-popped', [{ stackItem, type, changedParentTypes, origin: this }, this])
    return stackItem
  }

  /** What was typed is taken back by Yjs itself, but for the marks that were mended for it. */
  private popLetters(transaction: Y.Transaction, item: StackItem, type: 'undo' | 'redo'): boolean {
    const stack = type === 'undo' ? this.undoStack : this.redoStack
    takeBack(transaction, mendedOf(item))
    includePutBack(transaction, item)
    putMarksBack(transaction, item)
    const older = stack.splice(0, stack.length - 1)
    this.isWithin = true
    try {
      if (!super[type]()) return false
    } finally {
      this.isWithin = false
      stack.unshift(...older)
    }
    const mended = this.mended(transaction, item)
    if (mended.length > 0) transaction.meta.set(mendedKey, mended)
    return true
  }

  /** Nobody is told of a step that is taken back before its transaction has ended. */
  override emit: Y.UndoManager['emit'] = (name, args) => {
    if (!this.isWithin) super.emit(name, args)
  }

  /** What took out all that it had put in, as a composition that is cancelled does, is no step. */
  private readonly dropEmpty = ({ stackItem: { insertions, deletions } }: { stackItem: StackItem }): void => {
    if (!Y.equalDeleteSets(insertions, deletions)) return
    this.undoStack.pop()
    this.stopCapturing()
  }

  private readonly countTouch = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (this.trackedOrigins.has(transaction.origin)) return
    const { all, ofMarks } = this.touches
    this.touches = { all: all + 1, ofMarks: ofMarks + Number(touchesMarks(transaction)) }
  }

  /** Comes after Yjs has put the transaction on a stack. */
  private readonly note = (transaction: Y.Transaction): void => {
    const step = stepOf(transaction)
    const mended: unknown = transaction.meta.get(mendedKey)
    if ((!step && !mended) || !this.trackedOrigins.has(transaction.origin)) return
    const stack = this.undoing ? this.redoStack : this.undoStack
    if (step) stack.at(-1)?.meta.set(stepKey, step)
    else stack.at(-1)?.meta.set(mendedKey, mended)
    this.stopCapturing()
  }
}

/** Whether a transaction puts marks in or takes some out. */
function touchesMarks({ beforeState, afterState, deleteSet }: Y.Transaction): boolean {
  const written = [...afterState].filter(([client, end]) => end > (beforeState.get(client) ?? 0))
  return [...written.map(([client]) => client), ...deleteSet.clients.keys()].some((client) => markRole(client) !== null)
}

/** The marks among what a step has taken out come back as marks: Yjs would make letters of its own of them. */
function putMarksBack(transaction: Y.Transaction, { deletions, insertions }: StackItem): void {
  for (const [client, rows] of deletions.clients) {
    const role = markRole(client)
    if (!role || role === 'sign') continue
    for (const { clock, len } of rows)
      for (const item of itemsFor(transaction, { id: Y.createID(client, clock), length: len }))
        if (item.deleted && roleOf(item) && !Y.isDeleted(insertions, item.id))
          putItemsBack(transaction, [item], { role, text: lettersIn(item) })
  }
}

const lettersIn = ({ content }: Y.Item): string => (content instanceof Y.ContentString ? content.str : '')

/**
 * What a step has put in goes with it also where it was taken out since and put back. Yjs looks for one item in its place,
 * and where a letter of another has come between there are several.
 */
function includePutBack(transaction: Y.Transaction, { insertions }: StackItem): void {
  const rows = [...insertions.clients].flatMap(([client, own]) =>
    own.map(({ clock, len }) => ({ id: Y.createID(client, clock), length: len })),
  )
  for (const { id, length } of rows.flatMap((row) => itemsFor(transaction, row))) {
    if (Y.isDeleted(insertions, id)) continue
    const own = [...(insertions.clients.get(id.client) ?? []), { clock: id.clock, len: length }]
    insertions.clients.set(
      id.client,
      own.toSorted((a, b) => a.clock - b.clock),
    )
  }
}
