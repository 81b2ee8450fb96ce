import type { SyntaxNode, Tree } from '@lezer/common'
import type { Draft, Replacement } from './draft'
import { inlineMark, inlineMarks, isBracketed, runOf, type Span } from './inline-marks'
import { type OldMark, type Piece, type Pieces, piecesOf } from './inline-pieces'
import type { InlineReading } from './inline-reading'
import { parseWords } from './words-tree'

/**
 * The pieces and marks of a text where an edit touches it, in offsets of the text after it. What was put in is of the
 * kinds of what it replaces, or of none where it may be read as more than words.
 */
export function piecesAfter(
  text: string,
  meant: InlineReading,
  { edit, draft, isWhole }: { edit: readonly Replacement[]; draft: Draft; isWhole: boolean },
): Pieces {
  const moved = <T extends Span>(span: T): T[] => {
    const [from, to] = [draft.end[span.from] ?? 0, draft.begin[span.to] ?? 0]
    return to > from ? [{ ...span, from, to }] : []
  }
  const found = touched(parseWords(text), edit).map((one) => {
    const { block } = one
    const span = isWhole ? block : around(block, text, one)
    const cuts = edit.flatMap(({ from, to }) => [from, to])
    return { span, ...piecesOf(block, text, span, cuts) }
  })
  const pieces = found
    .flatMap((one) => one.pieces)
    .flatMap((piece) => moved({ ...piece, kinds: emphasisOf(meant, piece.from) }))
  const marks: OldMark[] = found.flatMap((one) => one.marks.flatMap(moved))
  const breaks = found.slice(1).flatMap(({ span }, index): Piece[] => {
    const [from, to] = [draft.end[found[index]?.span.to ?? 0] ?? 0, draft.begin[span.from] ?? 0]
    return to > from ? [{ from, to, type: 'break', kinds: 0 }] : []
  })
  const all = [...pieces, ...breaks].toSorted((a, b) => a.from - b.from)
  // Both are in their order and don't overlap, so that one way through is enough.
  let last = 0
  const isNew = (hole: Span) => {
    while ((all[last + 1]?.from ?? Infinity) <= hole.from) last++
    const piece = all[last]
    return !piece || piece.from > hole.from || piece.to < hole.to
  }
  const inserted = edit.flatMap((replacement) => insertedPieces(replacement, meant, draft)).filter(isNew)
  return { pieces: [...all, ...inserted].toSorted((a, b) => a.from - b.from), marks }
}

const emphasisBits = inlineMarks.reduce((bits, { bit }) => bits | bit, 0)
const emphasisOf = ({ kinds }: InlineReading, at: number): number => (kinds[at] ?? 0) & emphasisBits

function insertedPieces({ from, to, insert }: Replacement, meant: InlineReading, { begin }: Draft): Piece[] {
  const at = begin[from] ?? 0
  if (insert === '') return []
  if (insert.includes('\n')) return [{ from: at, to: at + insert.length, type: 'break', kinds: 0 }]
  if (/[*_~`[\]\\<&|]/.test(insert)) return [{ from: at, to: at + insert.length, type: 'verbatim', kinds: 0 }]
  let first = from
  while (first < to && meant.isMark[first] === 1) first++
  const kinds = first < to ? emphasisOf(meant, first) : emphasisOf(meant, from - 1) & emphasisOf(meant, from)
  return [...insert.matchAll(/\s+|\S+/g)].map(({ 0: word, index }) => ({
    from: at + index,
    to: at + index + word.length,
    type: word.trim() === '' ? 'space' : 'words',
    kinds,
  }))
}

const blockName = /^(?:Paragraph|Task|ATXHeading\d|TableCell)$/

/** The blocks in which an edit begins or ends, and of each the part that it touches. */
function touched(tree: Tree, edit: readonly Replacement[]): (Span & { block: SyntaxNode })[] {
  const found = new Map<number, Span & { block: SyntaxNode }>()
  for (const { from, to } of edit) {
    for (const block of [blockAt(tree, from, 1), blockAt(tree, to, -1)]) {
      if (!block) continue
      const [begin, end] = [Math.max(from, block.from), Math.min(to, block.to)]
      const known = found.get(block.from)
      found.set(block.from, {
        block,
        from: Math.min(begin, known?.from ?? begin),
        to: Math.max(end, known?.to ?? end),
      })
    }
  }
  return [...found.values()].toSorted((a, b) => a.from - b.from)
}

function blockAt(tree: Tree, at: number, side: -1 | 1): SyntaxNode | null {
  for (const towards of [side, side === 1 ? -1 : 1] as const) {
    let node: SyntaxNode | null = tree.resolveInner(at, towards)
    while (node && !blockName.test(node.name)) node = node.parent
    if (node) return node
  }
  return null
}

/** The part with all runs and links that it touches. */
function around(block: SyntaxNode, text: string, span: Span): Span {
  let { from, to } = span
  const read = (start: number, end: number) => text.slice(start, end)
  const stretch = (node: SyntaxNode) => {
    const outer = runOf(node, read) ?? node
    const isTouched =
      inlineMark(node.name) || isBracketed(node)
        ? outer.to >= from && outer.from <= to
        : outer.to > from && outer.from < to
    if (!isTouched) return
    from = Math.min(from, outer.from)
    to = Math.max(to, outer.to)
  }
  for (let node = block.firstChild; node; node = node.nextSibling) stretch(node)
  for (let node = block.lastChild; node; node = node.prevSibling) stretch(node)
  return { from, to }
}
