import type { Range } from './range-set'

/** Words that a file of another device than the owner's has brought, or has said as they stand here. */
export interface Carried extends Range {
  /** The file's hash, in hex. */
  readonly head: string
  /** Whose file it is. */
  readonly device: string
}

/** Words of which the owner's file hasn't come yet: by client all files that say them, so that all are found at once. */
export function createCarried() {
  const all = new Map<number, Carried[]>()
  const meet = (one: Range, other: Range) =>
    one.clock < other.clock + other.length && other.clock < one.clock + one.length
  return {
    add(carried: Carried): void {
      const list = all.get(carried.client)
      if (list) list.push(carried)
      else all.set(carried.client, [carried])
    },
    /** Those of which some lies within this range. */
    of: (range: Range): Carried[] => all.get(range.client)?.filter((each) => meet(each, range)) ?? [],
    /** Whether there are such. */
    meets: (range: Range): boolean => all.get(range.client)?.some((each) => meet(each, range)) ?? false,
    /** Forgets those of this client that the owner has said by now. */
    forget(client: number, isSaid: (carried: Carried) => boolean): void {
      const rest = all.get(client)?.filter((each) => !isSaid(each)) ?? []
      if (rest.length > 0) all.set(client, rest)
      else all.delete(client)
    },
  }
}
