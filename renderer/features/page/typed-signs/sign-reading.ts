import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { guard } from '../../../../shared/flanking'
import { ancestorNamed, parseMarkdown } from '../dialect'
import { inlineMark, type Span } from '../inline-marks'
import { isBackslashAt } from '../rewritten-marks'
import { isBehindUnclosedCode, isMeantCode, isMeantTarget, longestLine } from './code-and-links'
import { isMeantEmphasis } from './emphasis'
import {
  isFaceOfQuote,
  isMeantBackslash,
  isPastedBackslash,
  type Letter,
  mayBeUnmarked,
  tagsOf,
  underlineOf,
} from './lines'
import type { StandingMarks, Way } from './standing-marks'

/** How signs come into a text, and what stood there before. */
export interface Coming {
  readonly way: Way
  readonly standing: StandingMarks
  /** Whether a sign was typed straight before. */
  readonly isGoingOn: boolean
}

/** One reading of a text into which something was put. */
export class SignReading {
  /** Where the last code ends of all that was read so far. */
  private codeEnd = 0

  constructor(
    private readonly text: string,
    private readonly put: Span,
    private readonly coming: Coming,
  ) {}

  /** The letters that need a backslash. */
  unmeant(): number[] {
    const { text, put } = this
    const found: number[] = []
    if (this.isInUnclosedCode()) return found
    const tree = parseMarkdown(text)
    tree.iterate({
      enter: (node) => {
        // Not spread: a mark may be of more letters than a call takes arguments.
        for (const letter of this.lettersOf(node)) found.push(letter)
        if (node.name === 'InlineCode') this.codeEnd = node.to
      },
    })
    const isWords = (at: number) => at >= 0 && !ancestorNamed(tree.resolveInner(at, 1), verbatim)
    return [...found, ...[...tagsOf(text, put), this.brokenAt(), underlineOf(text, put)].filter(isWords)]
  }

  private isInUnclosedCode(): boolean {
    const { text, put, coming } = this
    if (coming.way !== 'typed' || text.slice(put.from, put.to).includes('`')) return false
    return isBehindUnclosedCode(this.lettersBefore(put.from, longestLine, longestLine))
  }

  private lettersOf(node: SyntaxNodeRef): number[] {
    if (node.name === 'QuoteMark') return isFaceOfQuote(this.lettersBehind(node.to, 5), this.put) ? [node.from] : []
    if (inlineMark(node.name)) return this.emphasis(node.node)
    switch (node.name) {
      case 'InlineCode':
        return this.code(node.node)
      case 'Link':
      case 'Image':
        return this.link(node.node)
      case 'Escape':
      case 'HardBreak':
        return this.backslash(node)
      case 'Entity':
        return this.text.slice(node.from, node.to) === guard ? [] : this.putIn(node).slice(-1)
      case 'FencedCode':
        return this.fence(node.node)
      default:
        return []
    }
  }

  /** Those of these letters that were put in and aren't marks of what was. */
  private putIn({ from, to }: Span): number[] {
    return this.fresh({ from: Math.max(from, this.put.from), to: Math.min(to, this.put.to) })
  }

  /** Those of these letters that were no marks before. */
  private fresh({ from, to }: Span): number[] {
    const letters = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
    return letters.filter((at) => this.coming.standing.marks[at] === 0)
  }

  /** What of marks that came to be is to get a backslash: of the last one what was put in, else all that is none of another. */
  private signsOf(marks: readonly Span[]): number[] {
    const last = marks.findLast((mark) => this.putIn(mark).length > 0)
    if (last) return this.putIn(last)
    const fresh = marks.flatMap((mark) => this.fresh(mark))
    const isAllFresh = marks.every(({ from, to }) => this.fresh({ from, to }).length === to - from)
    return isAllFresh || !this.coming.standing.isCut ? fresh : []
  }

  private emphasis({ firstChild: open, lastChild: close, prevSibling: previous }: SyntaxNode): number[] {
    if (open && close && this.isHalf(open, close)) return [close.from]
    const letters = open && close ? this.signsOf([open, close]) : []
    if (!open || !close || letters.length === 0) return []
    const { text, coming } = this
    if (coming.way === 'joined') return letters
    const [before, behind] = [this.runAround(open), this.runAround(close)]
    const isMeant = isMeantEmphasis({
      run: text.slice(...(before.to - before.from > behind.to - behind.from ? ends(before) : ends(behind))),
      before: this.lettersBefore(before.from),
      isBehindMarked: previous !== null && inlineMark(previous.name) !== undefined && previous.to === before.from - 1,
      words: this.edgesOf({ from: before.to, to: behind.from }),
      after: this.lettersBehind(behind.to, 2)
        .map(({ letter }) => letter)
        .join(''),
    })
    // A third wave in a row makes a tone of what the second one struck.
    const isTone = coming.isGoingOn && text.charAt(close.from) === '~' && behind.to - behind.from > 2
    if (isTone) return Array.from({ length: behind.to - behind.from }, (_, index) => behind.from + index)
    return isMeant ? [] : letters
  }

  /** Whether words go on behind one underscore where two stand before, so that no second one is to come. */
  private isHalf(open: Span, close: Span): boolean {
    const { text, put, coming } = this
    const isGoneOn = (coming.isGoingOn && close.to === put.from) || (put.from <= close.from && close.to < put.to)
    if (!isGoneOn || text.charAt(close.from) !== '_' || text.charAt(close.to) === '_') return false
    const [before, behind] = [this.runAround(open), this.runAround(close)]
    return before.to - before.from === 2 && behind.to - behind.from === 1
  }

