import { delimiterSides, guard, neighboursOf } from '../../../shared/flanking'

/** Where a link or code begins or ends whose marks have gone: they were punctuation to what stands beside them. */
export const edge = '\uffff'

/** A run of one sign, and how many of it are still there. */
interface Run {
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

/** The text without every mark of emphasis that has another end, read as CommonMark 0.31.2 does, in linear time. */
export function withoutEmphasis(text: string): string {
  const runs = runsOf(text)
  pairUp(runs)
  let plain = ''
  let from = 0
  for (const { at, length, left, hasOpened, hasClosed } of runs) {
    const before = text.slice(from, at)
    plain += hasOpened && before.endsWith(guard) ? before.slice(0, -guard.length) : before
    plain += text.slice(at, at + left)
    from = at + length
    if (hasClosed && text.startsWith(guard, from)) from += guard.length
  }
  return plain + text.slice(from)
}

function runsOf(text: string): Run[] {
  return Array.from(text.matchAll(/\*+|_+|~{2,}/g), ({ 0: { length }, index: at }) => {
    const { before, after } = neighboursOf(text, at, at + length)
    const sides = delimiterSides(text.charAt(at), { before: asRead(before), after: asRead(after) })
    return { sign: text.charAt(at), at, length, ...sides, left: length, hasOpened: false, hasClosed: false }
  })
}

/** What a shield or an edge stands for is punctuation. */
const asRead = (character: string): string => (/[\ufdd0-\ufdef\uffff]/.test(character) ? '!' : character)

/** Takes of every two ends what comes off (CommonMark 0.31.2, appendix, "process emphasis"). */
function pairUp(runs: readonly Run[]): void {
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
