import { SearchQuery, findNext, findPrevious, getSearchQuery, search, setSearchQuery } from '@codemirror/search'
import type { EditorState, Extension } from '@codemirror/state'
import { runScopeHandlers, type EditorView, type Panel } from '@codemirror/view'

/** More than anyone steps through; above it the count says 'more than'. */
export const mostMatches = 999

/** The open find bar: where it goes, the words it looks for, how many there are and which one is selected, from 1. */
export interface FindPlace {
  place: HTMLElement
  words: string
  count: number
  current: number
}

/** Makes room for a find bar above the page; `onFind` is told what it shows, and null when it closes. */
export function findPanel(onFind: (find: FindPlace | null) => void): Extension {
  const createPanel = (view: EditorView): Panel => {
    const place = document.createElement('div')
    place.addEventListener('keydown', (event) => pressed(view, event))
    const show = (state: EditorState) => onFind({ place, words: getSearchQuery(state).search, ...countMatches(state) })
    return {
      dom: place,
      top: true,
      mount: () => show(view.state),
      update: ({ startState, state, transactions }) => {
        const stepped = transactions.some((transaction) => transaction.isUserEvent('select.search'))
        if (stepped || getSearchQuery(startState) !== getSearchQuery(state)) show(state)
      },
      destroy: () => onFind(null),
    }
  }
  return search({ top: true, literal: true, createPanel })
}

function pressed(view: EditorView, event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
    const step = event.shiftKey ? findPrevious : findNext
    step(view)
  } else if (!runScopeHandlers(view, event, 'search-panel')) return
  event.preventDefault()
}

/** Looks for these words from now on, whatever their case; nothing is found of nothing. */
export function lookFor(view: EditorView, words: string): void {
  const query = new SearchQuery({ search: words, caseSensitive: false, literal: true })
  if (!query.eq(getSearchQuery(view.state))) view.dispatch({ effects: setSearchQuery.of(query) })
}

/** Counts up to one above `mostMatches`. */
function countMatches(state: EditorState): { count: number; current: number } {
  const query = getSearchQuery(state)
  const { from, to } = state.selection.main
  let [count, current] = [0, 0]
  if (!query.valid) return { count, current }
  const matches = query.getCursor(state)
  for (let next = matches.next(); !next.done && count <= mostMatches; next = matches.next()) {
    count++
    if (next.value.from === from && next.value.to === to) current = count
  }
  return { count, current }
}
