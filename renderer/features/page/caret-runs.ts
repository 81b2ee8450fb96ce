import type { StateCommand } from '@codemirror/state'
import { firstCharacter, flanksForAll, guard, lastCharacter } from '../../../shared/flanking'
import { markEdit, type MarkChange } from './command-marks'
import { ancestorNamed, parseMarkdown } from './dialect'
import { inlineMark, type InlineKind, inlineMarks, type Run } from './inline-marks'
import { isIntended, meaningOf } from './inline-meaning'
import { blockAt } from './inline-parts'

type Target = Parameters<StateCommand>[0]
/** What may be written next where nobody knows it yet: a letter, or a sign beside which a mark flanks the least. */
const anyLetter = 'x'
export const anySign = '「'

const marksOnly = /^(?:\*|~~|&zwnj;)*$/

/** Out of a run at whose end the caret stands within it, into it where it stands outside, and apart in its midst. */
export function toggleInRun(run: Run, kind: InlineKind, { state, dispatch }: Target): void {
  const { from, to, inner } = run
  const { head } = state.selection.main
  const go = (anchor: number) => dispatch(state.update({ selection: { anchor }, userEvent: 'select' }))
  if (head === to) go(inner.to)
  else if (head === from) go(inner.from)
  else if (head >= inner.to || marksOnly.test(state.sliceDoc(head, inner.to))) leave(run, kind, { state, dispatch })
  else if (head <= inner.from || marksOnly.test(state.sliceDoc(inner.from, head))) go(from)
  else makeRoom(inner, kind, { state, dispatch })
}

/** Goes out of a run at its end, where whatever is typed next must leave its mark one: behind a guard, if need be. */
function leave({ to, inner }: Run, kind: InlineKind, { state, dispatch }: Target): void {
  const words = state.sliceDoc(inner.from, inner.to).replace(/(?:\*|~~|&zwnj;)+$/, '')
  const isGuarded = state.sliceDoc(inner.to, to).endsWith(guard)
  if (isGuarded || flanksForAll(anyLetter, lastCharacter(words))) {
    dispatch(state.update({ selection: { anchor: to }, userEvent: 'select' }))
    return
  }
  const edit = markEdit(state, [{ from: to, insert: guard, role: inlineMark(kind).close }])
  dispatch(state.update({ ...edit, selection: { anchor: to + guard.length }, userEvent: 'input.marks' }))
}

/** Ends the run before the caret and begins it anew behind: what is written between is plain. */
function makeRoom({ from, to }: Run['inner'], kind: InlineKind, { state, dispatch }: Target): void {
  const { head } = state.selection.main
  const { mark, open, close } = inlineMark(kind)
  const [before, after] = [state.sliceDoc(from, head), state.sliceDoc(head, to)]
  const closeAt = from + before.trimEnd().length
  const openAt = to - after.trimStart().length
  const closes = flanksForAll(
    firstCharacter(state.sliceDoc(closeAt, head) || anyLetter),
    lastCharacter(before.trimEnd()),
  )
  const opens = flanksForAll(
    lastCharacter(state.sliceDoc(head, openAt) || anyLetter),
    firstCharacter(after.trimStart()),
  )
  const changes: MarkChange[] = [
    { from: closeAt, insert: closes ? mark : mark + guard, role: close },
    { from: openAt, insert: opens ? mark : guard + mark, role: open },
  ]
  const block = blockAt(state, head)
  const made = state
    .changes(changes)
    .apply(state.doc)
    .sliceString(block.from, block.to + lengthOf(changes))
  const isSame = isIntended(meaningOf(block.text), meaningOf(made), { spans: [], kind, isOn: true })
  if (!isSame) return
  const anchor = head + (changes[0]?.insert?.length ?? 0)
  dispatch(state.update({ ...markEdit(state, changes), selection: { anchor }, userEvent: 'input.marks' }))
}

const lengthOf = (changes: readonly MarkChange[]) =>
  changes.reduce((length, { from, to = from, insert = '' }) => length + insert.length - (to - from), 0)

/**
 * Where words end with a space before the marks that were to end them, these mean nothing: they go before the space,
 * and the caret stays behind it. False where that would mean nothing either.
 */
export function endBeforeSpace(kind: InlineKind, { state, dispatch }: Target): boolean {
  const { head } = state.selection.main
  const { from, text, at } = blockAt(state, head)
  const space = /(?<![^\S\n])[^\S\n]*$/.exec(text.slice(0, at))?.[0] ?? ''
  const marks = /^(?:~~|\*{1,3})+(?:&zwnj;)?/.exec(text.slice(at))?.[0] ?? ''
  if (space === '' || marks === '') return false
  const end = at - space.length
  const made = text.slice(0, end) + marks + space + text.slice(at + marks.length)
  if (!ancestorNamed(parseMarkdown(made).resolveInner(end, 1), [kind])) return false
  const changes: MarkChange[] = closingMarks(marks).flatMap(({ text: insert, role, offset }) => [
    { from: from + end, insert, role },
    { from: head + offset, to: head + offset + insert.length, role },
  ])
  const anchor = head + marks.length
  dispatch(state.update({ ...markEdit(state, changes), selection: { anchor }, userEvent: 'input.marks' }))
  return true
}

/** The marks of which a row of closing ones is made; a guard belongs to the last. */
function closingMarks(marks: string) {
  return [...marks.matchAll(/(\*(?=\*\*(?!\*))|\*{1,2}|~~)(?:&zwnj;)?/g)].map(({ 0: text, 1: mark, index }) => ({
    text,
    offset: index,
    role: inlineMarks.find((one) => one.mark === mark)?.close ?? 'bold-close',
  }))
}
