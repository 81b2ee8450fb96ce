import { EditorState, type Extension, type Transaction } from '@codemirror/state'
import { type EditorView, ViewPlugin } from '@codemirror/view'

/**
 * Keeps the lines on the screen where they are while edits that `isForeign` says are not this person's change what
 * stands above. The editor does so by itself for one edit in a frame, and loses the place with several.
 */
export function keptScroll(isForeign: (transaction: Transaction) => boolean): Extension {
  let view: EditorView | null = null
  /** Where to scroll in this frame is settled: by the first such edit, or by one of this person's own. */
  let isSettled = false
  const settle = () => {
    isSettled = true
    view?.requestMeasure({
      read: () => {
        isSettled = false
      },
    })
  }
  return [
    ViewPlugin.define((opened) => {
      view = opened
      return {
        update: ({ transactions }) => {
          if (transactions.some(({ scrollIntoView }) => scrollIntoView)) settle()
        },
        destroy: () => (view = null),
      }
    }),
    EditorState.transactionExtender.of((transaction) => {
      if (!view || isSettled || !transaction.docChanged || !isForeign(transaction)) return null
      settle()
      const place = view.scrollSnapshot().map(transaction.changes)
      return place ? { effects: place } : null
    }),
  ]
}
