import type { Position } from './heads'

/** Which tag a stream has at a sequence number, and in which segment that stands. */
interface Step {
  tag: Uint8Array
  number: number
}

/** The tags of all records of a stream that were read, to hold against what is named of it elsewhere. */
export class Trail {
  readonly #steps = new Map<number, Step>()

  /** A record that was read from the segment of this number. */
  record({ seq, tag }: Position, number: number): void {
    this.#steps.set(seq, { tag, number })
  }

  /** What the header of a segment says of the record before its first one: whatever was read before it, that counts. */
  state({ seq, tag }: Position): void {
    this.#steps.set(seq, { tag, number: Infinity })
  }

  /** Null where nothing was read, as before a snapshot or where records are lost. */
  at(seq: number): Step | null {
    return this.#steps.get(seq) ?? null
  }
}
