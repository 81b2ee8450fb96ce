import { insertNewline, insertNewlineKeepIndent, standardKeymap } from '@codemirror/commands'
import { EditorSelection, EditorState, Prec, type Extension, type StateCommand } from '@codemirror/state'
import { EditorView, keymap, type Command, type KeyBinding } from '@codemirror/view'
import { clearHeading, toggleHeading, toggleList, toggleQuote, toggleTask } from './block-commands'
import { beyondMarks, deleteUnitAfter, deleteUnitBefore } from './beyond-marks'
import { deleteEmptyMarks } from './caret-marks'
import { inCodeBlock } from './dialect'
import { continueBlock, continueItem, deleteMarkAfter, deleteMarkBefore } from './enter-commands'
import { closeFind, findNext, findPrevious, openFind } from './find-state'
import { indentItems, outdentItems } from './indent-commands'
import { toggleInline } from './inline-commands'
import { lineMarks, type LineMarks } from './line-marks'
import { redo } from './page-undo'
import { deleteSignAfter, deleteSignBefore, transposeSigns } from './whole-signs'
import {
  deleteWordAfter,
  deleteWordBefore,
  selectWordLeft,
  selectWordRight,
  wordLeft,
  wordRight,
} from './word-commands'

/** What the toolbar and the keys both do, by the id the shortcut has in the app's list. */
export const markCommands = {
  bold: toggleInline('StrongEmphasis'),
  italic: toggleInline('Emphasis'),
  strike: toggleInline('Strikethrough'),
  'heading-1': toggleHeading(1),
  'heading-2': toggleHeading(2),
  'heading-3': toggleHeading(3),
  paragraph: clearHeading,
  'bullet-list': toggleList('bullet'),
  'ordered-list': toggleList('ordered'),
  checklist: toggleList('task'),
  quote: toggleQuote,
} satisfies Record<string, StateCommand>
export type MarkId = keyof typeof markCommands
/** What has keys of its own in the app's list of shortcuts. */
export type PageShortcut = MarkId | 'find' | 'link' | 'redo'

/** Long enough for whoever needs time between Escape and Tab; any other key ends it. */
const tabLeavesForMs = 60_000

/** What a page asks of whoever shows it. */
export interface PageRequests {
  editLink: Command
  openLink: Command
}

