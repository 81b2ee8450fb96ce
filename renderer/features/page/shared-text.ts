import type { Extension } from '@codemirror/state'
import type * as Y from 'yjs'
import { difference } from '../../../shared/whole-characters'
import { keptScroll } from './kept-scroll'
import type { SharedText } from './page-props'
import { sharedCursors } from './shared-cursors'
import { type SharedHistory, sharedUndo } from './shared-undo'
import { isFromText, textBinding } from './text-binding'

/**
 * Binds a page to a text that both write: each edit of one is an edit of the other at once, undo takes back one's own
 * edits alone, and the partner's caret is shown. The page must hold the same letters as `text`.
 */
export function sharedText({ text, presence }: SharedText, history: SharedHistory): Extension {
  return [
    sharedUndo(text, history),
    textBinding(text, history.origin),
    keptScroll(isFromText),
    presence ? sharedCursors(text, presence) : [],
  ]
}

/** Gives a text that this window has just begun the words written on the page since: they can be taken back in one step. */
export function takeOver(text: Y.Text, words: string, { origin, manager }: SharedHistory): void {
  const old = text.toJSON()
  if (old === words) return
  const { from, to, insert } = difference(old, words)
  text.doc?.transact(() => {
    if (to > from) text.delete(from, to - from)
    if (insert !== '') text.insert(from, insert)
  }, origin)
  manager.stopCapturing()
}
