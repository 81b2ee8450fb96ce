import type { Extension } from '@codemirror/state'
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
