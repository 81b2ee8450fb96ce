import { isolateHistory } from '@codemirror/commands'
import { EditorSelection, type EditorState, type Extension, Transaction } from '@codemirror/state'
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import * as Y from 'yjs'
import { placeInText, placeOnPage } from './held-back'
import { undoBy } from './page-undo'
import { isFromText } from './text-binding'
import { type StackItem, TextUndo } from './text-undo'

/** Steps that can be taken back in one entry; CodeMirror's own history keeps hardly more. */
export const mostSteps = 100
/** Pause after which what is typed on is a step of its own, in ms: that of CodeMirror's own history. */
const newStepAfter = 500

/** What this window can take back in a shared text: its own edits alone. It belongs to the text, not to a page. */
export interface SharedHistory {
  /** Edits of the text with this origin are this window's own. */
  readonly origin: object
  readonly manager: TextUndo
}

/** Begins to remember what this window does to `text`; ends with the text's document. */
export function createSharedHistory(text: Y.Text): SharedHistory {
  const origin = {}
  const manager = new TextUndo(text, { trackedOrigins: new Set([origin]), captureTimeout: newStepAfter })
  manager.on('stack-item-added', () => {
    manager.undoStack.splice(0, manager.undoStack.length - mostSteps)
  })
  return { origin, manager }
}

/**
 * Takes back and brings back by `history` in place of the page's own, with the same keys, and the caret goes to where
 * each step was. Must come before the binding: where the caret was is read from the text before an edit reaches it.
 */
export function sharedUndo(text: Y.Text, { manager }: SharedHistory): Extension {
  return [
    undoBy({
      undo: ({ state }) => !state.readOnly && manager.undo() !== null,
      redo: ({ state }) => !state.readOnly && manager.redo() !== null,
      canUndo: () => manager.canUndo(),
      canRedo: () => manager.canRedo(),
    }),
    ViewPlugin.define((view) => new StepCarets(view, text, manager)),
  ]
}

/** A selection, as places in the text that keep between their letters. */
interface Places {
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

/** Where the caret was before a step and after it. */
interface StepCaret {
  readonly before: Places
  readonly after: Places
}
interface StackEvent {
  stackItem: StackItem
  type: 'undo' | 'redo'
}
const caretKey = 'caret'
/** What CodeMirror calls the deletion of lines in whose place a composition begins. */
const makesRoom = 'input'
/** What it calls each edit of a composition but the first. */
const composesOn = 'input.type.compose'
const isTyped = (transaction: Transaction) =>
  ['input.type', 'delete'].some((kind) => transaction.isUserEvent(kind)) || eventOf(transaction) === makesRoom
const eventOf = (transaction: Transaction) => transaction.annotation(Transaction.userEvent)
const caretOf = ({ meta }: StackItem) => meta.get(caretKey) as StepCaret | undefined

/** Notes with each step where the caret was, and puts it there when the step is undone or redone. */
class StepCarets {
  private before: Places | null = null
  /** Whether the last edit was one that typing may go on with. */
  private isTyping = false
  /** The step that the last edit went to. */
  private latest: StackItem | null = null

  constructor(
    private readonly view: EditorView,
    private readonly text: Y.Text,
    private readonly manager: TextUndo,
  ) {
    manager.on('stack-item-added', this.added)
    manager.on('stack-item-updated', this.updated)
    manager.on('stack-item-popped', this.popped)
  }

  update({ transactions, startState }: ViewUpdate): void {
    const own = transactions.filter((transaction) => !isFromText(transaction))
    for (const transaction of own) this.separate(transaction)
    if (own.some(({ docChanged }) => docChanged)) this.before = this.placesOf(startState)
  }

  destroy(): void {
    this.manager.off('stack-item-added', this.added)
    this.manager.off('stack-item-updated', this.updated)
    this.manager.off('stack-item-popped', this.popped)
    this.manager.stopCapturing()
  }

  /**
   * A step ends where the caret is put elsewhere, and before and after each edit that isn't typing or deleting. What an
   * input method composes is one step, however long one chooses among its candidates.
   */
  private separate(transaction: Transaction): void {
    const { docChanged, selection } = transaction
    const isTyping = docChanged ? isTyped(transaction) : this.isTyping
    const isApart = transaction.annotation(isolateHistory) === 'before'
    if (docChanged ? isApart || !isTyping || !this.isTyping : selection) this.manager.stopCapturing()
    if (docChanged && isTyping && this.isTyping && this.latest && eventOf(transaction) === composesOn)
      this.manager.continueStep(this.latest)
    this.isTyping = isTyping
  }

  private readonly added = ({ stackItem }: StackEvent): void => {
    this.latest = stackItem
    // What undoing makes is the same step for redoing, and the other way about.
    const other = this.manager.currStackItem
    const caret = other ? caretOf(other) : this.caretNow(this.before)
    if (caret) stackItem.meta.set(caretKey, caret)
  }

  private readonly updated = ({ stackItem }: StackEvent): void => {
    const caret = this.caretNow(caretOf(stackItem)?.before ?? null)
    if (caret) stackItem.meta.set(caretKey, caret)
  }

  private readonly popped = ({ stackItem, type }: StackEvent): void => {
    const caret = caretOf(stackItem)
    const selection = caret && this.selectionAt(type === 'undo' ? caret.before : caret.after)
    if (selection) this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.main) })
  }

  private caretNow(before: Places | null): StepCaret | null {
    return before && { before, after: this.placesOf(this.view.state) }
  }

  private placesOf(state: EditorState): Places {
    const { anchor, head } = state.selection.main
    const place = (offset: number) => Y.createRelativePositionFromTypeIndex(this.text, placeInText(state, offset))
    const at = place(head)
    return { anchor: anchor === head ? at : place(anchor), head: at }
  }

  private selectionAt({ anchor, head }: Places): EditorSelection | null {
    const [from, to] = [this.offsetOf(anchor), this.offsetOf(head)]
    return from === null || to === null ? null : EditorSelection.single(from, to)
  }

  private offsetOf(place: Y.RelativePosition): number | null {
    const { doc } = this.text
    const found = doc && Y.createAbsolutePositionFromRelativePosition(place, doc)
    return found?.type === this.text ? placeOnPage(this.view.state, found.index) : null
  }
}
