import type { Chunk } from './carrier-messages'

/** Most files that may be half here at once, of all streams. */
const mostPartials = 4

/** Files of which a beginning has come: when a stream ends they wait here for the next, which goes on where it ended. */
export interface Partials {
  /** What there is, to be told with what is wanted. */
  list(): { name: string; size: number }[]
  /** The whole file where this was its end; `refused` for what doesn't go on where the file ends. */
  add(chunk: Chunk): Uint8Array | 'unfinished' | 'refused'
}

export function createPartials(): Partials {
  const partials = new Map<string, { bytes: Uint8Array; size: number }>()
  return {
    list: () => [...partials].map(([name, { size }]) => ({ name, size })),
    add({ name, offset, total, bytes }) {
      const partial = partials.get(name) ?? { bytes: new Uint8Array(total), size: 0 }
      if (offset !== partial.size || partial.bytes.length !== total) return 'refused'
      partial.bytes.set(bytes, offset)
      partial.size += bytes.length
      if (partial.size === total) {
        partials.delete(name)
        return partial.bytes
      }
      partials.set(name, partial)
      const [oldest] = partials.keys()
      if (partials.size > mostPartials && oldest !== undefined) partials.delete(oldest)
      return 'unfinished'
    },
  }
}
