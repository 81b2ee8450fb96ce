import { addressSpans } from './addresses'

/** Signs that would mean something within a line (CommonMark 6, GFM 6.5), and the backslash where it would. */
const signs =
  /[*`~[\]]|\\(?=[!-/:-@[-`{-~]|$)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?])|&(?=(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/giu

/**
 * The words as Markdown that shows just these: signs with a backslash before them, addresses as they are, or between
 * angle brackets where one would run on into a backslash or, as `runsOn` says, into what comes next.
 */
export function escaped(text: string, { runsOn }: { runsOn: boolean }): string {
  const spans = addressSpans(text)
  const between = (from: number, to?: number) => text.slice(from, to).replace(signs, '\\$&')
  let markdown = between(0, spans[0]?.from)
  spans.forEach(({ from, to }, at) => {
    const behind = between(to, spans[at + 1]?.from)
    const isCut = to === text.length ? runsOn : behind.startsWith('\\')
    markdown += address(text.slice(from, to), isCut) + behind
  })
  return markdown
}

const address = (written: string, isCut: boolean) =>
  isCut && /^(?:https?|mailto):/i.test(written) ? `<${written}>` : written

/** A line of Markdown that nothing but words begin, so that it begins no block (CommonMark 4 and 5) and no table. */
export function asWords(line: string): string {
  const indent = /^\u00A0*/.exec(line)?.[0] ?? ''
  const words = line.slice(indent.length)
  if (/^[|:\s]*-[|:\s-]*$|^=+\s*$/.test(words)) return `${indent}\\${words}`
  return (
    indent + words.replace(/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$))/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
  )
}

/** A text, line by line, as Markdown that shows just this: whatever of it would be a mark has a backslash. */
export function literally(text: string): string {
  const lines = text.split('\n').map((line) => {
    const indent = /^\s*/.exec(line)?.[0] ?? ''
    return indent + asWords(escaped(line.slice(indent.length), { runsOn: false }))
  })
  return lines.join('\n')
}

/** A line of Markdown in which no bar ends a cell (GFM 4.10); one that is escaped already stays as it is. */
export function escapedBars(line: string): string {
  return line.replace(/\\.|\|/gs, (sign) => (sign === '|' ? String.raw`\|` : sign))
}
