import type { Extension } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import { yCollab, ySyncAnnotation } from 'y-codemirror.next'
import * as Y from 'yjs'
import { keptScroll } from './kept-scroll'
import type { SharedText } from './page-props'
import { undoBy } from './page-undo'
import { sharedCursors } from './shared-cursors'

/**
 * Binds a page to a text that both write: each edit of one is an edit of the other at once, undo takes back one's own
 * edits alone, and the partner's caret is shown. The page must hold the same words as `text`.
 */
export function sharedText({ text, presence }: SharedText): Extension {
  const undoManager = new Y.UndoManager(text, { trackedOrigins: new Set() })
  return [
    // Its own remote carets are left out: they set style attributes, which the content policy refuses.
    yCollab(text, null, { undoManager }),
    undoBy({
      undo: () => undoManager.undo() !== null,
      redo: () => undoManager.redo() !== null,
      canUndo: () => undoManager.canUndo(),
      canRedo: () => undoManager.canRedo(),
    }),
    keptScroll((transaction) => transaction.annotation(ySyncAnnotation) !== undefined),
    presence ? sharedCursors(text, presence) : [],
    ViewPlugin.define(() => ({ destroy: () => undoManager.destroy() })),
  ]
}

/** Gives a text that this window has just begun the words written on the page since. */
export function takeOver(text: Y.Text, words: string): void {
  const old = text.toJSON()
  const { from, to, insert } = difference(old, words)
  if (old === words) return
  text.doc?.transact(() => {
    if (to > from) text.delete(from, to - from)
    if (insert !== '') text.insert(from, insert)
  })
}

/** The one change that makes `next` of `old`, as small as a change in one place can be. */
export function difference(old: string, next: string): { from: number; to: number; insert: string } {
  const most = Math.min(old.length, next.length)
  let start = 0
  while (start < most && old[start] === next[start]) start++
  let end = 0
  while (end < most - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end++
  return { from: start, to: old.length - end, insert: next.slice(start, next.length - end) }
}
