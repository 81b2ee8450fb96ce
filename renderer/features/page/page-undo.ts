import { history, historyKeymap, redo as redoOwn, redoDepth, undo as undoOwn, undoDepth } from '@codemirror/commands'
import { Facet, type EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, type Command } from '@codemirror/view'

/** How a page takes back and brings back. */
export interface Undoing {
  undo: Command
  redo: Command
  canUndo(state: EditorState): boolean
  canRedo(state: EditorState): boolean
}

/** CodeMirror's own steps, but none alone that changes nothing: it makes one of a composition that is cancelled. */
const pastEmpty =
  (command: Command): Command =>
  (view) => {
    const { doc } = view.state
    while (command(view)) if (!view.state.doc.eq(doc)) return true
    return false
  }
const ownHistory: Undoing = {
  undo: pastEmpty(undoOwn),
  redo: pastEmpty(redoOwn),
  canUndo: (state) => undoDepth(state) > 0,
  canRedo: (state) => redoDepth(state) > 0,
}
const undoing = Facet.define<Undoing, Undoing>({ combine: ([given]) => given ?? ownHistory })

/** This way of undoing, by the keys that are CodeMirror's own for it. */
export const undoBy = (way: Undoing): Extension => [
  undoing.of(way),
  keymap.of([
    { key: 'Mod-z', run: undo, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
    { linux: 'Ctrl-Shift-z', run: redo, preventDefault: true },
  ]),
  // What the browser's own menu and a phone's gestures ask for.
  EditorView.domEventHandlers({
    beforeinput(event, view) {
      const command = { historyUndo: undo, historyRedo: redo }[event.inputType]
      if (command) event.preventDefault()
      return command?.(view) ?? false
    },
  }),
]

/** The page's own history, with its keys. */
export const plainUndo = (): Extension => [undoBy(ownHistory), history(), keymap.of(historyKeymap)]

/** What keys and toolbar do, whichever way the page has. */
export const undo: Command = (view) => view.state.facet(undoing).undo(view)
export const redo: Command = (view) => view.state.facet(undoing).redo(view)
export const canUndo = (state: EditorState): boolean => state.facet(undoing).canUndo(state)
export const canRedo = (state: EditorState): boolean => state.facet(undoing).canRedo(state)