  /** As many letters before a place as one reads there: marks are none. */
  private lettersBefore(end: number, most = contextLength, farthest = farthestContext): string {
    const letters: string[] = []
    for (let at = end - 1; at >= 0 && letters.length < most && end - at <= farthest; at--)
      if (this.isLetter(at)) letters.push(this.text.charAt(at))
    return letters.toReversed().join('')
  }

  private lettersBehind(from: number, most: number): Letter[] {
    const letters: Letter[] = []
    for (let at = from; at < this.text.length && letters.length < most && at - from < farthestContext; at++)
      if (this.isLetter(at)) letters.push({ letter: this.text.charAt(at), at })
    return letters
  }

  /** What one reads of words, or of both ends of many. */
  private edgesOf({ from, to }: Span): string {
    const read = (begin: number, end: number) =>
      Array.from({ length: end - begin }, (_, index) => begin + index)
        .map((at) => (this.isLetter(at) ? this.text.charAt(at) : ''))
        .join('')
    if (to - from <= 2 * edgeLength) return read(from, to)
    return `${read(from, from + edgeLength)} ${read(to - edgeLength, to)}`
  }

  private isLetter(at: number): boolean {
    return this.coming.standing.marks[at] === 0 || this.text.charAt(at) === '\\'
  }

  /** The whole run of one sign that a mark is a part of. */
  private runAround({ from, to }: Span): Span {
    const sign = this.text.charAt(from)
    let [first, end] = [from, to]
    while (from - first < longestRun && this.text.charAt(first - 1) === sign) first--
    while (end - to < longestRun && this.text.charAt(end) === sign) end++
    return { from: isBackslashAt(this.text, first) ? first + 1 : first, to: end }
  }

  private code({ from, firstChild: open, lastChild: close }: SyntaxNode): number[] {
    if (!open || !close || this.signsOf([open, close]).length === 0) return []
    const before = this.lettersBefore(open.from)
    // Behind more backticks that stand open code is being typed in which these stand.
    const isInCode = isBehindUnclosedCode(this.text.slice(this.codeEnd, from).slice(-longestLine), 2)
    const isMeant = isInCode || isMeantCode({ before, words: this.text.slice(open.to, close.from) })
    // Within code a backslash is a letter: so it is always what opens that gets it.
    return isMeant && this.coming.way !== 'joined' ? [] : this.fresh(open)
  }

  private link(node: SyntaxNode): number[] {
    const [target, marks] = [node.getChild('URL'), node.getChildren('LinkMark')]
    if (target && this.isExclaimed(node)) return [node.from]
    const letters = target ? this.signsOf(marks) : []
    if (!target || letters.length === 0) return []
    const isMeant = this.coming.way !== 'joined' && isMeantTarget(this.text.slice(target.from, target.to))
    if (isMeant) return []
    return marks.some((mark) => this.putIn(mark).length > 0) ? letters : this.fresh(marks[1] ?? node).slice(0, 1)
  }

  /** Whether the exclamation mark of a picture ends what stands before a link, or before one that is being typed. */
  private isExclaimed({ name, from }: SyntaxNode): boolean {
    const isMark = name === 'Image' && this.fresh({ from, to: from + 1 }).length > 0
    return (
      isMark && (this.coming.standing.marks[from + 1] !== 0 || /[^\s\p{Ps}\p{Pi}]$/u.test(this.lettersBefore(from)))
    )
  }

  /** A backslash that would be taken away from before a sign, or from a line's end. */
  private backslash({ from }: Span): number[] {
    const { text, put } = this
    const { way, standing } = this.coming
    if (text.charAt(from) !== '\\' || standing.marks[from] !== 0) return []
    // What comes to stand behind a backslash by itself was none of Markdown's signs there.
    if (put.from === put.to || way === 'joined') return [from]
    const sign = text.charAt(from + 1)
    if (way === 'typed' && put.to === from + 1) return mayBeUnmarked(sign) ? [] : [from]
    const line = /[^\n]*$/.exec(this.lettersBefore(from, farthestContext))?.[0] ?? ''
    const own = put.from <= from ? text.slice(put.from, from) : line
    const backslash = { line, own: own.slice(own.lastIndexOf('\n') + 1), sign, next: text.charAt(from + 2) }
    return (way === 'pasted' ? isPastedBackslash : isMeantBackslash)(backslash) ? [] : [from]
  }

  /** A fence of waves swallows all that follows, and is what people draw. One that is closed came as a whole. */
  private fence(node: SyntaxNode): number[] {
    const [open, close] = node.getChildren('CodeMark')
    if (!open || close || this.text.charAt(open.from) !== '~') return []
    const letters = this.putIn(open)
    return letters[0] === open.from ? [open.from] : letters
  }

  /** A backslash at the end of a line that was begun behind it: it would be taken for its break. */
  private brokenAt(): number {
    const { text, put } = this
    const at = put.from - 1
    return text.charAt(put.from) === '\n' && text.charAt(at) === '\\' && !isBackslashAt(text, at) ? at : -1
  }
}

const verbatim = ['FencedCode', 'InlineCode', 'URL', 'BareAddress', 'Autolink', 'Escape']
/** How much of what stands before a mark is looked at, in UTF-16 code units. */
const contextLength = 8
/** And how far it is looked for among marks. */
const farthestContext = 200
/** Of longer runs nothing but that they are longer counts. */
const longestRun = 4
/** How much of marked words is looked at from either end: many may be nested, and all of their words be read for each. */
const edgeLength = 200

const ends = ({ from, to }: Span) => [from, to] as const
