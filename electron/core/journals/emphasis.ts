import { delimiterSides, guard, neighboursOf } from '../../../shared/flanking'

/** `[from, to)` in a text, UTF-16 code units. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A run of one sign, and how many of it are still there. */
export interface Run {
  readonly sign: string
  readonly at: number
  readonly length: number
  readonly opens: boolean
  readonly closes: boolean
  left: number
  /** Whether some of it have come off as the beginning or the end of something: a guard goes with them. */
  hasOpened: boolean
  hasClosed: boolean
}

/** The run of `*`, `_` or `~` that begins at a place, with nothing of it taken off yet; of tildes the last two. */
export function runAt(text: string, from: number): Run {
  const sign = text.charAt(from)
  let to = from
  while (text.charAt(to) === sign) to++
  const at = sign === '~' ? Math.max(from, to - 2) : from
  const sides = delimiterSides(sign, neighboursOf(text, at, to))
  return { sign, at, length: to - at, ...sides, left: to - at, hasOpened: false, hasClosed: false }
}

/**
 * What of a run isn't shown: the marks that have come off, and the guard beside them where no other mark of it is between.
 * `guards` are the places at which one begins.
 */
export function hiddenOf({ at, length, left, hasOpened, hasClosed }: Run, guards: ReadonlySet<number>): Span[] {
  const end = at + length
  if (left > 0) return left < length ? [{ from: at + left, to: end }] : []
  const from = hasOpened && !hasClosed && guards.has(at - guard.length) ? at - guard.length : at
  return [{ from, to: hasClosed && !hasOpened && guards.has(end) ? end + guard.length : end }]
}

/** Takes off what has another end among these runs, in linear time (CommonMark 0.31.2, appendix, "process emphasis"). */
export function pairUp(runs: readonly Run[]): void {
  const open: Run[] = []
  /** Below which of the open runs one that closes like this finds none, so that it isn't looked for again. */
  const floors = new Map<string, number>()
  const shorten = (length: number) => {
    open.length = length
    for (const [key, floor] of floors) if (floor > length) floors.set(key, length)
  }
  for (const run of runs) {
    const key = `${run.sign}${run.opens ? 1 : 0}${run.length % 3}`
    while (run.closes && run.left > 0) {
      const floor = floors.get(key) ?? 0
      let at = open.length - 1
      while (at >= floor && !isPair(open[at], run)) at--
      const begin = at >= floor ? open[at] : undefined
      if (!begin) {
        floors.set(key, open.length)
        break
      }
      takeOff(begin, run)
      shorten(begin.left > 0 ? at + 1 : at)
    }
    if (run.opens && run.left > 0) open.push(run)
  }
}

function isPair(begin: Run | undefined, end: Run): boolean {
  if (begin?.sign !== end.sign) return false
  if (end.sign === '~' || (!begin.closes && !end.opens)) return true
  return (begin.length + end.length) % 3 > 0 || (begin.length % 3 === 0 && end.length % 3 === 0)
}

function takeOff(begin: Run, end: Run): void {
  const both = Math.min(begin.left, end.left)
  const off = end.sign === '~' ? both : Math.min(2, both)
  begin.left -= off
  end.left -= off
  begin.hasOpened = true
  end.hasClosed = true
}
