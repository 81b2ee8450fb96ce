import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { guard } from '../../../../shared/flanking'
import { ancestorNamed, parseMarkdown } from '../dialect'
import { inlineMark, type Span } from '../inline-marks'
import { createBackslashes, withBackslashes } from './backslashes'
import { isReadable } from '../readable'
import { isBackslashAt } from '../rewritten-marks'
import { isInUnclosedCode, isMeantCode, isMeantTarget } from './code-and-links'
import { isMeantEmphasis } from './emphasis'
import { isFaceOfQuote, isMeantBackslash, isPastedBackslash, tagsOf, underlineOf } from './lines'

/** How often a text is read anew, each time with a backslash before what was a mark then and isn't meant as one. */
const mostRounds = 4

/**
 * Before which letters of a text a backslash is to stand, so that nothing put in at `typed` is read as a mark that isn't
 * meant as one, by this page or by another reader of Markdown: offsets of the text, ascending. The text is whole lines.
 * Marks that were there before stay marks.
 */
export function unmeantSigns(text: string, typed: Span, way: 'typed' | 'pasted' = 'typed'): readonly number[] {
  const backslashes = createBackslashes()
  for (let round = 0; round < mostRounds; round++) {
    const span = {
      from: backslashes.shifted(typed.from),
      to: typed.to > typed.from ? backslashes.shifted(typed.to - 1) + 1 : backslashes.shifted(typed.to),
    }
    const reading = new Reading(withBackslashes(text, backslashes.places), span, way)
    const found = reading.unmeant().filter((at) => !backslashes.isOwn(at))
    if (found.length === 0) break
    backslashes.add(found)
  }
  return backslashes.places
}

/** A text from elsewhere, in which signs that aren't meant as marks have a backslash; one that takes too long to read as it is. */
export function withSignsEscaped(text: string): string {
  if (!isReadable(text)) return text
  return withBackslashes(text, unmeantSigns(text, { from: 0, to: text.length }, 'pasted'))
}

/** One reading of a text in which something was typed. */
class Reading {
  /** Where the last code ends of all that was read so far. */
  private codeEnd = 0

  constructor(
    private readonly text: string,
    private readonly typed: Span,
    private readonly way: 'typed' | 'pasted',
  ) {}

  /** The letters that need a backslash. */
  unmeant(): number[] {
    const { text, typed } = this
    const found: number[] = []
    if (this.way === 'typed' && isInUnclosedCode(text, typed)) return found
    const tree = parseMarkdown(text)
    tree.iterate({
      enter: (node) => {
        // Not spread: a mark may be of more letters than a call takes arguments.
        for (const letter of this.lettersOf(node)) found.push(letter)
        if (node.name === 'InlineCode') this.codeEnd = node.to
      },
    })
    const isWords = (at: number) => at >= 0 && !ancestorNamed(tree.resolveInner(at, 1), verbatim)
    return [...found, ...[...tagsOf(text, typed), this.brokenAt(), underlineOf(text, typed)].filter(isWords)]
  }

  private lettersOf(node: SyntaxNodeRef): number[] {
    if (node.name === 'QuoteMark') return isFaceOfQuote(this.text, node.to, this.typed) ? [node.from] : []
    if (node.to <= this.typed.from || node.from >= this.typed.to) return []
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
        return this.text.slice(node.from, node.to) === guard ? [] : this.typedIn(node).slice(-1)
      case 'FencedCode':
        return this.fence(node.node)
      default:
        return []
    }
  }

  /** The letters of a mark that were typed. */
  private typedIn({ from, to }: Span): number[] {
    const [first, end] = [Math.max(from, this.typed.from), Math.min(to, this.typed.to)]
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  }

  /** Those of the last of these marks of which any were typed. */
  private typedInLast(marks: readonly SyntaxNode[]): number[] {
    return this.typedIn(marks.findLast((mark) => this.typedIn(mark).length > 0) ?? { from: 0, to: 0 })
  }

  private emphasis({ firstChild: open, lastChild: close }: SyntaxNode): number[] {
    const letters = open && close ? this.typedInLast([open, close]) : []
    if (!open || !close || letters.length === 0) return []
    const { text } = this
    const [opening, closing] = [this.runAround(open), this.runAround(close)]
    const isMeant = isMeantEmphasis({
      run: text.slice(...(opening.to - opening.from > closing.to - closing.from ? ends(opening) : ends(closing))),
      before: text.slice(Math.max(0, opening.from - contextLength), opening.from),
      words: edges(text, opening.to, closing.from),
      after: text.slice(closing.to, closing.to + 2),
    })
    return isMeant ? [] : letters
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
    if (!open || !close || this.typedInLast([open, close]).length === 0) return []
    const before = this.text.slice(Math.max(0, open.from - contextLength), open.from)
    // Behind more backticks that stand open code is being typed in which these stand.
    const isInCode = /(?<!`)`{2,}(?!`)/.test(this.text.slice(this.codeEnd, from))
    if (isInCode || isMeantCode({ before, words: this.text.slice(open.to, close.from) })) return []
    // Within code a backslash is a letter: so it is always what opens that gets it.
    return Array.from({ length: open.to - open.from }, (_, index) => open.from + index)
  }

  private link(node: SyntaxNode): number[] {
    const target = node.getChild('URL')
    const letters = target ? this.typedInLast(node.getChildren('LinkMark')) : []
    return target && letters.length > 0 && !isMeantTarget(this.text.slice(target.from, target.to)) ? letters : []
  }

  /** A backslash that would be taken away from before a sign, or from a line's end. */
  private backslash({ from }: Span): number[] {
    const { text, typed, way } = this
    if (text.charAt(from) !== '\\') return []
    // Where letters were deleted, what stood before them was none of Markdown's.
    if (typed.from === typed.to) return [from]
    const isMeant = way === 'pasted' ? isPastedBackslash(text, from) : isMeantBackslash(text, from, typed)
    return isMeant ? [] : [from]
  }

  /** A fence of waves swallows all that follows, and is what people draw. One that is closed came as a whole. */
  private fence(node: SyntaxNode): number[] {
    const [open, close] = node.getChildren('CodeMark')
    if (!open || close || this.text.charAt(open.from) !== '~') return []
    const letters = this.typedIn(open)
    return letters[0] === open.from ? [open.from] : letters
  }

  /** A backslash at the end of a line that was begun behind it: it would be taken for its break. */
  private brokenAt(): number {
    const { text, typed } = this
    const at = typed.from - 1
    return text.charAt(typed.from) === '\n' && text.charAt(at) === '\\' && !isBackslashAt(text, at) ? at : -1
  }
}

const verbatim = ['FencedCode', 'InlineCode', 'URL', 'BareAddress', 'Autolink', 'Escape']
/** How much of what stands before a mark is looked at, in UTF-16 code units. */
const contextLength = 8
/** Of longer runs nothing but that they are longer counts. */
const longestRun = 4
/** How much of marked words is looked at from either end: many may be nested, and all of their words be read for each. */
const edgeLength = 200

const edges = (text: string, from: number, to: number) =>
  to - from <= 2 * edgeLength
    ? text.slice(from, to)
    : `${text.slice(from, from + edgeLength)} ${text.slice(to - edgeLength, to)}`
const ends = ({ from, to }: Span) => [from, to] as const
