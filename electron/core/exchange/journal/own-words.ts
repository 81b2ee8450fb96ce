import { background, bestEffort, reporting } from '../../../../shared/background'
import type { Saving } from '../../../../shared/contract'
import { createAutosave, saveDebounce } from '../../journals/autosave'
import type { Clock } from '../../ports'
import { toHex } from '../../vault/bytes'
import type { Fold, Taken } from '../fold/fold'
import type { Held } from './held-entries'
import type { Later } from './later'
import type { JournalWriters } from './journal-writers'
import type { WriterId } from '../format/writer-id'

/** How long a partner's live words may stay in no file before this device keeps them as a witness; ms. */
const witnessAfter = 30_000

/** So much at once is no typing, and does not wait for more; bytes. */
const flushAt = 64 * 1024
/** What follows so much within so long belongs to it, and waits only until nothing more comes for a moment; ms. */
const bulkFor = 1000
const bulkQuiet = 20

/** The way of this device's words into its files. */
export interface OwnWords {
  /** An update of this length, in bytes, was written, and is to be in a file soon. */
  changed(length: number): void
  /** The partner said something live: if no file of theirs holds it in time, one of ours will. */
  heardLive(): void
  /** Resolves when every own word written before the call is in a durable file. */
  flush(): Promise<void>
  /** As `flush`, and the live words of others too. */
  flushAll(): Promise<void>
  /** Whether an own word is in no durable file yet. */
  areWaiting(): boolean
}

export function createOwnWords(o: {
  clock: Clock
  fold: Fold
  held: Held
  later: Later
  me: { readonly writer: WriterId }
  /** Null where nothing is written. */
  writers: JournalWriters | null
  events: { onSaving(saving: Saving): void }
}): OwnWords {
  const { clock, fold, held, later, writers } = o
  let gathered = 0
  let bulkUntil = 0
  const autosave = createAutosave({ clock, onState: o.events.onSaving, write: () => write(fold.take) })

  async function write(take: () => Taken | null): Promise<void> {
    const before = writers?.content.head().number
    const head = await writers?.content.write(() => {
      const taken = take()
      gathered = 0
      if (taken) held.took()
      return taken && { update: taken }
    })
    if (!head || head.number === before) return
    const at = { number: head.number, head: toHex(head.head) }
    fold.filed(at, (before ?? 0) + 1)
    held.filed({ writer: o.me.writer, ...at })
    // What waited from a failed attempt may have been all: then what came since is still to be written.
    if (fold.hasOwnWords()) autosave.changed()
  }
  function witness(): void {
    if (!fold.uncovered()) return
    background(write(fold.takeWitness).catch(reporting(() => later.run('witness', witnessAfter, witness))))
  }

  return {
    changed(length) {
      const now = clock.now()
      gathered += length
      if (gathered >= flushAt) bulkUntil = now + bulkFor
      autosave.changed(now < bulkUntil ? bulkQuiet : saveDebounce)
      // A failure is said by the saving signal, and the write is tried again.
      if (gathered >= flushAt) background(bestEffort(autosave.flush()))
    },
    heardLive: () => later.run('witness', witnessAfter, witness),
    flush: autosave.flush,
    async flushAll() {
      await autosave.flush()
      if (fold.uncovered()) await write(fold.takeWitness)
    },
    areWaiting: autosave.isWaiting,
  }
}
