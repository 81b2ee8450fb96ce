import type { LinkTarget } from './inline-construct'

/** Finds the target in the parentheses that begin at a place right behind a link's words; null where there is none. */
export type TargetFinder = (at: number) => LinkTarget | null

const isSpace = (sign: string) => sign === ' ' || sign === '\t' || sign === '\n' || sign === '\r'

/**
 * Reads targets of links as CommonMark 0.31.2 does, 6.3: an address without spaces, whose parentheses come in pairs, or
 * one between angle brackets, and a title. However many are looked for, in time proportional to the length of the text.
 */
export function targetFinder(text: string): TargetFinder {
  const nextOf = nearest(text)
  const behindSpace = spaceEnds(text)
  let ends: Int32Array | undefined
  const destinationEnd = (from: number) => {
    if (text.charAt(from) === '<') return bracketedEnd(text, from)
    ends ??= destinationEnds(text)
    return ends[from] ?? from
  }
  return (at) => {
    const from = behindSpace(at + 1)
    const to = destinationEnd(from)
    if (to <= from) return text.charAt(from) === ')' ? { address: null, title: null, end: from + 1 } : null
    let end = behindSpace(to)
    let title = null
    const closer = titleClosers[text.charAt(end)]
    if (end > to && closer) {
      const close = nextOf(closer, end + 1)
      if (close >= 0) {
        title = { from: end, to: close + 1 }
        end = behindSpace(close + 1)
      }
    }
    return text.charAt(end) === ')' ? { address: { from, to }, title, end: end + 1 } : null
  }
}

const titleClosers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')' }

/** Where an address between angle brackets ends; -1 where it doesn't on its line. Another one that begins ends the search. */
function bracketedEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at)
    const isEscaped = text.charAt(at - 1) === '\\'
    if (sign === '>' && !isEscaped) return at + 1
    if (sign === '\n' || (sign === '<' && !isEscaped)) return -1
  }
  return -1
}

/**
 * For every place at which an address may begin, behind a parenthesis or a space, where it ends: before the parenthesis
 * that closes what it hasn't opened itself, or before a space.
 */
function destinationEnds(text: string): Int32Array {
  const ends = new Int32Array(text.length + 1)
  let open = [0]
  for (let at = 0; at <= text.length; at++) {
    const sign = text.charAt(at)
    if (sign === '' || isSpace(sign)) {
      for (const from of open) ends[from] = at
      open = [at + 1]
    } else if (sign === '\\' && !isSpace(text.charAt(at + 1))) at++
    else if (sign === '(') open.push(at + 1)
    else if (sign === ')') ends[open.pop() ?? text.length] = at
  }
  return ends
}

/** Finds where the space that begins at a place ends; many links may have their address end before the same one. */
function spaceEnds(text: string): (at: number) => number {
  const known = new Map<number, number>()
  return (at) => {
    let end = known.get(at) ?? at
    while (isSpace(text.charAt(end))) end++
    known.set(at, end)
    return end
  }
}

/** Finds the next such sign that no backslash stands before; what was found is kept for whoever asks from before it. */
function nearest(text: string): (sign: string, from: number) => number {
  const known = new Map<string, { from: number; at: number }>()
  return (sign, from) => {
    const last = known.get(sign)
    if (last && last.from <= from && (last.at < 0 || from <= last.at)) return last.at
    let at = text.indexOf(sign, from)
    while (at >= 0 && isEscaped(text, at)) at = text.indexOf(sign, at + 1)
    known.set(sign, { from, at })
    return at
  }
}

function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charAt(first - 1) === '\\') first--
  return (at - first) % 2 === 1
}
