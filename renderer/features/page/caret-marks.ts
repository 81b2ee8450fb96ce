import type { StateCommand } from '@codemirror/state'
import { firstCharacter, flanksForAll, guard, lastCharacter } from '../../../shared/flanking'
import { anySign, endBeforeSpace, toggleInRun } from './caret-runs'
import { inCodeBlock, nodeAround } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { inlineMark, type InlineKind, runOf } from './inline-marks'
import { isIntended, meaningOf } from './inline-meaning'
import { blockAt } from './inline-parts'
import { isBackslashAt } from './rewritten-marks'

type Target = Parameters<StateCommand>[0]
/** What may be written between the marks: a letter, and signs of which not all readers know that they are none. */
const samples = ['x', '「', '€', '😀']

/**
 * At a caret what is written next becomes of this kind, or plain. The caret goes into words of this kind or out of them
 * where it stands at their ends, and their marks make room for it in the midst of them; else new marks come around it,
 * or those go between which nothing was written. What would mean nothing there isn't written.
 */
export function toggleAtCaret(kind: InlineKind, target: Target): boolean {
  const { state } = target
  const { head } = state.selection.main
  if (inCodeBlock(state, head)) return true
  if (withoutEmptyMarks(kind, target)) return true
  const inside = nodeAround(state, head, [kind])
  const run = inside && runOf(inside, (from, to) => state.sliceDoc(from, to))
  if (run) toggleInRun(run, kind, target)
  else if (!endBeforeSpace(kind, target)) addEmptyMarks(kind, target)
  return true
}

/** Backspace between marks with nothing between them takes them away, as they are no letters; false anywhere else. */
export const deleteEmptyMarks: StateCommand = (target) => {
  const { main } = target.state.selection
  const kind = main.empty && !target.state.readOnly ? emptyMarksAt(target.state)?.marks[0]?.kind : undefined
  return kind !== undefined && withoutEmptyMarks(kind, target)
}

function withoutEmptyMarks(kind: InlineKind, { state, dispatch }: Target): boolean {
  const pair = emptyMarksAt(state)
  const own = pair?.marks.find((marks) => marks.kind === kind)
  if (!pair || !own) return false
  const { head } = state.selection.main
  const isLast = pair.marks.length === 1
  const changes = isLast
    ? [
        { from: pair.from, to: head },
        { from: head, to: pair.to },
      ]
    : [own.open, own.close]
  dispatch(state.update({ changes, userEvent: 'delete.marks' }))
  return true
}

/** Puts marks around the caret between which whatever is written is of this kind; none where that can't be. */
function addEmptyMarks(kind: InlineKind, { state, dispatch }: Target): void {
  const { head } = state.selection.main
  const { from, text, at } = blockAt(state, head)
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const { mark } = inlineMark(kind)
  // Within marks that are empty themselves, theirs are the flanks.
  const isWithin = emptyMarksAt(state) !== null
  const isOutside = (character: string) =>
    isWithin || (character !== mark.charAt(0) && flanksForAll(character, anySign))
  const needed = {
    open: isOutside(lastCharacter(before)) ? mark : guard + mark,
    close: isOutside(firstCharacter(after)) ? mark : mark + guard,
  }
  const escape = isBackslashAt(text, at) ? '\\' : ''
  const ways = [needed, { open: guard + mark, close: mark + guard }]
  const found = ways.find(({ open, close }) =>
    samples.every((sample) => {
      const [plain, marked] = [before + sample + after, before + escape + open + sample + close + after]
      const spans = [{ from: at, to: at + sample.length }]
      return isIntended(meaningOf(plain), meaningOf(marked), { spans, kind, isOn: true })
    }),
  )
  if (!found) return
  const open = escape + found.open
  const changes = { from: from + at, insert: open + found.close }
  dispatch(state.update({ changes, selection: { anchor: head + open.length }, userEvent: 'input.marks' }))
}
