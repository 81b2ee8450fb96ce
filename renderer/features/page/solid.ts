import { EditorView } from '@codemirror/view'
import type { Span } from './inline-marks'

/** What the caret steps over as one, such as the sign of an item, where a place lies within it; or null. */
export function solidAround(view: EditorView, place: number): Span | null {
  let found: Span | null = null
  for (const ranges of view.state.facet(EditorView.atomicRanges))
    ranges(view).between(place, place, (from, to) => {
      if (from < place && place < to) found = { from, to }
    })
  return found
}
