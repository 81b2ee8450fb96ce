import { withoutMark } from './inert-document'
import { sameFormat, type Format, type Run } from './runs'

/** What is left where no letter is meant: what ends a text in some programs, and the mark of a file's byte order. */
const noLetters = /(?![\t\n\v\f\r\x80-\x9F])\p{Cc}|\uFEFF/gu
const lineBreaks = /[\v\u0085\u2028\u2029]/
const preservedBreaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/
/** HTML's own white space alone: an ideographic or a narrow space is a letter that somebody wrote. */
const whiteSpace = /[ \t\n\f\r]+/g

/** The lines that the words of one block fall into, with white space collapsed as a browser does (CSS Text 3, 4.1.1). */
export class Lines {
  private done: Run[][] = []
  private line: Run[] = []
  /** Whether what is added next stands beside white space, or where a line begins. */
  private isAtSpace = true
  private hasLetters = false

  /** Adds words at the end; where white space is preserved, a line feed in them ends a line. */
  add(text: string, format: Format, isPreserved: boolean): void {
    const words = withoutMark(text).replace(noLetters, '')
    // What stands between two blocks of a preformatted element is how its source is laid out.
    if (isPreserved && this.line.length === 0 && words.trim() === '') return
    words.split(isPreserved ? preservedBreaks : lineBreaks).forEach((piece, at) => {
      if (at > 0) this.break()
      this.put(isPreserved ? piece.replace(/\u00A0/g, ' ') : collapsed(piece), format)
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

  /** Ends the line if it has words. */
  end(): void {
    if (this.line.some(({ text }) => text.trim() !== '')) this.break()
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

  private begin(): void {
    this.line = []
    this.isAtSpace = true
  }

  private put(piece: string, format: Format): void {
    const text = this.isAtSpace ? piece.replace(/^[ \t]+/, '') : piece
    if (text === '') return
    this.isAtSpace = /[ \t]$/.test(text)
    this.hasLetters ||= text.trim() !== ''
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
