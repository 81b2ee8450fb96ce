import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, type Extension, type Transaction, type TransactionSpec } from '@codemirror/state'
import type * as Y from 'yjs'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { createSharedHistory } from '../../renderer/features/page/shared-undo'
import { TextBinding } from '../../renderer/features/page/text-binding'
import { wholeMarks } from '../../renderer/features/page/whole-marks'
import type { TwinPage } from './twin-runs'

/**
 * A page without a screen: the editor's own state, commands, binding and undo, what keeps its marks whole, and more if
 * need be.
 */
export function openState(text: Y.Text, more: Extension = []): TwinPage {
  const { origin, manager } = createSharedHistory(text)
  const extensions = [EditorState.lineSeparator.of('\n'), journalMarkdown(), wholeMarks, more]
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
    close() {
      binding.destroy()
      manager.destroy()
    },
  }
}
