import { withoutMark } from './inert-document'
import { plain, sameFormat, type Format, type Run } from './runs'

/** What is left where no letter is meant: what ends a text in some programs, and the mark of a file's byte order. */
const noLetters = /(?![\t\n\v\f\r\x80-\x9F])\p{Cc}|\uFEFF/gu
const lineBreaks = /[\v\u0085\u2028\u2029]/
const preservedBreaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/
/** HTML's own white space alone: an ideographic or a narrow space is a letter that somebody wrote. */
const whiteSpace = /[ \t\n\f\r]+/g
const leadingSpace = /^[ \t\n\f\r\u00A0]+/
/** What a preserved tab at the beginning of a line looks like. */
const tab = '\u00A0'.repeat(4)

/** The lines that the words of one block fall into, with white space collapsed as a browser does (CSS Text 3, 4.1.1). */
export class Lines {
  private done: Run[][] = []
  private line: Run[] = []
  /** Whether what is added next stands beside white space, or where a line begins. */
  private isAtSpace = true
  /** The spaces with which the line begins, while nothing else has come. */
  private indent = ''
  private hasLetters = false

  /** Adds words at the end; where white space is preserved, a line feed in them ends a line. */
  add(text: string, format: Format, isPreserved: boolean): void {
    const words = withoutMark(text).replace(noLetters, '')
    // What stands between two blocks of a preformatted element is how its source is laid out.
    if (isPreserved && this.line.length === 0 && words.trim() === '' && /[\n\r]/.test(words)) return
    words.split(isPreserved ? preservedBreaks : lineBreaks).forEach((piece, at) => {
      if (at > 0) this.break()
      const rest = this.line.length > 0 ? piece : this.indented(piece, isPreserved)
      this.put(isPreserved ? rest.replace(/\u00A0/g, ' ') : collapsed(rest), format)
    })
  }

  /** Ends the line, also one without words. */
  break(): void {
    const last = this.line.pop()
    const text = last?.text.replace(/(?<![ \t])[ \t]+$/, '') ?? ''
    if (last && text !== '') this.line.push({ ...last, text })
    this.done.push(this.line)
    this.begin()
  }

  /** Ends the line if it has words; one that was seen without any, as `<p>&nbsp;</p>` is, is a blank line. */
  end(): void {
    if (this.hasWords) return this.break()
    if (this.line.length > 0 || this.indent.includes('\u00A0')) this.done.push([])
    this.begin()
  }

  /** Ends the line of a cell: without words it only keeps others apart. */
  endCell(): void {
    if (this.hasWords) this.break()
    else this.begin()
  }

  /** All lines since the last time, an empty one for each blank line. */
  take(): Run[][] {
    this.end()
    const taken = this.done
    this.done = []
    this.hasLetters = false
    return taken
  }

  /** Whether nothing but white space was added since lines were taken. */
  get isEmpty(): boolean {
    return !this.hasLetters
  }

  private get hasWords(): boolean {
    return this.line.some(({ text }) => text.trim() !== '')
  }

  private begin(): void {
    this.line = []
    this.isAtSpace = true
    this.indent = ''
  }

  /** Notes the spaces with which a line begins, of which a browser shows the no-break ones and what follows them. */
  private indented(piece: string, isPreserved: boolean): string {
    const [space = ''] = leadingSpace.exec(piece) ?? []
    if (isPreserved) this.indent += space.replaceAll('\t', tab)
    else this.indent = (this.indent + space.replace(whiteSpace, ' ')).replace(/^ /, '')
    return piece.slice(space.length)
  }

  private put(piece: string, format: Format): void {
    const text = this.isAtSpace ? piece.replace(/^[ \t]+/, '') : piece
    if (text === '') return
    this.isAtSpace = /[ \t]$/.test(text)
    this.hasLetters ||= text.trim() !== ''
    if (this.line.length === 0 && /\u00A0| {2}/.test(this.indent)) {
      // As no-break spaces: no reader of Markdown drops those, or takes them for a block of code.
      this.line.push({ text: this.indent.replaceAll(' ', '\u00A0'), format: plain })
    }
    const last = this.line.at(-1)
    if (last && sameFormat(last.format, format)) this.line[this.line.length - 1] = { ...last, text: last.text + text }
    else this.line.push({ text, format })
  }
}

function collapsed(text: string): string {
  return text.replace(/\u00A0/g, (space, at: number) => (isMeant(text, at) ? space : ' ')).replace(whiteSpace, ' ')
}

/**
 * Whether the no-break space at `at` is one that somebody wrote: it stands alone within words, or beside the sign that
 * French sets it at. Every other one is how an HTML editor writes a space that it doesn't want collapsed.
 */
function isMeant(text: string, at: number): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at + 1]]
  if (/\s/.test(before + after)) return false
  return (before !== '' && after !== '') || /[:;!?»%]/.test(after) || before === '«'
}
