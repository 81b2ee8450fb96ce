import { type ChangeSpec, EditorSelection, type EditorState, type StateCommand } from '@codemirror/state'
import { type Command, Direction, EditorView } from '@codemirror/view'
import { treeUpTo } from './dialect'
import { runOf, type Span } from './inline-marks'
import { solidAround } from './solid'
import { deletionEnd, deletionStart } from './word-breaks'
import { placeAfterStep, type WordsAround, wordsAround } from './words-around'

/** Steps over a word, with the selection or without; false where lines run from right to left and at the page's ends. */
export const wordLeft = step({ forward: false, extend: false })
export const wordRight = step({ forward: true, extend: false })
export const selectWordLeft = step({ forward: false, extend: true })
export const selectWordRight = step({ forward: true, extend: true })

function step({ forward, extend }: { forward: boolean; extend: boolean }): Command {
  return (view) => {
    const { main } = view.state.selection
    if ((!extend && !main.empty) || view.textDirectionAt(main.head) !== Direction.LTR) return false
    const place = placeAfterStep(view.state, main.head, forward)
    if (place === null) return false
    const solid = solidAround(view, place)
    const head = solid ? (forward ? solid.to : solid.from) : place
    const selection = extend ? EditorSelection.range(main.anchor, head) : EditorSelection.cursor(head, forward ? -1 : 1)
    view.dispatch({ selection, scrollIntoView: true, userEvent: 'select' })
    return true
  }
}

/** Deletes the word before or behind the caret, with the marks between which nothing is left; false where lines are joined. */
export const deleteWordBefore = deleteWord(false)
export const deleteWordAfter = deleteWord(true)

function deleteWord(forward: boolean): StateCommand {
  return (target) => {
    const { state, dispatch } = target
    const { head, empty } = state.selection.main
    if (state.readOnly || !empty) return false
    const words = wordsAround(state, head)
    const { text, at } = words
    if (at === (forward ? text.length : 0)) return false
    const letters = forward ? { from: at, to: deletionEnd(text, at) } : { from: deletionStart(text, at), to: at }
    const { from, to } = words.spanOf(letters)
    // What is drawn in one piece, such as the number of an item in an item, goes as one: by CodeMirror.
    if (target instanceof EditorView && (solidAround(target, from) || solidAround(target, to))) return false
    const changes = state.changes(withoutLetters(state, words, letters))
    // What is written next is what the word was that is gone.
    const anchor = changes.mapPos(forward ? head : from, -1)
    const userEvent = forward ? 'delete.forward' : 'delete.backward'
    dispatch(state.update({ changes, selection: { anchor }, scrollIntoView: true, userEvent }))
    return true
  }
}

/** What has marks of its own, which go with the last of its letters. */
const marked = /^(?:StrongEmphasis|Emphasis|Strikethrough|InlineCode|Link|Image|Autolink|Escape)$/

/** The changes that take letters away and leave what is hidden among them, but for marks that have none left. */
function withoutLetters(state: EditorState, words: WordsAround, letters: Span): ChangeSpec {
  const { part, hidden, spanOf, indexOf } = words
  const { from, to } = spanOf(letters)
  const gone: Span[] = []
  let at = from
  for (const span of hidden) {
    if (span.to <= from || span.from >= to) continue
    gone.push({ from: at, to: span.from })
    at = span.to
  }
  gone.push({ from: at, to })
  treeUpTo(state, to).iterate({
    from,
    to,
    enter({ name, node }) {
      if (!marked.test(name)) return
      const whole = runOf(node, (start, end) => state.sliceDoc(start, end)) ?? node
      const [first, last] = [indexOf(whole.from), indexOf(whole.to)]
      const isWithin = part.from <= whole.from && whole.to <= part.to
      if (isWithin && letters.from <= first && first < last && last <= letters.to)
        gone.push({ from: whole.from, to: whole.to })
    },
  })
  return merged(gone)
}

function merged(spans: readonly Span[]): Span[] {
  const apart: { from: number; to: number }[] = []
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = apart.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else if (from < to) apart.push({ from, to })
  }
  return apart
}
