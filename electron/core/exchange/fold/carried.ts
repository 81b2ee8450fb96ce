import type { Range } from './document-content'

/** Words that a file of another device brought before the owner's file did. */
export interface Carried {
  readonly from: number
  readonly to: number
  /** The file's hash, in hex. */
  readonly head: string
  /** Whose file it is. */
  readonly device: string
}

/**
 * Words that files of other devices than the owner's brought, by client: in the order of their clocks, for what a file
 * brings is what wasn't there before.
 */
export function createCarried() {
  const all = new Map<number, Carried[]>()
  /** The first that ends behind this clock. */
  function indexOf(list: readonly Carried[], clock: number): number {
    let low = 0
    for (let high = list.length; low < high;) {
      const middle = (low + high) >> 1
      if ((list[middle]?.to ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return low
  }
  function within({ client, clock, length }: Range): { list: Carried[]; from: number; to: number } {
    const list = all.get(client) ?? []
    const from = indexOf(list, clock)
    let to = from
    while ((list[to]?.from ?? Infinity) < clock + length) to++
    return { list, from, to }
  }
  return {
    isEmpty: () => all.size === 0,
    add(client: number, added: Carried): void {
      const list = all.get(client)
      if (list) list.push(added)
      else all.set(client, [added])
    },
    /** Those of which some lies within this range. */
    of(range: Range): Carried[] {
      const { list, from, to } = within(range)
      return list.slice(from, to)
    },
    /** What the owner has said is carried no more. */
    remove(range: Range): void {
      const { list, from, to } = within(range)
      const end = range.clock + range.length
      const rest = list
        .slice(from, to)
        .flatMap((each) => [
          { ...each, to: Math.min(each.to, range.clock) },
          { ...each, from: Math.max(each.from, end) },
        ])
        .filter((part) => part.from < part.to)
      list.splice(from, to - from, ...rest)
      if (list.length === 0) all.delete(range.client)
    },
  }
}
