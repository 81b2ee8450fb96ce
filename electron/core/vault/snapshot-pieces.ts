import type { AppendFile } from '../ports'
import { concat } from './bytes'
import { type Content, snapshotEnd } from './record-format'
import type { Position } from './heads'

/** A snapshot goes to the disk in pieces of about this many bytes, so that a long journal is never sealed at once. */
const pieceSize = 1024 * 1024

/** A sealed record and how far the chain goes with it. */
export interface SealedAt {
  bytes: Uint8Array
  at: Position
}

/** What a snapshot holds: every content, then its end. */
export function* withEnd(contents: Iterable<Content>, end: { replacesDeleted: boolean }): Generator<Content> {
  yield* contents
  yield snapshotEnd(end)
}

/** Writes a header and records to a new file and closes it: how many bytes that took, and the last position. */
export async function writePieces(file: AppendFile, header: Uint8Array, records: Iterable<SealedAt>) {
  try {
    return await appendPieces(file, header, records)
  } finally {
    await file.close()
  }
}

/** Each piece is durable before the next is made. */
async function appendPieces(file: AppendFile, header: Uint8Array, records: Iterable<SealedAt>) {
  let piece = [header]
  let length = header.length
  let bytes = 0
  let end: Position | null = null
  const flush = async () => {
    await file.append(concat(...piece))
    bytes += length
    piece = []
    length = 0
  }
  for (const record of records) {
    piece.push(record.bytes)
    length += record.bytes.length
    end = record.at
    if (length >= pieceSize) await flush()
  }
  await flush()
  if (!end) throw new Error('a snapshot has at least its end')
  return { bytes, end }
}
