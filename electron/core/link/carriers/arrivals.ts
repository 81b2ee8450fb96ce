import type { LinkNews } from '../../protocol/link-protocol'
import { worthShowing } from './carrier-progress'

/** Files are told of together: so many at most. */
const maxArrived = 32
/** Up to this size the bytes of a file go with the news. */
const maxTold = 64 * 1024

/** Files that carriers brought, told together. */
export interface Arrivals {
  /** `bytes`: those of the file, where they are at hand. */
  add(file: { readonly name: string; readonly size: number }, bytes: Uint8Array | null): void
  /** Tells of what has arrived. */
  flush(): void
}

/** Tells by `arrived`, once some have come or a large one. */
export function createArrivals(tell: (news: LinkNews) => void): Arrivals {
  let names: string[] = []
  let small = new Map<string, Uint8Array>()
  const flush = () => {
    if (names.length > 0) tell({ type: 'arrived', names, small })
    names = []
    small = new Map()
  }
  return {
    flush,
    add({ name, size }, bytes) {
      names.push(name)
      if (bytes && size <= maxTold) small.set(name, bytes)
      if (names.length >= maxArrived || size >= worthShowing) flush()
    },
  }
}
