import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import type { MarkChange } from './command-marks'
import { type Draft, drafted, withMarks } from './draft'
import { cares, surroundings } from './inline-changes'
import { runOf, type Span } from './inline-marks'
import { linesAround } from './inline-parts'
import { type Piece, piecesOf } from './inline-pieces'
import { type InlineReading, readInline } from './inline-reading'
import { asReplacements } from './kept-marks'
import { type Rewriting, rewrittenMarks } from './rewritten-marks'
import { parseWords } from './words-tree'

/** The changes that make a link of words or take one away, and those of the marks around, in offsets of the text they make. */
export interface LinkEdit {
  readonly link: readonly MarkChange[]
  readonly marks: readonly MarkChange[]
}

/**
 * What makes a link of words. `link` are the changes for the link alone, `guards` those of the marks close around it. Marks
 * that the words cross are parted where the link begins or ends; null where nothing says it.
 */
export function linkWritten(
  state: EditorState,
  words: Span,
  link: readonly MarkChange[],
  guards: readonly MarkChange[],
) {
  const lines = linesIn(state, words)
  const { block, around } = surroundings(lines.tree, lines.part, lines.text)
  const isCrossing = runsIn(block, lines.text).some((run) => crosses(run, lines.part))
  const near = { link: [...guards, ...link], marks: [] }
  if (!isCrossing && isSaid(lines, near)) return near
  const { pieces, marks } = piecesOf(block, lines.text, around, [lines.part.from, lines.part.to])
  const bracket = (at: number, type: Piece['type']): Piece => ({ from: at, to: at, type, kinds: 0 })
  const all = [...pieces, bracket(lines.part.from, 'link-begin'), bracket(lines.part.to, 'link-end')]
  return inMarks(lines, { pieces: all, marks, parts: [] }, link)
}

/**
 * What takes a link away. Marks that were parted for it are one again: those that go on at its edges in a part of its words.
 */
export function unlinkWritten(
  state: EditorState,
  { from, to, words }: Span & { words: Span },
  link: readonly MarkChange[],
  guards: readonly MarkChange[],
): LinkEdit {
  const lines = linesIn(state, { from, to })
  const { block, around } = surroundings(lines.tree, lines.part, lines.text)
  const span = goingOn(block, lines, { from: words.from - lines.from, to: words.to - lines.from })
  const near = { link: [...guards, ...link], marks: [] }
  if (!span && isSaid(lines, near)) return near
  return inMarks(lines, { ...piecesOf(block, lines.text, span ?? around, []), parts: [] }, link) ?? near
}

/** Whether all is what it was but for the link. */
function isSaid({ from, text }: Lines, { link }: LinkEdit): boolean {
  return saysTheSame(text, readInline(text), drafted(text, asReplacements(link.map((change) => within(change, from)))))
}

/** The lines that a part lies in, and its place in them. */
interface Lines {
  readonly from: number
  readonly text: string
  readonly part: Span
  readonly tree: ReturnType<typeof parseWords>
}

function linesIn(state: EditorState, { from, to }: Span): Lines {
  const lines = linesAround(state, { from, to })
  const text = state.sliceDoc(lines.from, lines.to)
  return { from: lines.from, text, part: { from: from - lines.from, to: to - lines.from }, tree: parseWords(text) }
}

interface FoundRun extends Span {
  readonly name: string
  readonly inner: Span
}

function runsIn(parent: SyntaxNode, text: string): FoundRun[] {
  const found: FoundRun[] = []
  parent.cursor().iterate(({ node, name }) => {
    const run = runOf(node, (from, to) => text.slice(from, to))
    if (run) found.push({ ...run, name })
  })
  return found
}

const crosses = ({ from, to, inner }: FoundRun, part: Span): boolean =>
  (from < part.from && part.from < inner.to && inner.to < part.to) ||
  (part.from < inner.from && inner.from < part.to && part.to < to)

/** A link with the runs beside it that go on in a part of its words; null where none do. */
function goingOn(block: SyntaxNode, { text, part }: Lines, words: Span): Span | null {
  const runs = runsIn(block, text)
  const isBlank = (from: number, to: number) => from <= to && text.slice(from, to).trim() === ''
  const within = runs.filter((run) => words.from <= run.from && run.to <= words.to)
  const isPart = ({ from, to }: Span) => !isBlank(words.from, from) || !isBlank(to, words.to)
  const before = runs.find(
    ({ name, to }) =>
      isBlank(to, part.from) && within.some((run) => run.name === name && isBlank(words.from, run.from) && isPart(run)),
  )
  const behind = runs.find(
    ({ name, from }) =>
      isBlank(part.to, from) && within.some((run) => run.name === name && isBlank(run.to, words.to) && isPart(run)),
  )
  if (!before && !behind) return null
  return { from: before?.from ?? part.from, to: behind?.to ?? part.to }
}

/** The first way of writing the marks around a link that says what was said before. */
function inMarks(
  { from, text }: Lines,
  { pieces, marks, parts }: Rewriting,
  link: readonly MarkChange[],
): LinkEdit | null {
  const edit = asReplacements(link.map((change) => within(change, from)))
  const draft = drafted(text, edit)
  const moved = <T extends Span>(span: T): T[] => {
    const isBracket = span.to === span.from
    const [begin, end] = isBracket
      ? [draft.begin[span.from] ?? 0, draft.end[span.to] ?? 0]
      : [draft.end[span.from] ?? 0, draft.begin[span.to] ?? 0]
    return end > begin ? [{ ...span, from: begin, to: end }] : []
  }
  const rewriting = {
    pieces: pieces.flatMap(moved).toSorted((a, b) => a.from - b.from),
    marks: marks.flatMap(moved),
    parts,
  }
  const before = readInline(text)
  for (const care of cares.flatMap((one) => [{ ...one, keepsUnderscores: true }, one])) {
    const changes = rewrittenMarks(draft.text, rewriting, care)
    if (saysTheSame(text, before, withMarks(draft, asReplacements(changes))))
      return { link, marks: changes.map((change) => within(change, -from)) }
  }
  return null
}

const within = (change: MarkChange, by: number): MarkChange => ({
  ...change,
  from: change.from - by,
  to: (change.to ?? change.from) - by,
})

/** Whether each letter is of the kinds that it was of, and all that was put in is hidden. */
function saysTheSame(text: string, before: InlineReading, draft: Draft): boolean {
  const after = readInline(draft.text)
  const isKnown = new Uint8Array(draft.text.length)
  for (let at = 0; at < text.length; at++) {
    if (draft.isGone[at] === 1) continue
    const now = draft.end[at] ?? 0
    isKnown[now] = 1
    if (before.isMark[at] !== after.isMark[now]) return false
    const isSeen = before.isMark[at] === 0 && text.charAt(at).trim() !== ''
    if (isSeen && before.kinds[at] !== after.kinds[now]) return false
  }
  return isKnown.every((known, at) => known === 1 || after.isMark[at] === 1)
}
