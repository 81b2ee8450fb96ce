/** Consecutive clocks of one client. */
export interface Range {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** A set of clocks of each client. */
export function createRangeSet() {
  const all = new Map<number, { from: number; to: number }[]>()
  return {
    add({ client, clock, length }: Range): void {
      const ranges = all.get(client) ?? []
      all.set(client, ranges)
      const first = indexOf(ranges, clock)
      let [from, to, end] = [clock, clock + length, first]
      for (let range = ranges[end]; range && range.from <= to; range = ranges[++end]) {
        from = Math.min(from, range.from)
        to = Math.max(to, range.to)
      }
      ranges.splice(first, end - first, { from, to })
    },
    /** Takes these out, whether they are in it or not. */
    remove({ client, clock, length }: Range): void {
      const ranges = all.get(client)
      if (!ranges) return
      const first = indexOf(ranges, clock + 1)
      const rest: { from: number; to: number }[] = []
      let end = first
      for (let range = ranges[end]; range && range.from < clock + length; range = ranges[++end]) {
        if (range.from < clock) rest.push({ from: range.from, to: clock })
        if (range.to > clock + length) rest.push({ from: clock + length, to: range.to })
      }
      ranges.splice(first, end - first, ...rest)
      if (ranges.length === 0) all.delete(client)
    },
    /** What of it is in the set, in the order of the clocks. */
    partsOf({ client, clock, length }: Range): Range[] {
      const ranges = all.get(client) ?? []
      const parts: Range[] = []
      for (
        let at = indexOf(ranges, clock + 1), range = ranges[at];
        range && range.from < clock + length;
        range = ranges[++at]
      ) {
        const from = Math.max(range.from, clock)
        const to = Math.min(range.to, clock + length)
        if (to > from) parts.push({ client, clock: from, length: to - from })
      }
      return parts
    },
    /** Whether none of this client's are in the set. */
    isWithout: (client: number): boolean => !all.has(client),
    /** Whether all of it is in the set. */
    holds({ client, clock, length }: Range): boolean {
      const ranges = all.get(client) ?? []
      const range = ranges[indexOf(ranges, clock + length)]
      return range !== undefined && range.from <= clock
    },
    /** Whether some of it is in the set. */
    meets({ client, clock, length }: Range): boolean {
      const ranges = all.get(client) ?? []
      const range = ranges[indexOf(ranges, clock + 1)]
      return range !== undefined && range.from < clock + length
    },
  }
}
export type RangeSet = ReturnType<typeof createRangeSet>

/** The first that ends at this clock or behind it. */
function indexOf(ranges: readonly { to: number }[], clock: number): number {
  let low = 0
  for (let high = ranges.length; low < high;) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.to ?? 0) < clock) low = middle + 1
    else high = middle
  }
  return low
}

/** The set of these. */
export function rangeSetOf(ranges: readonly Range[]): RangeSet {
  const set = createRangeSet()
  ranges.forEach(set.add)
  return set
}

/** What is left of a range without these, which come in the order of their clocks; those of other clients are passed over. */
export function without(range: Range, holes: readonly Range[]): Range[] {
  const { client } = range
  const end = range.clock + range.length
  const left: Range[] = []
  let clock = range.clock
  for (const hole of holes) {
    if (hole.client !== client) continue
    if (hole.clock > clock) left.push({ client, clock, length: hole.clock - clock })
    clock = Math.max(clock, hole.clock + hole.length)
  }
  if (clock < end) left.push({ client, clock, length: end - clock })
  return left
}
