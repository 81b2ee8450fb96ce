import { EditorSelection } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { groupTouching } from './words-around'

/** How far a hand moves the pointer that means to click twice, in CSS pixels. */
const jitter = 4

/**
 * A double click selects the word that one reads there, and goes on by words while it is drawn. Where that is the first of
 * the two clicks has found: at the caret it puts there marks show, so that at the second other letters may be there.
 */
export const wordsByPointer = EditorView.mouseSelectionStyle.of((view, event) => {
  if (event.button !== 0 || event.detail !== 2) return null
  const placeOf = ({ clientX, clientY }: MouseEvent) => view.posAndSideAtCoords({ x: clientX, y: clientY }, false)
  let { selection } = view.state
  const { empty, head, assoc } = selection.main
  const start = empty && !event.shiftKey ? { pos: head, assoc } : placeOf(event)
  const isAtStart = ({ clientX, clientY }: MouseEvent) =>
    Math.hypot(clientX - event.clientX, clientY - event.clientY) < jitter
  return {
    update({ docChanged, changes }) {
      if (!docChanged) return
      start.pos = changes.mapPos(start.pos)
      selection = selection.map(changes)
    },
    get(current, extend) {
      const place = isAtStart(current) ? start : placeOf(current)
      const first = groupTouching(view.state, start.pos, start.assoc)
      const last = groupTouching(view.state, place.pos, place.assoc)
      if (extend) return selection.replaceRange(selection.main.extend(last.from, last.to))
      const [from, to] = [Math.min(first.from, last.from), Math.max(first.to, last.to)]
      return place.pos < start.pos ? EditorSelection.single(to, from) : EditorSelection.single(from, to)
    },
  }
})
