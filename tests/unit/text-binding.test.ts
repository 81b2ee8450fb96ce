import { EditorState } from '@codemirror/state'
import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { TextBinding } from '../../renderer/features/page/text-binding'

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
  const binding = new TextBinding({ state: second.state, dispatch: () => {} }, text, {})
  binding.update({ transactions: [first, second] })
  expect(text.toJSON()).toBe('By the sea')
  expect(reported).toHaveBeenCalledTimes(2)
})
