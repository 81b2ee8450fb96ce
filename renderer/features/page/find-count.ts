import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import { foldForSearch } from '../../../shared/folding'
import { type Match, matchesInPart, partsBetween } from './find-matches'

/** More than anyone steps through; above it the count says 'more than'. */
export const mostMatches = 999

/** How long is counted at a time, so that keys find their way between. */
const sliceMs = 12
/** How soon after an edit is counted anew, so that who types isn't held up at every key. */
const afterEditMs = 120

/** Counts what is looked for on a page, in slices where it is long. */
export interface MatchCounter {
  /** Forgets what was found, and counts in this state; `onCounted` is called before it returns where the page is short. */
  count(state: EditorState, words: string): void
  /** Counts anew soon, in the state that the view has then; till then what was found stays. */
  countSoon(view: { readonly state: EditorState }, words: string): void
  /** The matches up to one above `mostMatches`, or null while they are counted. */
  matches(): readonly Match[] | null
  close(): void
}

export function createMatchCounter(onCounted: () => void): MatchCounter {
  let found: readonly Match[] | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether it is to be counted anew after an edit: one that follows puts it off no further. */
  let isDue = false
  const stop = () => {
    clearTimeout(timer)
    isDue = false
  }
  const go = (steps: Generator<void, Match[]>) => {
    const end = performance.now() + sliceMs
    for (;;) {
      const step = steps.next()
      if (step.done) {
        found = step.value
        return onCounted()
      }
      if (performance.now() >= end) break
    }
    timer = setTimeout(() => go(steps))
  }
  return {
    count(state, words) {
      stop()
      found = null
      go(counting(state, words))
    },
    countSoon(view, words) {
      if (isDue) return
      stop()
      isDue = true
      timer = setTimeout(() => {
        isDue = false
        go(counting(view.state, words))
      }, afterEditMs)
    },
    matches: () => found,
    close: stop,
  }
}

/** A step is short, however long the page is. */
function* counting(state: EditorState, words: string): Generator<void, Match[]> {
  const sought = foldForSearch(words)
  const matches: Match[] = []
  if (sought === '') return matches
  let tree = null
  while (!(tree = ensureSyntaxTree(state, state.doc.length, sliceMs))) yield
  for (const part of partsBetween(state, { from: 0, to: state.doc.length })) {
    matches.push(...matchesInPart(state, tree, part, sought))
    if (matches.length > mostMatches) break
    yield
  }
  return matches
}
