import type { EditorState, Extension } from '@codemirror/state'
import { runScopeHandlers, type EditorView, type Panel } from '@codemirror/view'
import { createMatchCounter } from './find-count'
import { finding, findNext, findOf, findPrevious } from './find-state'

/** The open find bar: where it goes, the words it looks for, how many there are and which one is selected, from 1. */
export interface FindPlace {
  place: HTMLElement
  words: string
  /** Null while a long page is still counted. */
  count: number | null
  current: number
}

/** Makes room for a find bar above the page; `onFind` is told what it shows, and null when it closes. */
export function findPanel(onFind: (find: FindPlace | null) => void): Extension {
  const createPanel = (view: EditorView): Panel => {
    const place = document.createElement('div')
    place.addEventListener('keydown', (event) => pressed(view, event))
    const counter = createMatchCounter(() => show(view.state))
    const show = (state: EditorState) => {
      const { from, to } = state.selection.main
      const matches = counter.matches()
      const current = 1 + (matches?.findIndex((match) => match.from === from && match.to === to) ?? -1)
      onFind({ place, words: findOf(state).words, count: matches?.length ?? null, current })
    }
    const count = (state: EditorState) => {
      counter.count(state, findOf(state).words)
      if (!counter.matches()) show(state)
    }
    return {
      dom: place,
      top: true,
      mount: () => count(view.state),
      update({ startState, state, docChanged, selectionSet }) {
        if (findOf(startState) !== findOf(state)) count(state)
        else if (docChanged) counter.countSoon(view, findOf(state).words)
        else if (selectionSet) show(state)
      },
      destroy() {
        counter.close()
        onFind(null)
      },
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
