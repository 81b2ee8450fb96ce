import { delimiterSides, neighboursOf } from '../flanking'
import { deepestNesting, longestRun } from './bounds'
import type { InlineConstruct, Span } from './inline-construct'

/** What may hold constructs: `inside` is how deep those nest that stand behind it, and before what follows it. */
export interface Opener {
  inside: number
}

/** A run of one sign, and what of it is no mark yet: ends take theirs from the left of it, beginnings from the right. */
export interface Run extends Opener {
  readonly sign: string
  readonly length: number
  readonly opens: boolean
  readonly closes: boolean
  from: number
  to: number
}

/** Where a row of the sign that stands at a place ends. */
export function rowEnd(text: string, from: number): number {
  const sign = text.charCodeAt(from)
  let to = from + 1
  while (text.charCodeAt(to) === sign) to++
  return to
}

/**
 * The run in a row of `*`, `_` or `~`, null where there is none: of tildes it is two, the last two of three and more (GFM,
 * 6.5, knows no longer ones).
 */
export function runIn(text: string, { from: begin, to }: Span): Run | null {
  const sign = text.charAt(begin)
  const from = sign === '~' ? to - 2 : begin
  if (from < begin || to - begin > longestRun) return null
  return { sign, from, to, length: to - from, ...delimiterSides(sign, neighboursOf(text, from, to)), inside: 0 }
}

/**
 * Gives the constructs that these runs make with one another, those within others first, in linear time (CommonMark
 * 0.31.2, appendix, "process emphasis"). What would nest too deep is none. The first of the parts is what holds them all,
 * and says afterwards how deep they nest.
 */
export function pairUp(parts: readonly (Opener | Run)[], found: InlineConstruct[]): void {
  const open: (Opener | Run)[] = []
  /** Below which of the open parts a run that closes like this finds none, so that it isn't looked for again. */
  const floors = new Map<string, number>()
  const shorten = (length: number) => {
    open.length = length
    for (const [key, floor] of floors) if (floor > length) floors.set(key, length)
  }
  for (const part of parts) {
    if (!isRun(part)) {
      open.push(part)
      continue
    }
    const key = `${part.sign}${part.opens ? 1 : 0}${part.length % 3}`
    while (part.closes && part.to > part.from) {
      const begin = beginOf(open, part, floors.get(key) ?? 0)
      if (!begin) {
        floors.set(key, open.length)
        break
      }
      found.push(takeOff(begin.run, part))
      shorten(begin.run.to > begin.run.from ? begin.at + 1 : begin.at)
      const around = begin.run.to > begin.run.from ? begin.run : open.at(-1)
      if (around) around.inside = begin.run === around ? begin.depth : Math.max(around.inside, begin.depth)
    }
    const before = open.at(-1)
    if (part.opens && part.to > part.from) open.push(part)
    else if (before) before.inside = Math.max(before.inside, part.inside)
  }
  const [first] = parts
  if (first) first.inside = open.reduce((deepest, { inside }) => Math.max(deepest, inside), 0)
}

const isRun = (part: Opener | Run | undefined): part is Run => part !== undefined && 'sign' in part

/** The nearest open run at `floor` or above that begins what this one ends, where, and how deep the two nest; or null. */
function beginOf(
  open: readonly (Opener | Run)[],
  end: Run,
  floor: number,
): { run: Run; at: number; depth: number } | null {
  let inside = 0
  for (let at = open.length - 1; at >= floor; at--) {
    const run = open[at]
    inside = Math.max(inside, run?.inside ?? 0)
    if (isRun(run) && isPair(run, end)) return inside < deepestNesting ? { run, at, depth: inside + 1 } : null
  }
  return null
}

function isPair(begin: Run, end: Run): boolean {
  if (begin.sign !== end.sign) return false
  if (end.sign === '~' || (!begin.closes && !end.opens)) return true
  return (begin.length + end.length) % 3 > 0 || (begin.length % 3 === 0 && end.length % 3 === 0)
}

function takeOff(begin: Run, end: Run): InlineConstruct {
  const size = Math.min(2, begin.to - begin.from, end.to - end.from)
  const inner = { from: begin.to, to: end.from }
  begin.to -= size
  end.from += size
  const name = end.sign === '~' ? 'Strikethrough' : size === 2 ? 'StrongEmphasis' : 'Emphasis'
  return { name, from: begin.to, to: end.from, inner }
}
