import { ChangeSet, Text, type EditorState } from '@codemirror/state'
import type { SyntaxNode, Tree } from '@lezer/common'
import type { MarkChange } from './command-marks'
import { inlineMark, type InlineKind, isBracketed, runOf, type Span } from './inline-marks'
import { isIntended, type InlineMeaning, kindsIn, meaningOf } from './inline-meaning'
import { linesAround, type Part } from './inline-parts'
import { piecesOf } from './inline-pieces'
import { marked, unmarked } from './part-marks'
import { type Care, rewrittenMarks } from './rewritten-marks'
import { parseWords } from './words-tree'

/** Whole lines that are read by themselves: those of a paragraph, a heading, an item's words or a table. */
interface Block extends Span {
  readonly text: string
  readonly parts: readonly Part[]
  readonly meaning: InlineMeaning
}

/**
 * The changes that make the parts of this kind, or plain if all are of it. Of several ways to write it that comes first
 * which changes least, and each is read before it is chosen: what would not say exactly what is meant isn't written.
 */
export function inlineChanges(state: EditorState, parts: readonly Part[], kind: InlineKind): MarkChange[] {
  const blocks = blocksOf(state, parts)
  const kindsOf = ({ meaning, parts: own }: Block) => own.flatMap((part) => kindsIn(meaning, part))
  const { bit } = inlineMark(kind)
  const isOn = blocks.flatMap(kindsOf).some((kinds) => (kinds & bit) === 0)
  return blocks.flatMap((block) => {
    const isAll = (span: Span) => kindsIn(block.meaning, span).every((kinds) => (kinds & bit) > 0)
    const open = block.parts.filter((part) => kindsIn(block.meaning, part).length > 0 && !(isOn && isAll(part)))
    return firstIntended({ ...block, parts: open }, kind, isOn).map((change) => ({
      ...change,
      from: change.from + block.from,
      to: (change.to ?? change.from) + block.from,
    }))
  })
}

function blocksOf(state: EditorState, parts: readonly Part[]): Block[] {
  const blocks = new Map<number, Span & { parts: Part[] }>()
  for (const part of parts) {
    const span = linesAround(state, part)
    const block = blocks.get(span.from) ?? { ...span, parts: [] }
    block.parts.push(within(part, span.from))
    blocks.set(span.from, block)
  }
  return [...blocks.values()].map((block) => {
    const text = state.sliceDoc(block.from, block.to)
    return { ...block, text, meaning: meaningOf(text) }
  })
}

const moved = ({ from, to }: Span, by: number): Span => ({ from: from - by, to: to - by })

/** A part in offsets of a text that begins there. */
export function within(part: Part, by: number): Part {
  const runs = part.runs.map((run) => ({ ...moved(run, by), inner: moved(run.inner, by) }))
  return { ...moved(part, by), runs }
}

/** The changes that make the parts of a block of the kind, or plain; none where nothing says it. */
export function firstIntended(
  block: Pick<Block, 'text' | 'parts' | 'meaning'>,
  kind: InlineKind,
  isOn: boolean,
): readonly MarkChange[] {
  const { text, parts, meaning } = block
  for (const changes of waysOf(block, kind, isOn)) {
    const after = changes && meaningOf(changed(text, changes))
    if (after && isIntended(meaning, after, { spans: parts, kind, isOn })) return changes
  }
  return []
}

function changed(text: string, changes: readonly MarkChange[]): string {
  return ChangeSet.of(changes, text.length)
    .apply(Text.of(text.split('\n')))
    .toString()
}

/** First with marks at the ends of the parts alone; then all marks around them anew; at last with every sign escaped. */
function* waysOf(
  block: Pick<Block, 'text' | 'parts'>,
  kind: InlineKind,
  isOn: boolean,
): Generator<MarkChange[] | null> {
  const { text, parts } = block
  const near = parts.map((part) => (isOn ? marked(text, part, kind) : unmarked(text, part, kind)))
  yield near.includes(null) ? null : near.flatMap((changes) => changes ?? [])
  const ways = text.includes('_') ? cares.flatMap((care) => [{ ...care, keepsUnderscores: true }, care]) : cares
  for (const care of ways) yield rewritten(block, { kind, isOn, care })
}

/** Ways of writing marks, of which each is tried where those before it don't say what is meant. */
export const cares: readonly Care[] = [
  { apart: 'none', escaped: { blocks: false, signs: null } },
  { apart: 'facing', escaped: { blocks: false, signs: null } },
  { apart: 'all', escaped: { blocks: false, signs: null } },
  { apart: 'all', escaped: { blocks: true, signs: null } },
  { apart: 'all', escaped: { blocks: true, signs: /[*_~]/g } },
  // What stands in brackets is read by itself, so that no mark goes over one of them.
  { apart: 'all', escaped: { blocks: true, signs: /[*_~[\]]/g } },
  // And what stands between ticks, of which a mark may part two.
  { apart: 'all', escaped: { blocks: true, signs: /[*_~[\]`]/g } },
]

/**
 * Writes the marks of every run and link anew that a part lies in or beside, as they must be for what is going to be written
 * there.
 */
export function rewritten(
  { text, parts }: Pick<Block, 'text' | 'parts'>,
  { kind, isOn, care, written = text }: { kind: InlineKind; isOn: boolean; care: Care; written?: string },
): MarkChange[] {
  const { bit } = inlineMark(kind)
  const tree = parseWords(text)
  const changes: MarkChange[] = []
  let end = 0
  for (const part of parts) {
    const { block, around } = surroundings(tree, part, text)
    // Any sign in the block may be one that a mark would pair with, and any line of it may become another block.
    const span = care.escaped.blocks ? { from: block.from, to: block.to } : around
    if (span.from < end) continue
    end = span.to
    const within = parts.filter(({ from, to }) => span.from <= from && to <= span.to)
    const found = piecesOf(
      block,
      text,
      span,
      within.flatMap(({ from, to }) => [from, to]),
    )
    for (const piece of found.pieces) {
      if (!within.some(({ from, to }) => from <= piece.from && piece.to <= to)) continue
      piece.kinds = isOn ? piece.kinds | bit : piece.kinds & ~bit
    }
    changes.push(
      ...rewrittenMarks(written, { pieces: found.pieces, marks: found.marks, parts: within, switched: bit }, care),
    )
  }
  return changes
}

const inlineNode =
  /^(?:StrongEmphasis|Emphasis|Strikethrough|Link|EmphasisMark|StrikethroughMark|LinkMark|URL|BareAddress|LinkTitle|Image|InlineCode|CodeMark|Escape|Entity|Autolink)$/

/** The block that a part lies in, and the part with all runs and links that it lies in or touches. */
export function surroundings(tree: Tree, { from, to }: Span, text: string): { block: SyntaxNode; around: Span } {
  let block = tree.resolveInner(from, 1)
  while (block.parent && inlineNode.test(block.name)) block = block.parent
  const span = { from, to }
  const read = (start: number, end: number) => text.slice(start, end)
  for (let node = block.firstChild; node; node = node.nextSibling) {
    const outer = runOf(node, read) ?? (isBracketed(node) ? node : null)
    if (!outer || outer.to < span.from || outer.from > to) continue
    span.from = Math.min(span.from, outer.from)
    span.to = Math.max(span.to, outer.to)
  }
  return { block, around: span }
}
