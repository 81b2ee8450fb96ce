import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState, Text } from '@codemirror/state'
import { foldForSearch } from '../../../shared/folding'
import { type Match, matchesInPart, partsBetween, readPart, type SearchedPart } from './find-matches'

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
  let reading: Reading | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether it is to be counted anew after an edit: one that follows puts it off no further. */
  let isDue = false
  const stop = () => {
    clearTimeout(timer)
    isDue = false
  }
  const begin = (state: EditorState, words: string) => {
    if (reading?.doc !== state.doc) reading = { doc: state.doc, parts: [] }
    go(counting(state, words, reading))
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
      begin(state, words)
    },
    countSoon(view, words) {
      if (isDue) return
      stop()
      isDue = true
      timer = setTimeout(() => {
        isDue = false
        begin(view.state, words)
      }, afterEditMs)
    },
    matches: () => found,
    close: stop,
  }
}

/** What was read of a page, for as long as that stays as it is: who types what to look for has it read once. */
interface Reading {
  readonly doc: Text
  readonly parts: SearchedPart[]
}

/** A step is short, however long the page is. */
function* counting(state: EditorState, words: string, { parts }: Reading): Generator<void, Match[]> {
  const sought = foldForSearch(words)
  const matches: Match[] = []
  if (sought === '') return matches
  let tree = null
  while (!(tree = ensureSyntaxTree(state, state.doc.length, sliceMs))) yield
  let index = 0
  for (const span of partsBetween(state, { from: 0, to: state.doc.length })) {
    const part = (parts[index++] ??= readPart(state, tree, span))
    for (const match of matchesInPart(part, sought)) if (matches.push(match) > mostMatches) return matches
    yield
  }
  return matches
}
