import type { Session } from '../format/session'
import type { WriterId } from '../format/writer-id'

/** The last file of a writer that counts: its number, and the hash of its bytes in lower-case hex. */
export interface Head {
  number: number
  head: string
}

/** An exchange file, or all parts of one, verified and decrypted: what the fold needs to know of it. */
export interface FoldedFile {
  writer: WriterId
  /** Which document its writer writes; of one that this version doesn't know nothing else is read. */
  document: number
  /** Of the last of its parts. */
  number: number
  /** Of the first of its parts; the same as `number` for a single file. */
  first: number
  /** Hash of the last part, in hex. */
  head: string
  /** Hash of what comes before the first part, in hex; zeros before number 1. */
  prev: string
  /** `newer`: of a kind that this version doesn't know. `damaged`: verified, but its content can't be read. */
  kind: 'update' | 'snapshot' | 'newer' | 'damaged'
  /** The sessions of its writer's device that it names. */
  sessions: readonly Session[]
  /** The last numbers of the other writers that were applied when this was written. */
  deps: ReadonlyMap<WriterId, number>
  /** What a snapshot stands for, its own writer included; empty otherwise. */
  vector: ReadonlyMap<WriterId, Head>
  /** Yjs V1 updates in causal order. */
  slices: readonly Uint8Array[]
}

/**
 * What is told of a writer: two histories, both of which are folded; or why its files are not folded any more, a newer
 * version's file or one that a check refused.
 */
export type StandingReason = 'fork' | 'newer' | 'refused'

/** The document that both write. */
export const oursDocument = 0

/** What comes before a writer's first file; its `prev` is zeros, however many. */
export const beforeFirst: Head = { number: 0, head: '' }
