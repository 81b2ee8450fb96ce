/** How a stretch of words is set. */
export interface Format {
  readonly bold: boolean
  readonly italic: boolean
  readonly struck: boolean
  readonly code: boolean
  /** The address that it opens, or null. */
  readonly link: string | null
}

/** Words of one line that are set alike. */
export interface Run {
  readonly text: string
  readonly format: Format
}

export const plain: Format = { bold: false, italic: false, struck: false, code: false, link: null }

/** Whether two stretches are set alike. */
export function sameFormat(a: Format, b: Format): boolean {
  return (
    a === b ||
    (a.bold === b.bold && a.italic === b.italic && a.struck === b.struck && a.code === b.code && a.link === b.link)
  )
}

/** The words of a line, without how they are set. */
export const textOf = (line: readonly Run[]): string => line.map(({ text }) => text).join('')

/** A line without the no-break spaces that set it in. */
export function withoutIndent(line: readonly Run[]): readonly Run[] {
  const [first, ...rest] = line
  const text = first?.text.replace(/^\u00A0+/, '') ?? ''
  if (!first || text.length === first.text.length) return line
  return text === '' ? rest : [{ ...first, text }, ...rest]
}

/** Lines as one, with a space between them. */
export function joined(lines: readonly (readonly Run[])[]): Run[] {
  return lines
    .map(withoutIndent)
    .filter((line) => line.length > 0)
    .flatMap((line, at) => (at === 0 ? line : [{ text: ' ', format: plain }, ...line]))
}
