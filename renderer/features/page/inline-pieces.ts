import type { SyntaxNode } from '@lezer/common'
import type { MarkRole } from '../../../shared/mark-clients'
import { inlineMark, isBracketed, isOfWords, type Run, runOf, type Span } from './inline-marks'

/** A stretch of a text between which marks of emphasis may stand. */
export interface Piece extends Span {
  readonly type: 'words' | 'space' | 'break' | 'verbatim' | 'link-begin' | 'link-end'
  /** The kinds that it is of, as a set of their bits. */
  kinds: number
}
/** A mark that stands there. */
export interface OldMark extends Span {
  readonly role: MarkRole
}

/** What a block's text is made of between two of its places: pieces and the marks between them, each in their order. */
export interface Pieces {
  readonly pieces: Piece[]
  readonly marks: OldMark[]
}

const lineParts: ReadonlySet<string> = new Set(['QuoteMark', 'HeaderMark', 'TaskMarker', 'HardBreak'])

/**
 * Takes a block's text apart between two places of which neither lies in a run or a link; its words at `cuts`, in
 * ascending order, as well.
 */
export function piecesOf(block: SyntaxNode, text: string, span: Span, cuts: readonly number[]): Pieces {
  const reader = new PieceReader(text, cuts)
  reader.read(block, span, 0)
  return reader
}

class PieceReader implements Pieces {
  readonly pieces: Piece[] = []
  readonly marks: OldMark[] = []
  private nextCut = 0

  constructor(
    private readonly text: string,
    private readonly cuts: readonly number[],
  ) {}

  /** Reads what a node holds between two places, all of these kinds. */
  read(parent: SyntaxNode, { from, to }: Span, kinds: number): void {
    let at = from
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node.from < at || node.to > to || this.isGuard(node)) continue
      const outer = this.runOf(node) ?? node
      // A guard between two runs belongs to the first.
      const begin = Math.max(at, outer.from)
      this.addText(at, begin, kinds)
      this.readNode(node, begin, kinds)
      at = outer.to
    }
    this.addText(at, to, kinds)
  }

  private readNode(node: SyntaxNode, begin: number, kinds: number): void {
    const { name, from, to } = node
    const [run, mark] = [this.runOf(node), inlineMark(name)]
    const [open, close] = name === 'Link' ? node.getChildren('LinkMark') : []
    if (run && mark) {
      this.marks.push({ from: begin, to: run.inner.from, role: mark.open })
      this.read(node, run.inner, kinds | mark.bit)
      this.marks.push({ from: run.inner.to, to: run.to, role: mark.close })
    } else if (isBracketed(node) && isOfWords(node)) this.read(node, node, kinds)
    else if (isOfWords(node)) this.addText(from, to, kinds)
    else if (open && close) {
      this.pieces.push({ from, to: open.to, type: 'link-begin', kinds })
      this.read(node, { from: open.to, to: close.from }, kinds)
      this.pieces.push({ from: close.from, to, type: 'link-end', kinds })
    } else this.pieces.push({ from, to, type: lineParts.has(name) ? 'break' : 'verbatim', kinds })
  }

  private addText(from: number, to: number, kinds: number): void {
    for (const { 0: word, index } of this.text.slice(from, to).matchAll(/\s+|\S+/g)) {
      const type = word.includes('\n') ? 'break' : word.trim() === '' ? 'space' : 'words'
      const [begin, end] = [from + index, from + index + word.length]
      let at = begin
      for (const cut of this.cutsWithin(begin, end)) {
        this.pieces.push({ from: at, to: cut, type, kinds })
        at = cut
      }
      this.pieces.push({ from: at, to: end, type, kinds })
    }
  }

  private cutsWithin(from: number, to: number): number[] {
    const found: number[] = []
    for (; (this.cuts[this.nextCut] ?? to) < to; this.nextCut++) {
      const cut = this.cuts[this.nextCut] ?? from
      if (cut > from && cut !== found.at(-1)) found.push(cut)
    }
    return found
  }

  private runOf(node: SyntaxNode): Run | null {
    return runOf(node, (start, end) => this.text.slice(start, end))
  }

  /** Whether this is the guard of the run behind it. */
  private isGuard({ nextSibling: next }: SyntaxNode): boolean {
    return next !== null && (this.runOf(next)?.from ?? next.from) < next.from
  }
}
