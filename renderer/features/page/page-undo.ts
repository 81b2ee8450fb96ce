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

const ownHistory: Undoing = {
  undo: undoOwn,
  redo: redoOwn,
  canUndo: (state) => undoDepth(state) > 0,
  canRedo: (state) => redoDepth(state) > 0,
}
const undoing = Facet.define<Undoing, Undoing>({ combine: ([given]) => given ?? ownHistory })

/** The page's own history, with its keys. */
export const plainUndo = (): Extension => [history(), keymap.of(historyKeymap)]

/** Another way of undoing in place of the page's own history, with the same keys. */
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

/** What keys and toolbar do, whichever way the page has. */
export const undo: Command = (view) => view.state.facet(undoing).undo(view)
export const redo: Command = (view) => view.state.facet(undoing).redo(view)
export const canUndo = (state: EditorState): boolean => state.facet(undoing).canUndo(state)
export const canRedo = (state: EditorState): boolean => state.facet(undoing).canRedo(state)
