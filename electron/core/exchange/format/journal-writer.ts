import { createTurns } from '../../vault/in-turn'
import type { WriterId } from './writer-id'

/** A file that is sealed and waits to be durable. */
export interface SealedFile {
  readonly name: string
  readonly number: number
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
}

/** Where a chain ends: its last number, and the hash of that file. */
export interface ChainHead {
  readonly number: number
  readonly head: Uint8Array
}

/** How the next content of a chain becomes files: consecutive numbers, each file naming the one before. */
export type Seal<Content> = (content: Content, after: ChainHead) => SealedFile[]

export interface JournalWriter<Content> {
  readonly writer: WriterId
  head(): ChainHead
  /** Whether nothing is on its way to the disk, and nothing waits for it. */
  isIdle(): boolean
  /**
   * Seals what `next` gives once all before it is durable, and resolves with the new head when all files of it are;
   * null where there was nothing. After a failure the same files are tried again before anything else is sealed: a
   * number that may have reached the disk is never used for other words.
   */
  write(next: () => Content | null): Promise<ChainHead | null>
}

/** The one writer of a chain of files; what is asked for while files are on their way to the disk comes after them. */
export function createJournalWriter<Content>(options: {
  writer: WriterId
  head: ChainHead
  seal: Seal<Content>
  /** Resolves when the host has written the file durably. */
  keep(file: SealedFile): Promise<void>
}): JournalWriter<Content> {
  let head = options.head
  let waiting: SealedFile[] = []
  let asked = 0
  const inTurn = createTurns()

  async function keepWaiting(): Promise<void> {
    for (let file = waiting[0]; file; file = waiting[0]) {
      await options.keep(file)
      head = { number: file.number, head: file.hash }
      waiting.shift()
    }
  }
  async function writeNext(next: () => Content | null): Promise<ChainHead | null> {
    const isBehind = waiting.length > 0
    await keepWaiting()
    const content = next()
    if (content === null) return isBehind ? head : null
    waiting = options.seal(content, head)
    await keepWaiting()
    return head
  }
  return {
    writer: options.writer,
    head: () => head,
    isIdle: () => asked === 0 && waiting.length === 0,
    write(next) {
      asked++
      return inTurn(() => writeNext(next)).finally(() => asked--)
    },
  }
}
