import type { SyntaxNode, Tree } from '@lezer/common'
import { guard } from '../../../shared/flanking'
import { inlineMark, runOf, type Span } from './inline-marks'
import { parseWords } from './words-tree'

/** Words with signs around them that the page hides: emphasis, code, a link, a letter behind a backslash. */
export interface Construct {
  readonly name: string
  /** With its guard; of a link with the address, in `close` or, where it has no words, around the address. */
  readonly open: Span
  /** Empty where nothing closes it, as a letter behind a backslash. */
  readonly close: Span
}

/** What a text says to whoever reads it as Markdown: which of its code units are hidden, and how each of the others looks. */
export interface InlineReading {
  readonly constructs: readonly Construct[]
  /** The signs of a quote that its lines begin with, also in the midst of words that are of a kind. */
  readonly quotes: readonly Span[]
  /** 1 for each code unit that is a part of a mark. */
  readonly isMark: Uint8Array
  /** For each code unit the kinds that it is of, as a set of their bits. */
  readonly kinds: Uint8Array
  /** For each code unit the number of its link in `targets`; 0 where it is in none. */
  readonly links: Uint32Array
  readonly targets: readonly LinkTarget[]
}

/** What stands behind the words of a link: its closing bracket, and its address in brackets. */
export interface LinkTarget extends Span {
  readonly text: string
}

/** The bit of code in a set of kinds. */
export const codeBit = 8

/** Reads whole lines by themselves. */
export function readInline(text: string): InlineReading {
  const tree = parseWords(text)
  const quotes: Span[] = []
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'QuoteMark') quotes.push({ from, to })
    },
  })
  const constructs = constructsIn(tree, (from, to) => text.slice(from, to), { from: 0, to: text.length })
  return readingOf(text, { constructs, quotes })
}

/** What a text says with some of its constructs alone. */
export function readingOf(
  text: string,
  { constructs, quotes }: Pick<InlineReading, 'constructs' | 'quotes'>,
): InlineReading {
  const isMark = new Uint8Array(text.length)
  const kinds = new Uint8Array(text.length)
  const links = new Uint32Array(text.length)
  const targets: LinkTarget[] = [{ from: 0, to: 0, text: '' }]
  for (const { name, open, close } of constructs) {
    isMark.fill(1, open.from, open.to).fill(1, close.from, close.to)
    const bit = name === 'InlineCode' ? codeBit : (inlineMark(name)?.bit ?? 0)
    if (bit > 0) for (let at = open.to; at < close.from; at++) kinds[at]! |= bit
    if (name !== 'Link') continue
    links.fill(targets.length, open.to, close.from)
    targets.push({ ...close, text: text.slice(close.from, close.to) })
  }
  for (const { from, to } of quotes) {
    kinds.fill(0, from, to)
    links.fill(0, from, to)
  }
  return { constructs, quotes, isMark, kinds, links, targets }
}

/** The constructs of a tree that touch a span, the outer ones first. `read` gives the text. */
export function constructsIn(
  tree: Tree,
  read: (from: number, to: number) => string,
  { from, to }: Span,
): readonly Construct[] {
  const found: Construct[] = []
  // A guard stands beside its construct.
  tree.iterate({
    from: Math.max(0, from - guard.length),
    to: to + guard.length,
    enter: ({ node }) => {
      const construct = constructOf(node, read)
      if (construct) found.push(construct)
    },
  })
  return found
}

function constructOf(node: SyntaxNode, read: (from: number, to: number) => string): Construct | null {
  const { name, from, to } = node
  const run = runOf(node, read)
  if (run) {
    // A guard between two runs belongs to the first.
    const previous = node.prevSibling?.prevSibling
    const isOfPrevious = run.from < from && previous && runOf(previous, read)?.to === from
    return {
      name,
      open: { from: isOfPrevious ? from : run.from, to: run.inner.from },
      close: { from: run.inner.to, to: run.to },
    }
  }
  switch (name) {
    case 'InlineCode':
      return between(node, node.getChildren('CodeMark'))
    case 'Link':
    case 'Image':
      return linkOf(node)
    case 'Escape':
      return { name, open: { from, to: from + 1 }, close: { from: to, to } }
    case 'HardBreak':
      return read(from, from + 1) === '\\' ? { name, open: { from, to: from + 1 }, close: { from: to, to } } : null
    default:
      return null
  }
}

/** Words in brackets without an address are what they look like: words in brackets. */
function linkOf(node: SyntaxNode): Construct | null {
  const target = node.getChild('URL')
  const marks = node.getChildren('LinkMark')
  const isEmpty = marks[0]?.to === marks[1]?.from
  return (
    target &&
    between(
      node,
      isEmpty
        ? [
            { from: node.from, to: target.from },
            { from: target.to, to: node.to },
          ]
        : marks,
    )
  )
}

function between({ name, from, to }: SyntaxNode, [open, close]: readonly Span[]): Construct | null {
  return open && close ? { name, open: { from, to: open.to }, close: { from: close.from, to } } : null
}
