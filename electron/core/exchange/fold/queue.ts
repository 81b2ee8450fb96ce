import type { WriterId } from '../writer-id'
import type { FoldedFile } from './folded-file'

/** Most contents that wait for others of one writer; what comes beyond is in the mirror and read again another time. */
const mostWaiting = 100_000

/** A writer whose files aren't applied any further, and why. */
export interface Standing {
  readonly writer: WriterId
  readonly reason: 'fork' | 'newer' | 'refused'
}

interface Head {
  readonly number: number
  readonly head: string
}

/** Files that wait for their turn, and how far each writer's are applied. */
export interface Queue {
  add(file: FoldedFile): void
  /** A file whose predecessor and whose deps are applied, or null. */
  next(): FoldedFile | null
  applied(file: FoldedFile): void
  /** This device has written so far: what it writes is applied as it is made. */
  wrote(writer: WriterId, at: Head): void
  stand(writer: WriterId, reason: Standing['reason']): void
  standing(): Standing[]
  vector(): Map<WriterId, Head>
}

export function createQueue(): Queue {
  const heads = new Map<WriterId, Head>()
  const waiting = new Map<WriterId, Map<number, FoldedFile>>()
  const standing = new Map<WriterId, Standing['reason']>()
  const stand = (writer: WriterId, reason: Standing['reason']) => void standing.set(writer, reason)

  function isReady(file: FoldedFile): boolean {
    if (file.kind === 'snapshot') return true
    const before = heads.get(file.writer)?.number ?? 0
    if (file.first !== before + 1) return false
    return [...file.deps].every(
      ([writer, number]) => writer === file.writer || (heads.get(writer)?.number ?? 0) >= number,
    )
  }

  /** Whether the file goes on where its writer's chain ends; a snapshot may begin anew where earlier files are gone. */
  function isChained({ writer, first, prev }: FoldedFile): boolean {
    const head = heads.get(writer)
    return head?.number !== first - 1 || head.head === prev
  }

  function candidate(writer: WriterId, files: Map<number, FoldedFile>): FoldedFile | null {
    if (standing.has(writer)) return null
    const following = files.get((heads.get(writer)?.number ?? 0) + 1)
    if (following && isReady(following)) return following
    return [...files.values()].findLast(({ kind }) => kind === 'snapshot') ?? null
  }

  function forget(writer: WriterId): void {
    const reached = heads.get(writer)?.number ?? 0
    for (const [first, file] of waiting.get(writer) ?? [])
      if (file.number <= reached) waiting.get(writer)?.delete(first)
  }

  return {
    add(file) {
      const head = heads.get(file.writer)
      if (head && file.number <= head.number) {
        if (file.number === head.number && file.head !== head.head) stand(file.writer, 'fork')
        return
      }
      const files = waiting.get(file.writer) ?? new Map<number, FoldedFile>()
      waiting.set(file.writer, files)
      const known = files.get(file.first)
      if (known && known.head !== file.head) return stand(file.writer, 'fork')
      if (files.size < mostWaiting) files.set(file.first, file)
    },
    next() {
      for (const [writer, files] of waiting) {
        const file = candidate(writer, files)
        if (!file) continue
        if (!isChained(file)) stand(writer, 'fork')
        else if (file.kind === 'newer') stand(writer, 'newer')
        else if (file.kind === 'damaged') stand(writer, 'refused')
        else return file
      }
      return null
    },
    applied(file) {
      for (const [writer, head] of file.vector) {
        if ((heads.get(writer)?.number ?? 0) < head.number) heads.set(writer, head)
        forget(writer)
      }
      heads.set(file.writer, { number: file.number, head: file.head })
      forget(file.writer)
    },
    wrote: (writer, head) => void heads.set(writer, head),
    stand,
    standing: () => [...standing].map(([writer, reason]) => ({ writer, reason })),
    vector: () => new Map(heads),
  }
}
