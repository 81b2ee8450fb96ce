import { EditorSelection, type EditorState, type StateCommand } from '@codemirror/state'
import { markEdit, type MarkChange } from './command-marks'
import { nodeAround, treeUpTo } from './dialect'
import { lineMarks, selectedLines } from './line-marks'

export type InlineKind = 'StrongEmphasis' | 'Emphasis' | 'Strikethrough'

const marks: Record<InlineKind, string> = { StrongEmphasis: '**', Emphasis: '*', Strikethrough: '~~' }
const roles = {
  StrongEmphasis: { open: 'bold-open', close: 'bold-close' },
  Emphasis: { open: 'italic-open', close: 'italic-close' },
  Strikethrough: { open: 'strike-open', close: 'strike-close' },
} as const
const inlineNames = ['StrongEmphasis', 'Emphasis', 'Strikethrough', 'InlineCode', 'Link', 'Image']

interface Span {
  from: number
  to: number
}
/** A run of such words: `from` and `to` with its marks, `inner` without. */
interface Marked extends Span {
  inner: Span
}

/**
 * Makes the selected words bold, italic or struck through, or plain when all of them are; at a caret the word around
 * it, or what is written next. Inserts and deletes marks only, line by line, as no mark reaches over a block.
 */
export function toggleInline(kind: InlineKind): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const { main } = state.selection
    const word = main.empty ? wordAround(state, main.head) : null
    if (main.empty && !word) return toggleAtCaret(kind, { state, dispatch })
    const parts = word ? [word] : partsOf(state)
    if (parts.length === 0) return false
    const dressed = parts.map((part) => dressedPart(state, part, kind))
    const off = dressed.every(({ part, own }) => own.some((run) => within(part, run.inner)))
    const specs = dressed.flatMap(({ part, own }) => {
      const around = own.find((run) => within(part, run.inner))
      if (off && around) return unmark(state, part, around, kind)
      return around ? [] : mark(part, own, kind)
    })
    const edit = markEdit(state, specs)
    const { changes } = edit
    const range = EditorSelection.range(changes.mapPos(main.anchor, main.anchor < main.head ? 1 : -1), 0)
    const head = main.empty ? changes.mapPos(main.head, 1) : changes.mapPos(main.head, main.anchor < main.head ? -1 : 1)
    const selection = EditorSelection.single(main.empty ? head : range.anchor, head)
    dispatch(state.update({ ...edit, selection, scrollIntoView: true, userEvent: 'input.marks' }))
    return true
  }
}

function toggleAtCaret(kind: InlineKind, { state, dispatch }: Parameters<StateCommand>[0]): boolean {
  const { head } = state.selection.main
  const mark = marks[kind]
  const empty = state.sliceDoc(head - mark.length, head) === mark && state.sliceDoc(head, head + mark.length) === mark
  const inside = nodeAround(state, head, [kind])
  const run = inside && runOf(inside.node, kind)
  if (run && head === run.inner.to) {
    dispatch(state.update({ selection: { anchor: run.to }, userEvent: 'select' }))
  } else if (empty && !run) {
    const changes = [
      { from: head - mark.length, to: head },
      { from: head, to: head + mark.length },
    ]
    dispatch(state.update({ changes, userEvent: 'delete.marks' }))
  } else {
    const changes = { from: head, insert: mark + mark }
    dispatch(state.update({ changes, selection: { anchor: head + mark.length }, userEvent: 'input.marks' }))
  }
  return true
}

/** Whether the caret stands in, or the selection lies in, words marked like this. */
export function inlineActive(state: EditorState, kind: InlineKind): boolean {
  const { from, to } = state.selection.main
  const node = nodeAround(state, from, [kind])
  return node !== null && node.to >= to
}

function wordAround(state: EditorState, head: number): Span | null {
  const word = state.wordAt(head)
  return word && word.from < head && head < word.to ? word : null
}

function partsOf(state: EditorState): Span[] {
  const { from, to } = state.selection.main
  return selectedLines(state).flatMap((line) => {
    const start = Math.max(from, lineMarks(state, line).contentFrom)
    const text = state.sliceDoc(start, Math.max(start, Math.min(to, line.to)))
    const part = { from: start + (text.length - text.trimStart().length), to: start + text.trimEnd().length }
    return part.to > part.from ? [part] : []
  })
}

function dressedPart(state: EditorState, { from, to }: Span, kind: InlineKind): { part: Span; own: Marked[] } {
  const part = { from, to }
  const own: Marked[] = []
  treeUpTo(state, to).iterate({
    from,
    to,
    enter: (node) => {
      const run = node.name === kind && runOf(node.node, kind)
      if (run) own.push(run)
      else if (inlineNames.includes(node.name)) stretchOver(part, node, node.name === 'InlineCode')
    },
  })
  for (const run of own) shrinkFromMarks(part, run)
  return { part, own }
}

/** A mark that opens within another kind of mark and closes outside of it means nothing, so it goes around both. */
function stretchOver(part: Span, node: Span, verbatim: boolean): void {
  const across = part.from > node.from !== part.to < node.to
  if (node.to <= part.from || node.from >= part.to || (!across && !verbatim)) return
  part.from = Math.min(part.from, node.from)
  part.to = Math.max(part.to, node.to)
}

function shrinkFromMarks(part: Span, run: Marked): void {
  if (part.from >= run.from && part.from < run.inner.from && part.to <= run.to) part.from = run.inner.from
  if (part.to <= run.to && part.to > run.inner.to && part.from >= run.from) part.to = run.inner.to
}

function runOf(node: Span & { firstChild: Span | null; lastChild: Span | null }, kind: InlineKind): Marked | null {
  const width = marks[kind].length
  if (!node.firstChild || !node.lastChild || node.to - node.from < 2 * width) return null
  return { from: node.from, to: node.to, inner: { from: node.from + width, to: node.to - width } }
}

function within(part: Span, outer: Span): boolean {
  return outer.from <= part.from && part.to <= outer.to
}

function unmark(state: EditorState, part: Span, run: Marked, kind: InlineKind): MarkChange[] {
  const before = state.sliceDoc(run.inner.from, part.from)
  const after = state.sliceDoc(part.to, run.inner.to)
  const closeAt = run.inner.from + before.trimEnd().length
  const openAt = part.to + (after.length - after.trimStart().length)
  const { open, close } = roles[kind]
  return [
    before.trim() === ''
      ? { from: run.from, to: run.inner.from, role: open }
      : { from: closeAt, insert: marks[kind], role: close },
    after.trim() === ''
      ? { from: run.inner.to, to: run.to, role: close }
      : { from: openAt, insert: marks[kind], role: open },
  ]
}

function mark(part: Span, own: readonly Marked[], kind: InlineKind): MarkChange[] {
  const opens = own.find((run) => run.from < part.from && run.to >= part.from)
  const closes = own.find((run) => run.to > part.to && run.from <= part.to)
  const { open, close } = roles[kind]
  const inner = own.flatMap((run): MarkChange[] => [
    ...(run === opens ? [] : [{ from: run.from, to: run.inner.from, role: open }]),
    ...(run === closes ? [] : [{ from: run.inner.to, to: run.to, role: close }]),
  ])
  return [
    ...(opens ? [] : [{ from: part.from, insert: marks[kind], role: open }]),
    ...inner,
    ...(closes ? [] : [{ from: part.to, insert: marks[kind], role: close }]),
  ]
}
