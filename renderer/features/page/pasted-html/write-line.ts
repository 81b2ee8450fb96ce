import { asLinkTarget, linkAddress } from '../link-address'
import { addressSpans } from './addresses'
import { escaped } from './escape'
import { flanked, type Piece } from './flanked'
import { sameFormat, textOf, type Run } from './runs'

/** What Markdown puts around words that are set so. */
const delimiters = { struck: '~~', bold: '**', italic: '*' } as const
const kinds = ['link', 'struck', 'bold', 'italic'] as const
type Kind = (typeof kinds)[number]

/** One line as Markdown that is set as the runs are. */
export function lineMarkdown(line: readonly Run[]): string {
  return flanked(pieces(tidied(line), kinds, { ahead: '', behind: '' }))
}

/** The runs with the space between two that are set alike set like them, and no run beside one that is. */
function tidied(line: readonly Run[]): Run[] {
  const runs: Run[] = []
  line.forEach((run, at) => {
    const before = runs.at(-1)
    const next = line[at + 1]
    const isSpace = before && next && !run.format.code && run.text.trim() === ''
    const format = isSpace && sameFormat(before.format, next.format) && !next.format.code ? next.format : run.format
    if (before && sameFormat(before.format, format)) runs[runs.length - 1] = { text: before.text + run.text, format }
    else runs.push({ text: run.text, format })
  })
  return runs
}

/** The words before a stretch and behind it, as they were read. */
interface Around {
  readonly ahead: string
  readonly behind: string
}

/** Words set in the ways that are still open; of several the one that reaches farthest is outermost. */
function pieces(runs: readonly Run[], open: readonly Kind[], { ahead, behind }: Around): Piece[] {
  const made: Piece[] = []
  for (let at = 0; at < runs.length;) {
    const { kind, end } = farthest(runs, at, open)
    const around = { ahead: runs[at - 1]?.text ?? ahead, behind: runs[end]?.text ?? behind }
    const group = runs.slice(at, end)
    const rest = open.filter((other) => other !== kind)
    const parts = kind ? set(group, kind, rest, around) : group.map((run) => written(run, around))
    // Not spread: a paragraph may be of more pieces than a call takes arguments.
    for (const part of parts) made.push(part)
    at = end
  }
  return made
}

function farthest(runs: readonly Run[], at: number, open: readonly Kind[]): { kind: Kind | null; end: number } {
  let found: { kind: Kind | null; end: number } = { kind: null, end: at + 1 }
  for (const kind of open) {
    const way = runs[at]?.format[kind]
    if (!way) continue
    let end = at
    while (runs[end]?.format[kind] === way) end++
    if (found.kind === null || end > found.end) found = { kind, end }
  }
  return found
}

function set(runs: readonly Run[], kind: Kind, open: readonly Kind[], { ahead, behind }: Around): Piece[] {
  const { before, inner, after } = trimmed(runs)
  if (inner.length === 0) return [before]
  const around = { ahead: before || ahead, behind: after || behind }
  const words = pieces(inner, open, around)
  return [before, ...(kind === 'link' ? linked(words, inner, around) : delimited(words, delimiters[kind])), after]
}

function delimited(words: readonly Piece[], sign: string): Piece[] {
  return [{ sign, opens: true }, ...words, { sign, opens: false }]
}

function linked(words: readonly Piece[], runs: readonly Run[], around: Around): readonly Piece[] {
  const link = runs[0]?.format.link ?? ''
  const target = linkAddress(link)
  if (!target || (runs.length === 1 && isRead(textOf(runs), link, around))) return words
  return ['[', ...words, `](${asLinkTarget(target)})`]
}

function written({ text, format }: Run, { behind }: Around): string {
  // Within the words of a link none is read.
  return format.code ? codeSpan(text) : escaped(text, { runsOn: format.link === null && !endsAddress(behind) })
}

/** Whether an address before this would end there. */
const endsAddress = (behind: string) => /^[.,:;!?]*(?:\s|$)/.test(behind)

/** Whether the page reads these words, where they stand, as the very address that the link opens. */
function isRead(words: string, link: string, { ahead, behind }: Around): boolean {
  if (linkAddress(words)?.url !== link || !/(?:\s|^|[(])$/.test(ahead) || !endsAddress(behind)) return false
  const [span] = addressSpans(words)
  return span?.from === 0 && span.to === words.length
}

/** The spaces at both ends apart from what stands between: no mark may stand beside one. */
function trimmed(runs: readonly Run[]): { before: string; inner: Run[]; after: string } {
  const inner = [...runs]
  let [before, after] = ['', '']
  for (let first = inner[0]; first && !first.format.code; first = inner[0]) {
    const text = first.text.trimStart()
    before += first.text.slice(0, first.text.length - text.length)
    if (text !== '') {
      inner[0] = { ...first, text }
      break
    }
    inner.shift()
  }
  for (let last = inner.at(-1); last && !last.format.code; last = inner.at(-1)) {
    const text = last.text.trimEnd()
    after = last.text.slice(text.length) + after
    if (text !== '') {
      inner[inner.length - 1] = { ...last, text }
      break
    }
    inner.pop()
  }
  return { before, inner, after }
}

/** Code within more backticks than stand in a row in it (CommonMark 6.1). */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text, '`') + 1)
  const space = /^`|`$|^ .* $/.test(text) ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}

/** How often `sign` stands in a row at most. */
export function longestRun(text: string, sign: string): number {
  let [longest, row] = [0, 0]
  for (const letter of text) {
    row = letter === sign ? row + 1 : 0
    longest = Math.max(longest, row)
  }
  return longest
}
