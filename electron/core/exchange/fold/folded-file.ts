import type { WriterId } from '../writer-id'

/** A content of the journal as its files tell it: one file, or the parts of one content put together. */
export interface FoldedFile {
  readonly writer: WriterId
  /** The numbers of its first and its last part. */
  readonly first: number
  readonly number: number
  /** Hash of the file before the first part, and of the last part; hex. */
  readonly prev: string
  readonly head: string
  /** `newer`: of a kind that this version doesn't know. `damaged`: verified, but its content can't be read. */
  readonly kind: 'update' | 'snapshot' | 'newer' | 'damaged'
  /** For each other writer the last number that an update may rest on. */
  readonly deps: ReadonlyMap<WriterId, number>
  /** What a snapshot stands for. */
  readonly vector: ReadonlyMap<WriterId, { readonly number: number; readonly head: string }>
  readonly slices: readonly Uint8Array[]
}
