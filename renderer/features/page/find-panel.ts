import type { EditorState, Extension } from '@codemirror/state'
import { runScopeHandlers, type EditorView, type Panel } from '@codemirror/view'
import { matchesIn } from './find-matches'
import { finding, findNext, findOf, findPrevious } from './find-state'

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
    const show = (state: EditorState) => onFind({ place, words: findOf(state).words, ...countMatches(state) })
    return {
      dom: place,
      top: true,
      mount: () => show(view.state),
      update: ({ startState, state, transactions }) => {
        const stepped = transactions.some((transaction) => transaction.isUserEvent('select.search'))
        if (stepped || findOf(startState) !== findOf(state)) show(state)
      },
      destroy: () => onFind(null),
    }
  }
  return finding(createPanel)
}

function pressed(view: EditorView, event: KeyboardEvent): void {
  if (event.isComposing) return
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
    const step = event.shiftKey ? findPrevious : findNext
    step(view)
  } else if (!runScopeHandlers(view, event, 'search-panel')) return
  event.preventDefault()
}

/** Counts up to one above `mostMatches`. */
function countMatches(state: EditorState): { count: number; current: number } {
  const { from, to } = state.selection.main
  let [count, current] = [0, 0]
  for (const match of matchesIn(state.doc, findOf(state).words)) {
    count++
    if (match.from === from && match.to === to) current = count
    if (count > mostMatches) break
  }
  return { count, current }
}
