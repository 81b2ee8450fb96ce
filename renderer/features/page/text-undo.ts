import * as Y from 'yjs'
import { itemsFor } from '../../sync/put-back'
import { type MarkStep, takeBack } from './mark-step'

const stepKey = 'marks'
/** One step that can be undone, or redone. */
export type StackItem = Y.UndoManager['undoStack'][number]
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
    this.on('stack-item-updated', this.dropEmpty)
    text.doc?.on('afterTransaction', this.note)
  }

  /** The next edit belongs to this step, however long ago its last one was, if it is still the newest. */
  continueStep(step: StackItem): void {
    if (this.undoStack.at(-1) === step) this.lastChange = Date.now()
  }

  override destroy(): void {
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
    if (item && step) {
      stack.pop()
      return this.popStep(item, step, type)
    }
    if (item) this.doc.transact((transaction) => includePutBack(transaction, item))
    const older = stack.splice(0, stack.length - 1)
    try {
      return super[type]()
    } finally {
      stack.unshift(...older)
    }
  }

  private popStep(stackItem: StackItem, step: MarkStep, type: 'undo' | 'redo'): StackItem | null {
    const flag = type === 'undo' ? 'undoing' : 'redoing'
    let changedParentTypes: Y.Transaction['changedParentTypes'] | null = null
    this[flag] = true
    this.currStackItem = stackItem
    try {
      this.doc.transact((transaction) => {
        const back = takeBack(transaction, step)
        if (!back) return
        asMarkStep(transaction, back)
        ;({ changedParentTypes } = transaction)
      }, this)
    } finally {
      this[flag] = false
      this.currStackItem = null
    }
    if (!changedParentTypes) return null
    this.emit('stack-item-popped', [{ stackItem, type, changedParentTypes, origin: this }, this])
    return stackItem
  }

  /** What took out all that it had put in, as a composition that is cancelled does, is no step. */
  private readonly dropEmpty = ({ stackItem: { insertions, deletions } }: { stackItem: StackItem }): void => {
    if (!Y.equalDeleteSets(insertions, deletions)) return
    this.undoStack.pop()
    this.stopCapturing()
  }

  /** Comes after Yjs has put the transaction on a stack. */
  private readonly note = (transaction: Y.Transaction): void => {
    const step = stepOf(transaction)
    if (!step || !this.trackedOrigins.has(transaction.origin)) return
    const stack = this.undoing ? this.redoStack : this.undoStack
    stack.at(-1)?.meta.set(stepKey, step)
    this.stopCapturing()
  }
}

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
