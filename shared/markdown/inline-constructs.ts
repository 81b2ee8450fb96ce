import { addressEnd, isAlphanumeric } from '../address-end'
import { deepestNesting } from './bounds'
import { codeEnds } from './code-ends'
import { type Opener, pairUp, rowEnd, type Run, runIn } from './emphasis'
import type { InlineConstruct, Span } from './inline-construct'
import { type TargetFinder, targetFinder } from './link-target'

/** Whether what stands between `<` and `>` is an address, without white space and of at most 2048 code units. */
export type AddressTest = (written: string) => boolean

/**
 * What the signs in the words of a paragraph, a heading or a cell make of them, each construct behind those within it: as
 * CommonMark 0.31.2 and GFM read them, with these differences. What looks like HTML is text. Addresses that stand there as
 * they are go by `addressEnd`. No mark of emphasis pairs across brackets that have both ends, whether they make a link or
 * not. In time proportional to the length of the text, and nested no deeper than `deepestNesting`.
 */
export function inlineConstructs(text: string, isAddress: AddressTest): readonly InlineConstruct[] {
  if (!/[\\&`*_~<[@:.\n]/.test(text)) return []
  const reader = new Reader(text, isAddress)
  reader.read()
  return reader.found
}

/** Where the address ends that stands at a place as it is; -1 where none begins. */
export function bareAddressEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  // Nearly every letter of a text follows another: asked before the patterns are, at each of them.
  const mayBegin = !isAlphanumeric(text.charCodeAt(at - 1)) && (unit >= 0x80 || isAlphanumeric(unit))
  return mayBegin ? addressEnd(text, at) : -1
}

/** Where the angle brackets that begin at a place end, with an address between them; -1 where they don't. */
export function bracketedAddressEnd(text: string, at: number, isAddress: AddressTest): number {
  const inner = matchAt(bracketed, text, at)?.[1]
  return inner !== undefined && isAddress(inner) ? at + inner.length + 2 : -1
}

/** A bracket that may begin a link or an image. */
interface Bracket extends Opener, Span {
  readonly isImage: boolean
  /** How many parts stand before it. */
  readonly index: number
}

const bracketed = /<([^\s<>]{1,2048})>/y
const entity = /&(?:#\d{1,28}|#x[a-f\d]{1,27}|\w{1,29});/iy
/** The label of a reference (CommonMark 0.31.2, 6.3), in which nothing is a mark. */
const label = /\[(?:[^[\]\\]|\\[^]){0,998}\]/y

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

class Reader {
  readonly found: InlineConstruct[] = []
  /** The runs and brackets of which no end has been read, behind what holds them all. */
  private readonly parts: (Opener | Run)[] = [{ inside: 0 }]
  private readonly brackets: Bracket[] = []
  /** How many of the brackets stand before a link: links don't hold links. */
  private outside = 0
  private readonly hasAddresses: boolean
  private readonly targetAt: TargetFinder
  private readonly codeEnd: (from: number, size: number) => number

  constructor(
    private readonly text: string,
    private readonly isAddress: AddressTest,
  ) {
    this.hasAddresses = /:\/\/|www\.|@/i.test(text)
    this.targetAt = targetFinder(text)
    this.codeEnd = codeEnds(text)
  }

  read(): void {
    for (let at = 0; at < this.text.length;) at = this.readAt(at)
    pairUp(this.parts, this.found)
  }

  /** Reads what begins at a place, and gives where to read on. */
  private readAt(at: number): number {
    switch (this.text.charAt(at)) {
      case '\\':
        return this.readBackslash(at)
      case '&':
        return this.readSign('Entity', at, at + (matchAt(entity, this.text, at)?.[0].length ?? 0))
      case '`':
        return this.readCode(at)
      case '*':
      case '_':
      case '~':
        return this.readRun(at)
      case '!':
        return this.text.charAt(at + 1) === '[' ? this.readBracket(at, at + 2) : at + 1
      case '[':
        return this.readBracket(at, at + 1)
      case ']':
        return this.readLinkEnd(at)
      case '<':
        return this.readAngleBracket(at)
      case ' ':
        return this.readSpaces(at)
      default:
        return this.hasAddresses ? this.readSign('BareAddress', at, bareAddressEnd(this.text, at)) : at + 1
    }
  }

  private readSign(name: 'BareAddress' | 'Entity' | 'HardBreak' | 'Escape', from: number, to: number): number {
    if (to <= from) return from + 1
    this.found.push({ name, from, to })
    return to
  }

  /** A backslash goes before punctuation of ASCII, and before a line's end. */
  private readBackslash(at: number): number {
    const next = this.text.charAt(at + 1)
    if (next === '\n') return this.readSign('HardBreak', at, at + 2)
    return this.readSign('Escape', at, /^[!-/:-@[-`{-~]/.test(next) ? at + 2 : at)
  }

  private readSpaces(at: number): number {
    const to = rowEnd(this.text, at)
    const isBreak = to >= at + 2 && this.text.charAt(to) === '\n'
    return isBreak ? this.readSign('HardBreak', at, to + 1) : to
  }

  private readCode(at: number): number {
    const from = rowEnd(this.text, at)
    const size = from - at
    const to = this.text.charAt(at - 1) === '`' ? -1 : this.codeEnd(from, size)
    if (to < 0) return from
    this.found.push({ name: 'InlineCode', from: at, to: to + size, inner: { from, to } })
    return to + size
  }

  private readAngleBracket(from: number): number {
    const to = bracketedAddressEnd(this.text, from, this.isAddress)
    if (to < 0) return from + 1
    this.found.push({ name: 'Autolink', from, to, inner: { from: from + 1, to: to - 1 } })
    this.hold(1)
    return to
  }

  private readRun(from: number): number {
    const to = rowEnd(this.text, from)
    const run = runIn(this.text, { from, to })
    if (run) this.parts.push(run)
    return to
  }

  private readBracket(from: number, to: number): number {
    const bracket = { from, to, isImage: to > from + 1, index: this.parts.length, inside: 0 }
    this.parts.push(bracket)
    this.brackets.push(bracket)
    return to
  }

  /** Says that a construct of this depth stands behind the last part. */
  private hold(depth: number): void {
    const last = this.parts.at(-1)
    if (last) last.inside = Math.max(last.inside, depth)
  }

  private readLinkEnd(at: number): number {
    const bracket = this.brackets.pop()
    if (!bracket) return at + 1
    const { text, brackets } = this
    const isWithinLink = !bracket.isImage && brackets.length < this.outside
    this.outside = Math.min(this.outside, brackets.length)
    const next = text.charAt(at + 1)
    const isEmpty = next !== '(' && next !== '[' && this.isBlank({ from: bracket.to, to: at })
    if (isWithinLink || isEmpty) return at + 1
    const within = this.parts.splice(bracket.index)
    pairUp(within, this.found)
    if (!bracket.isImage) this.outside = brackets.length
    this.hold(Math.min(deepestNesting, bracket.inside + 1))
    if (bracket.inside >= deepestNesting) return at + 1
    return this.addBracketed(bracket, at)
  }

  private addBracketed({ from, to, isImage }: Bracket, at: number): number {
    const { text } = this
    const next = text.charAt(at + 1)
    const target = next === '(' ? this.targetAt(at + 1) : null
    const labelLength = next === '[' ? (matchAt(label, text, at + 1)?.[0].length ?? 0) : 0
    const end = target?.end ?? at + 1 + labelLength
    this.found.push({
      name: isImage ? 'Image' : 'Link',
      from,
      to: end,
      inner: { from: to, to: at },
      target,
      label: labelLength > 0 ? { from: at + 1, to: end } : null,
    })
    return end
  }

  private isBlank({ from, to }: Span): boolean {
    let at = from
    while (at < to && /[ \t\n\r]/.test(this.text.charAt(at))) at++
    return at === to
  }
}
