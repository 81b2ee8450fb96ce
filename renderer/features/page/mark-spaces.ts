import { type Input, Parser, type PartialParse, type TreeFragment } from '@lezer/common'
import { deepestBlock } from '../../../shared/markdown/bounds'

/**
 * Spaces that one types for a plain one without seeing the difference: Option and the space bar on a Mac make U+00A0,
 * French typography asks for U+202F, and U+3000 is the space of Chinese and Japanese keyboards.
 */
export const otherSpace = /[\u00a0\u202f\u3000]/
const otherSpaces = /[\u00a0\u202f\u3000]/g

/** Marks that hold blocks, each with the space behind it, and the box or the heading's mark that may follow. */
const marksOfLine = new RegExp(
  String.raw`^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t\u00a0\u202f\u3000]))[ \t\u00a0\u202f\u3000]*){0,${deepestBlock}}[ \t]*(?:\[[ xX\u00a0\u202f\u3000]\](?=[ \t\u00a0\u202f\u3000])[ \t\u00a0\u202f\u3000]*|#{1,6}[ \t\u00a0\u202f\u3000]+)?`,
)

/** A line as Markdown is to read it: behind its marks, and in its box, each such space is a plain one. As long as the line. */
export function withPlainSpaces(line: string): string {
  if (!otherSpace.test(line)) return line
  const marks = marksOfLine.exec(line)?.[0] ?? ''
  return marks.replace(otherSpaces, ' ') + line.slice(marks.length)
}

/** The parser that reads each line as `withPlainSpaces` gives it. */
export function readingPlainSpaces(parser: Parser): Parser {
  return new SpaceReader(parser)
}

class SpaceReader extends Parser {
  constructor(private readonly parser: Parser) {
    super()
  }

  createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    return this.parser.createParse(new PlainSpaces(input), fragments, ranges)
  }
}

class PlainSpaces implements Input {
  constructor(private readonly input: Input) {}

  get length(): number {
    return this.input.length
  }

  get lineChunks(): boolean {
    return this.input.lineChunks
  }

  /** A parser of Markdown asks for a chunk where a line begins, and takes that line of it. */
  chunk(from: number): string {
    const text = this.input.chunk(from)
    const end = text.indexOf('\n')
    return end < 0 ? withPlainSpaces(text) : `${withPlainSpaces(text.slice(0, end))}\n`
  }

  read(from: number, to: number): string {
    return this.input.read(from, to)
  }
}
