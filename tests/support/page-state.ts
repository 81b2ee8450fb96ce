import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, type Transaction, type TransactionSpec } from '@codemirror/state'
import type * as Y from 'yjs'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { pageFilters } from '../../renderer/features/page/page-filters'
import { createSharedHistory } from '../../renderer/features/page/shared-undo'
import { TextBinding } from '../../renderer/features/page/text-binding'
import type { TwinPage } from './twin-runs'

export interface SteppedPage extends TwinPage {
  /** What comes next is a step of its own, as where the caret was put elsewhere. */
  endStep(): void
}

/** A page without a screen: the editor's own state, commands, binding and undo, and all that its edits go through. */
export function openState(text: Y.Text): SteppedPage {
  const { origin, manager } = createSharedHistory(text)
  const extensions = [EditorState.lineSeparator.of('\n'), journalMarkdown(), pageFilters]
  let state = EditorState.create({ doc: text.toJSON(), extensions })
  const view = {
    compositionStarted: false,
    get state() {
      return state
    },
    dispatch(spec: TransactionSpec | Transaction) {
      const transaction = 'startState' in spec ? spec : state.update(spec)
      state = transaction.state
      ensureSyntaxTree(state, state.doc.length, 10_000)
      binding.update({ transactions: [transaction] })
    },
  }
  const binding = new TextBinding(view, text, origin)
  return {
    view,
    undo: () => void manager.undo(),
    redo: () => void manager.redo(),
    endStep: () => manager.stopCapturing(),
    close() {
      binding.destroy()
      manager.destroy()
    },
  }
}