/** All keys of a page but those of undo. Only those of a word processor: none of an editor for programs. */
export function pageKeys(keysOf: (id: PageShortcut) => string, requests: PageRequests): Extension {
  const marks = (Object.keys(markCommands) as MarkId[]).map((id): KeyBinding => ({
    key: keysOf(id),
    run: markCommands[id],
  }))
  return [
    keptOutOfMarks,
    redoUnderCapsLock,
    Prec.high(
      keymap.of([
        ...marks,
        { key: keysOf('link'), run: requests.editLink },
        { key: keysOf('find'), run: openFind, scope: 'editor search-panel' },
        { key: keysOf('redo'), run: redo },
        { key: 'F3', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
        { key: 'Mod-Enter', run: (view) => requests.openLink(view) || toggleTask(view) },
        { key: 'Escape', run: leave, scope: 'editor search-panel' },
        { key: 'Tab', run: indentItems, shift: outdentItems },
        { key: 'Enter', run: continueBlock, shift: continueItem },
        { key: 'Enter', run: plainNewline, shift: plainNewline },
        { key: 'Backspace', run: deleteEmptyMarks },
        ...deletionsBesideMarks,
        { key: 'Backspace', run: deleteMarkBefore },
        { key: 'Delete', run: deleteMarkAfter },
        { key: 'Backspace', run: deleteSignBefore, shift: deleteSignBefore },
        { key: 'Delete', run: deleteSignAfter },
        { mac: 'Ctrl-h', run: deleteSignBefore },
        { mac: 'Ctrl-d', run: deleteSignAfter },
        { mac: 'Ctrl-t', run: transposeSigns },
        { key: 'ArrowLeft', run: leftOfMarks },
        { key: 'Mod-ArrowLeft', mac: 'Alt-ArrowLeft', run: leftOfMarks },
        { key: 'Mod-ArrowLeft', mac: 'Alt-ArrowLeft', run: wordLeft, shift: selectWordLeft },
        { key: 'Mod-ArrowRight', mac: 'Alt-ArrowRight', run: wordRight, shift: selectWordRight },
        { key: 'Mod-Backspace', mac: 'Alt-Backspace', run: deleteEmptyMarks },
        { key: 'Mod-Delete', mac: 'Alt-Delete', run: deleteEmptyMarks },
        { key: 'Mod-Backspace', mac: 'Alt-Backspace', run: deleteWordBefore },
        { key: 'Mod-Delete', mac: 'Alt-Delete', run: deleteWordAfter },
        { mac: 'Ctrl-Alt-h', run: deleteWordBefore },
        { key: 'Mod-Backspace', mac: 'Alt-Backspace', run: signBeforeMarks },
        { key: 'Mod-Delete', mac: 'Alt-Delete', run: signBehindMarks },
        { mac: 'Ctrl-Alt-h', run: signBeforeMarks },
        { key: 'Home', run: toWords(false), shift: toWords(true) },
      ]),
    ),
    keymap.of(standardKeymap),
  ]
}

const signBeforeMarks = beyondMarks(-1, deleteMarkBefore, deleteSignBefore, deleteUnitBefore)
const signBehindMarks = beyondMarks(1, deleteMarkAfter, deleteSignAfter, deleteUnitAfter)

const deletionsBesideMarks: readonly KeyBinding[] = [
  { key: 'Backspace', run: signBeforeMarks, shift: signBeforeMarks },
  { key: 'Delete', run: signBehindMarks },
  { mac: 'Ctrl-h', run: signBeforeMarks },
  { mac: 'Ctrl-d', run: signBehindMarks },
]

/** With Caps Lock on, Shift gives the small letter, which the keymap would read as the keys of undo. */
const redoUnderCapsLock = Prec.highest(
  EditorView.domEventHandlers({
    keydown: ({ key, shiftKey, altKey, ctrlKey, metaKey }, view) => {
      if (key !== 'z' || !shiftKey || altKey || !(ctrlKey || metaKey)) return false
      redo(view)
      return true
    },
  }),
)

const leave: Command = (view) => {
  if (closeFind(view)) return true
  view.setTabFocusMode(tabLeavesForMs)
  return true
}

const plainNewline: StateCommand = (target) =>
  inCodeBlock(target.state, target.state.selection.main.from) ? insertNewlineKeepIndent(target) : insertNewline(target)

/** From the first word behind the marks of a line to the end of the line above: between the two is no place to be. */
const leftOfMarks: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection
  const line = state.doc.lineAt(main.head)
  const marks = lineMarks(state, line)
  if (!main.empty || !hasMarks(marks) || main.head !== marks.contentFrom || line.number === 1) return false
  dispatch(state.update({ selection: { anchor: line.from - 1 }, scrollIntoView: true, userEvent: 'select' }))
  return true
}

function toWords(extend: boolean): Command {
  return (view) => {
    const { main } = view.state.selection
    const marks = lineMarks(view.state, view.state.doc.lineAt(main.head))
    const { contentFrom } = marks
    const visual = view.moveToLineBoundary(main, false).head
    if (visual > contentFrom || (main.head <= contentFrom && !hasMarks(marks))) return false
    const selection = extend ? EditorSelection.range(main.anchor, contentFrom) : EditorSelection.cursor(contentFrom)
    view.dispatch({ selection, scrollIntoView: true, userEvent: 'select' })
    return true
  }
}

/** A caret put before or into the marks of an item, a heading or a quote lands where the words begin: a letter there would break them. */
const keptOutOfMarks = EditorState.transactionFilter.of((tr) => {
  if (!tr.selection || tr.docChanged || !tr.isUserEvent('select') || !tr.newSelection.main.empty) return tr
  const { head } = tr.newSelection.main
  const marks = lineMarks(tr.startState, tr.startState.doc.lineAt(head))
  if (!hasMarks(marks) || head >= marks.contentFrom) return tr
  return [tr, { selection: { anchor: marks.contentFrom } }]
})

const hasMarks = ({ list, heading, quoteDepth }: LineMarks): boolean =>
  list !== null || heading !== null || quoteDepth > 0
