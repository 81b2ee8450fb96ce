import { EditorState, type TransactionSpec } from '@codemirror/state'
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { toggleHeading } from '../../renderer/features/page/block-commands'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { createSharedHistory } from '../../renderer/features/page/shared-undo'
import { lettersOf, TextBinding } from '../../renderer/features/page/text-binding'

afterEach(() => void vi.unstubAllGlobals())

it('[R190] every edit of an update reaches the text, whoever else listens to it and fails', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const text = new Y.Doc().getText('body')
  text.observe(() => {
    throw new Error('kingfisher')
  })
  const empty = EditorState.create({ doc: '' })
  const first = empty.update({ changes: { from: 0, insert: 'By' } })
  const second = first.state.update({ changes: { from: 2, insert: ' the sea' } })
  const binding = new TextBinding({ state: second.state, compositionStarted: false, dispatch: () => {} }, text, {})
  binding.update({ transactions: [first, second] })
  expect(text.toJSON()).toBe('By the sea')
  expect(reported).toHaveBeenCalledTimes(2)
})

it('[R191] a mark that a command took out comes back as it was, also behind what is no letter', () => {
  const text = new Y.Doc().getText('body')
  text.insert(0, '\n# milk')
  text.insertEmbed(0, { form: 'of a newer version' })
  const { origin, manager } = createSharedHistory(text)
  let state = EditorState.create({ doc: lettersOf(text), selection: { anchor: 4 }, extensions: journalMarkdown() })
  const view = {
    compositionStarted: false,
    get state() {
      return state
    },
    dispatch(spec: TransactionSpec) {
      const transaction = state.update(spec)
      state = transaction.state
      binding.update({ transactions: [transaction] })
    },
  }
  const binding = new TextBinding(view, text, origin)
  toggleHeading(1)(view)
  expect(lettersOf(text)).toBe('\ufffc\nmilk')
  manager.undo()
  expect(lettersOf(text)).toBe('\ufffc\n# milk')
  expect(state.doc.toString()).toBe('\ufffc\n# milk')
})
