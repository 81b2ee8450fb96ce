import * as Y from 'yjs'

/** What of a document is in files: how far each client's structs, and which deletions, which no state vector tells. */
export interface Held {
  /** An update is in a file now. */
  add(update: Uint8Array): void
  /** Whether files hold all of an update. */
  has(update: Uint8Array): boolean
}

export function createHeld(): Held {
  const clocks = new Map<number, number>()
  const deletions = new Map<number, Ranges>()
  return {
    add(update) {
      const { structs, ds } = Y.decodeUpdate(update)
      for (const { id, length } of structs) {
        clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length))
      }
      for (const [client, ranges] of ds.clients) {
        const known = deletions.get(client) ?? createRanges()
        deletions.set(client, known)
        for (const { clock, len } of ranges) known.add(clock, clock + len)
      }
    },
    has(update) {
      const { structs, ds } = Y.decodeUpdate(update)
      const isHeld = structs.every(({ id, length }) => id.clock + length <= (clocks.get(id.client) ?? 0))
      return (
        isHeld &&
        [...ds.clients].every(([client, ranges]) =>
          ranges.every(({ clock, len }) => deletions.get(client)?.has(clock, clock + len) ?? false),
        )
      )
    },
  }
}

interface Ranges {
  add(from: number, to: number): void
  has(from: number, to: number): boolean
}

/** Sorted ranges `[from, to)` that don't touch. */
function createRanges(): Ranges {
  const ranges: [number, number][] = []
  /** The first range that ends at or after `at`. */
  const place = (at: number) => {
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranges[middle]?.[1] ?? 0) < at) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add(from, to) {
      const first = place(from)
      let last = first
      let [start, end] = [from, to]
      for (let next = ranges[last]; next && next[0] <= to; next = ranges[last]) {
        start = Math.min(start, next[0])
        end = Math.max(end, next[1])
        last++
      }
      ranges.splice(first, last - first, [start, end])
    },
    has(from, to) {
      const range = ranges[place(to)]
      return range !== undefined && range[0] <= from && to <= range[1]
    },
  }
}
