import { addressEnd, isAlphanumeric } from '../../../shared/address-end'
import { guard } from '../../../shared/flanking'
import { hiddenOf, pairUp, type Run, runAt, type Span } from './emphasis'
import { type TargetFinder, targetFinder } from './link-target'

/** A bracket that may begin a link or an image, and how many runs of emphasis stand before it. */
interface Bracket extends Span {
  readonly isImage: boolean
  readonly runsBefore: number
}

/** What of a text has been read as marks so far. */
interface Reading {
  readonly text: string
  readonly hidden: Span[]
  /** Where a guard begins. */
  readonly guards: Set<number>
  /** The runs and the brackets of which no end has been found. */
  readonly runs: Run[]
  readonly brackets: Bracket[]
  /** How many of the brackets stand before a link: links don't hold links. */
  outside: number
  readonly targetAt: TargetFinder
  readonly codeEnd: (at: number, size: number) => number
  readonly hasAddresses: boolean
}

/**
 * The text of a paragraph, a heading or a cell without the marks of links, code and emphasis and the backslashes, which
 * are those that the page hides: as CommonMark 0.31.2 reads them, but that no mark of emphasis pairs across brackets
 * that have both ends. In time proportional to the length of the text.
 */
export function inlineText(text: string): string {
  if (!/[\\`[*_~<]/.test(text)) return text
  const reading: Reading = {
    text,
    hidden: [],
    guards: new Set(),
    runs: [],
    brackets: [],
    outside: 0,
    targetAt: targetFinder(text),
    codeEnd: codeEnds(text),
    hasAddresses: /:\/\/|www\.|@/i.test(text),
  }
  for (let at = 0; at < text.length;) at = readAt(reading, at)
  closeRuns(reading, 0)
  return withoutHidden(reading)
}

/** Reads what begins at a place, and gives where to read on. */
function readAt(reading: Reading, at: number): number {
  const { text, brackets, runs } = reading
  switch (text.charAt(at)) {
    case '\\':
      return readEscape(reading, at)
    case '&':
      return readReference(reading, at)
    case '`':
      return readCode(reading, at)
    case '*':
    case '_':
    case '~': {
      const run = runAt(text, at)
      if (run.sign !== '~' || run.length === 2) runs.push(run)
      return run.at + run.length
    }
    case '!':
    case '[': {
      const to = at + (text.charAt(at) === '!' ? 2 : 1)
      if (text.charAt(to - 1) !== '[') return at + 1
      brackets.push({ from: at, to, isImage: to > at + 1, runsBefore: runs.length })
      return to
    }
    case ']':
      return readLinkEnd(reading, at)
    case '<':
      return readBracketed(reading, at)
    default:
      return readLetter(reading, at)
  }
}

/** References to characters, which the page shows as they are written, and in which nothing is a mark. */
const entity = /&(?:#\d{1,28}|#x[a-f\d]{1,27}|\w{1,29});/iy

function readReference({ text, guards }: Reading, at: number): number {
  const reference = matchAt(entity, text, at)?.[0]
  if (reference === guard) guards.add(at)
  return at + (reference?.length ?? 1)
}

/** An address that the page shows without the angle brackets around it. */
const bracketed = /<((?:https:\/\/|mailto:)[^\s<>]{1,2048}|[^\s<>@/:]{1,64}@[^\s<>@/:]{1,255})>/iy

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** A backslash goes before punctuation of ASCII, and before a line's end. */
function readEscape({ text, hidden }: Reading, at: number): number {
  if (!/^[!-/:-@[-`{-~\n]/.test(text.charAt(at + 1))) return at + 1
  hidden.push({ from: at, to: at + 1 })
  return at + 2
}

function readCode({ text, hidden, codeEnd }: Reading, at: number): number {
  let from = at
  while (text.charAt(from) === '`') from++
  const size = from - at
  const to = text.charAt(at - 1) === '`' ? -1 : codeEnd(from, size)
  if (to < 0) return from
  hidden.push({ from: at, to: from }, { from: to, to: to + size })
  return to + size
}

function readBracketed({ text, hidden }: Reading, at: number): number {
  const length = matchAt(bracketed, text, at)?.[0].length
  if (length === undefined) return at + 1
  hidden.push({ from: at, to: at + 1 }, { from: at + length - 1, to: at + length })
  return at + length
}

/** Over an address that begins here, in which nothing is a mark, or over one code unit. */
function readLetter({ text, hasAddresses }: Reading, at: number): number {
  const unit = text.charCodeAt(at)
  const mayBegin = hasAddresses && !isAlphanumeric(text.charCodeAt(at - 1)) && (unit >= 0x80 || isAlphanumeric(unit))
  return mayBegin ? Math.max(at + 1, addressEnd(text, at)) : at + 1
}

/** Reads the end of what may be a link: brackets around words keep emphasis apart also where they are none. */
function readLinkEnd(reading: Reading, at: number): number {
  const { text, brackets, hidden } = reading
  const bracket = brackets.pop()
  if (!bracket) return at + 1
  const isWithinLink = !bracket.isImage && brackets.length < reading.outside
  reading.outside = Math.min(reading.outside, brackets.length)
  const next = text.charAt(at + 1)
  const isEmpty = /^[ \t\n\r]*$/.test(text.slice(bracket.to, at))
  if (isWithinLink || (isEmpty && next !== '(' && next !== '[')) return at + 1
  closeRuns(reading, bracket.runsBefore)
  if (!bracket.isImage) reading.outside = brackets.length
  if (next === '[') return at + 1 + (matchAt(label, text, at + 1)?.[0].length ?? 0)
  const target = next === '(' ? reading.targetAt(at + 1) : null
  if (!target) return at + 1
  // Of a link without words the page shows where it leads.
  const shown = bracket.to < at ? { from: bracket.to, to: at } : target
  hidden.push({ from: bracket.from, to: shown.from }, { from: shown.to, to: target.end })
  return target.end
}

/** The label of a reference (CommonMark 0.31.2, 6.3), in which nothing is a mark. */
const label = /\[(?:[^[\]\\]|\\[^]){0,998}\]/y

/** Pairs the runs from the one of this number on with one another, and none of them with what follows. */
function closeRuns({ runs, hidden, guards }: Reading, from: number): void {
  const within = runs.splice(from)
  pairUp(within)
  for (const run of within) hidden.push(...hiddenOf(run, guards))
}

/** A line's end stays, also within what is hidden: the page hides none. */
function withoutHidden({ text, hidden }: Reading): string {
  let plain = ''
  let at = 0
  for (const { from, to } of hidden.sort((one, other) => one.from - other.from)) {
    plain += text.slice(at, from)
    if (text.slice(from, to).includes('\n')) plain += '\n'
    at = Math.max(at, to)
  }
  return plain + text.slice(at)
}

/** Finds, of code that begins at a place, ever further on, with so many backquotes, where as many end it; or -1. */
function codeEnds(text: string): (from: number, size: number) => number {
  let rows: Map<number, number[]> | undefined
  return (from, size) => {
    if (!rows) {
      rows = new Map()
      // From the last to the first, so that the next one is at the end.
      for (const { 0: row, index } of Array.from(text.matchAll(/`+/g)).toReversed()) {
        const places = rows.get(row.length)
        if (places) places.push(index)
        else rows.set(row.length, [index])
      }
    }
    const places = rows.get(size) ?? []
    while ((places.at(-1) ?? from) < from) places.pop()
    return places.at(-1) ?? -1
  }
}
