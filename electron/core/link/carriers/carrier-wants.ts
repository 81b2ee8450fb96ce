import type { WriterId } from '../../exchange/format/writer-id'
import type { Have, Want } from './carrier-messages'
import { maxWanted } from './carrier-messages'
import type { Mirror } from '../mirror/mirror'
import { type FileClass, highestOf, type Range, without } from '../mirror/mirror-index'

/** How many chains one partner may announce: more than any journal has. */
const maxChains = 8192
/** How many gaps of one chain are asked about. */
const maxRanges = 64

interface Pending {
  readonly writer: WriterId
  readonly class: FileClass
  ranges: Range[]
  /** Numbers that are here already, of which another file is wanted as well. */
  readonly siblings: Set<number>
}

/** What the partner has and this mirror hasn't. */
export interface CarrierWants {
  /** Takes note of an announcement; false where there are too many. */
  heard(have: Have): boolean
  /** Another file than the one that is here is to be had at this number, or may be. */
  sibling(writer: WriterId, number: number): void
  /** The next files to ask for, or null where nothing is missing. */
  next(): Want | null
  /** A want has been answered: what it didn't bring isn't to be had. */
  answered(want: Want, files: number): void
}

/** Computes wants from what is announced; coverage first, for it is small and somebody waits for it. */
export function createCarrierWants(mirror: Mirror): CarrierWants {
  const pending = new Map<string, Pending>()
  const asked = new Set<string>()

  const pendingOf = (writer: WriterId, fileClass: FileClass): Pending => {
    const key = `${writer}/${fileClass}`
    const known = pending.get(key) ?? { writer, class: fileClass, ranges: [], siblings: new Set() }
    pending.set(key, known)
    return known
  }
  const missing = ({ writer, class: fileClass, from, to }: Have): Range[] => {
    const held = mirror.index.ranges(writer, fileClass)
    if (fileClass === 'coverage') return to > highestOf(held) ? [{ from: to, to }] : []
    // What lies before the first file here was replaced by a snapshot, unless a file here is damaged.
    const first = mirror.hasDamaged ? from : Math.max(from, held[0]?.from ?? 0)
    return first <= to ? without({ from: first, to }, held) : []
  }
  const take = (one: Pending): Range | null => {
    for (const number of one.siblings) return { from: number, to: number }
    const held = mirror.index.ranges(one.writer, one.class)
    one.ranges = one.ranges.flatMap((range) => without(range, held))
    const [first] = one.ranges
    return first ? { from: first.from, to: Math.min(first.to, first.from + maxWanted - 1) } : null
  }
  return {
    heard(have) {
      const ranges = missing(have)
      if (ranges.length === 0) return true
      const one = pendingOf(have.writer, have.class)
      const fresh = ranges.flatMap((range) => without(range, one.ranges))
      one.ranges = [...one.ranges, ...fresh].toSorted((a, b) => a.from - b.from).slice(0, maxRanges)
      return pending.size <= maxChains
    },
    sibling(writer, number) {
      if (asked.has(`${writer}/${number}`) || asked.size > maxChains) return
      asked.add(`${writer}/${number}`)
      pendingOf(writer, 'journal').siblings.add(number)
    },
    next() {
      const all = [...pending.values()].toSorted((a, b) => (a.class < b.class ? -1 : a.class > b.class ? 1 : 0))
      for (const one of all) {
        const range = take(one)
        if (!range) continue
        const { writer, class: fileClass } = one
        const part = mirror.parts.current()
        const isPart = part?.writer === writer && part.class === fileClass && part.number === range.from
        const resume = isPart ? { resume: { name: part.name, offset: part.bytes.length } } : {}
        return { type: 'want', writer, class: fileClass, ...range, ...resume }
      }
      pending.clear()
      return null
    },
    answered({ writer, class: fileClass, from, to }, files) {
      const one = pendingOf(writer, fileClass)
      if (from === to) one.siblings.delete(from)
      // Of what nothing came, nothing is asked for again before it is announced again; what was announced meanwhile is.
      const isOver = (range: Range) => files === 0 && range.from <= to && range.to >= from
      one.ranges = one.ranges.filter((range) => !isOver(range)).flatMap((range) => without(range, [{ from, to }]))
    },
  }
}
