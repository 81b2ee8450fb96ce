import { syntaxTree } from '@codemirror/language'
import { Prec, RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  showPanel,
  ViewPlugin,
  type Command,
  type PanelConstructor,
  type ViewUpdate,
} from '@codemirror/view'
import { treeUpTo } from './dialect'
import { matchesIn, matchFrom, matchUpTo, type Match } from './find-matches'
import { shownText } from './shown-text'
import { solidAround } from './solid'

/** What is looked for on a page, and whether its find bar is open. */
export interface Find {
  readonly words: string
  readonly isOpen: boolean
}

const setFind = StateEffect.define<Partial<Find>>()

const findField = StateField.define<Find>({
  create: () => ({ words: '', isOpen: false }),
  update: (find, { effects }) =>
    effects.reduce((current, effect) => (effect.is(setFind) ? { ...current, ...effect.value } : current), find),
})

/** The same object until it changes. */
export const findOf = (state: EditorState): Find => state.field(findField)

/** Finding on a page; the panel is made each time the bar opens. */
export function finding(createPanel: PanelConstructor): Extension {
  const panel = showPanel.compute([findField], (state) => (findOf(state).isOpen ? createPanel : null))
  return [findField, panel, Prec.low(markedMatches)]
}

/** Looks for these words from now on; nothing is found of nothing. */
export function lookFor(view: EditorView, words: string): void {
  if (words !== findOf(view.state).words) view.dispatch({ effects: setFind.of({ words }) })
}

/** Opens the find bar with what is selected, or goes back into it. */
export const openFind: Command = (view) => {
  if (fieldOf(view) !== view.root.activeElement || !findOf(view.state).isOpen) {
    const words = selectedWords(view.state) || findOf(view.state).words
    view.dispatch({ effects: setFind.of({ words, isOpen: true }) })
  }
  // A bar that isn't drawn yet takes the focus by itself.
  fieldOf(view)?.focus()
  fieldOf(view)?.select()
  return true
}

/** Closes the bar; who was in it is on the page again. */
export const closeFind: Command = (view) => {
  if (!findOf(view.state).isOpen) return false
  const isInBar = !view.hasFocus && view.dom.contains(view.root.activeElement)
  if (isInBar) view.focus()
  view.dispatch({ effects: setFind.of({ isOpen: false }) })
  return true
}

/** Selects the next match after the selection, from the end on to the first. */
export const findNext: Command = step((state, words) => matchFrom(state, words, state.selection.main.to))

/** Selects the one before it, from the beginning on to the last. */
export const findPrevious: Command = step((state, words) => matchUpTo(state, words, state.selection.main.from))

function step(find: (state: EditorState, words: string) => Match | null): Command {
  return (view) => {
    const { words } = findOf(view.state)
    if (words === '') return openFind(view)
    const match = find(view.state, words)
    if (!match) return false
    view.dispatch({
      selection: { anchor: match.from, head: match.to },
      effects: [announced(view.state, match), EditorView.scrollIntoView(match.from)],
      userEvent: 'select.search',
    })
    const field = fieldOf(view)
    if (field === view.root.activeElement) field?.select()
    return true
  }
}

/** Longest selection that is taken for what is looked for, as it is read and as it is stored, in UTF-16 code units. */
const longestSelection = 100
const longestSource = 10_000

/** What one reads of what is selected within a line. */
function selectedWords(state: EditorState): string {
  const { from, to } = state.selection.main
  if (from === to || to > state.doc.lineAt(from).to || to - from > longestSource) return ''
  const words = shownIn(state, { from, to })
  return words.length <= longestSelection ? words : ''
}

/** The line with the match, as far as one wants to hear of it. */
function announced(state: EditorState, { from, to }: Match): StateEffect<string> {
  const line = state.doc.lineAt(from)
  const before = shownIn(state, { from: Math.max(line.from, from - 30), to: from })
  const after = shownIn(state, { from: to, to: Math.min(line.to, to + 30) })
  const passage = `${before.replace(/^\S*\s/, '')}${shownIn(state, { from, to })}${after.replace(/\s\S*$/, '')}`
  return EditorView.announce.of(
    `${state.phrase('current match')}. ${passage} ${state.phrase('on line')} ${line.number}.`,
  )
}

const shownIn = (state: EditorState, part: Match) => shownText(state, treeUpTo(state, part.to), part).text

const fieldOf = (view: EditorView) => view.dom.querySelector<HTMLInputElement>('[data-find-field]')

/** Around a sign that is drawn in place of letters as well. */
const mark = Decoration.mark({ class: 'page-match', inclusive: true })
const selectedMark = Decoration.mark({ class: 'page-match page-match-selected', inclusive: true })

/** How far beyond what is seen a match may begin, at least. */
const margin = 250

const markedMatches = ViewPlugin.define(
  (view) => ({
    decorations: marksOf(view),
    update({ startState, state, docChanged, selectionSet, viewportChanged }: ViewUpdate) {
      const isOther = findOf(startState) !== findOf(state)
      if (!findOf(state).isOpen && !isOther) return
      const isParsed = syntaxTree(startState) !== syntaxTree(state)
      if (isOther || docChanged || selectionSet || viewportChanged || isParsed) this.decorations = marksOf(view)
    },
  }),
  { decorations: ({ decorations }) => decorations },
)

function marksOf(view: EditorView): DecorationSet {
  const { state, visibleRanges } = view
  const { words, isOpen } = findOf(state)
  const builder = new RangeSetBuilder<Decoration>()
  let end = 0
  for (const range of isOpen ? visibleRanges : []) {
    const from = Math.max(end, range.from - margin - words.length)
    const to = Math.min(state.doc.length, range.to + margin + words.length)
    for (const match of matchesIn(state, words, from, to)) {
      const isSelected = state.selection.ranges.some((each) => each.from === match.from && each.to === match.to)
      const { from: start, to: stop } = withWholeSigns(view, match)
      builder.add(start, stop, isSelected ? selectedMark : mark)
      end = match.to
    }
  }
  return builder.finish()
}

/** The number of an item is drawn in one piece, with the space behind it: of `2.` none can be marked in part. */
const withWholeSigns = (view: EditorView, { from, to }: Match): Match => ({
  from: solidAround(view, from)?.from ?? from,
  to: solidAround(view, to)?.to ?? to,
})
