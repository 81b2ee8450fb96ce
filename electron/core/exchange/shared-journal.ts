import * as Y from 'yjs'
import { type Saving } from '../../../shared/contract'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import { changedEntries } from '../../../shared/journal-doc'
import type { SharedHeld } from '../../../shared/partner'
import { deletionSlicesOf, structSlicesOf } from '../../../shared/update-slices'
import { createAutosave } from '../journals/autosave'
import type { Clock } from '../ports'
import { createDocEntries, type DocEntries } from './doc-entries'
import type { SnapshotContent, UpdateContent, Vector } from './file-content'
import { createFold, fileOrigin, liveOrigin } from './fold/fold'
import type { FoldedFile } from './fold/folded-file'
import type { JournalWriter } from './journal-writer'
import { toHex } from '../vault/bytes'
import type { WriterId } from './writer-id'

/** Longest answer to one asking of the window's replica, in bytes and slices, and what a slice is cut to; bytes. */
const fillSize = 512 * 1024
const fillSlices = 200
export const sliceSize = 128 * 1024

/** At most one coverage in so long; the first follows at once what it covers. ms */
const coverageEvery = 1000

/** How long a partner's live words may stay in no file before this device keeps them as a witness; ms. */
const witnessAfter = 30_000

/** Most entries that are named as not yet confirmed; of more it is only said that there are. */
const mostHeld = 1000

/** The origin of a change that this person made in the window. */
const ownOrigin = 'own'

/** The chains that this device writes in one journal. */
export interface JournalWriters {
  readonly content: JournalWriter<{ update: UpdateContent } | { snapshot: SnapshotContent }>
  readonly coverage: JournalWriter<Vector>
}

export interface SharedJournalEvents {
  /** Entries are others than before; `news` where the partner changed them. */
  onEntries(change: { ids: readonly EntryId[]; news: boolean }): void
  /** The document went on otherwise than by the window's own push: its replica must hear of it. */
  onUpdate(update: Uint8Array): void
  onSaving(saving: Saving): void
  onHeld(held: SharedHeld): void
}

/** One shared journal that is open in the vault process: its document, and what of it is in files. */
export interface SharedJournal {
  readonly entries: DocEntries
  /** Takes in files of any writer, in whatever order, and applies what can be; `news` marks what they change. */
  receive(files: readonly FoldedFile[], options: { news: boolean }): void
  /** What a replica with this state vector misses, at most 512 KiB, and the vector of what is here. */
  fill(stateVector: Uint8Array): { slices: Uint8Array[]; done: boolean; stateVector: Uint8Array }
  /** A change made in the window, or heard there live from the partner's; `update-refused` where it can't be taken. */
  push(update: Uint8Array, origin: 'own' | 'live'): void
  /** Resolves when every own word is in a durable file. */
  flush(): Promise<void>
  /** The partner's device says how far it has stored our files. */
  covered(vector: Vector): void
  /** Everything there is, as one content. */
  snapshot(): SnapshotContent
  /**
   * Writes all there is as a snapshot of this device's chain, in place of the files it stands for; null where own words
   * wait. Fails, and nothing is replaced, where its slices don't fold to the same document.
   */
  roll(): Promise<{ vector: Vector } | null>
  readonly standing: ReturnType<ReturnType<typeof createFold>['standing']>
  close(): void
}

/** Opens a journal with nothing in it: what is in its files comes by `receive`. Without `writers` it is only read. */
export function createSharedJournal(options: {
  clock: Clock
  me: { writer: WriterId; author: string; name(): string }
  partnerName(): string
  writers: JournalWriters | null
  events: SharedJournalEvents
}): SharedJournal {
  const { clock, me, writers, events } = options
  const doc = new Y.Doc()
  const fold = createFold({ doc, me: me.writer })
  const entries = createDocEntries({
    doc,
    clock,
    me: { id: me.author, name: me.name },
    partnerName: options.partnerName,
    isReadOnly: writers === null,
  })
  const held = createHeld(events.onHeld)
  let marksNews = false

  const autosave = createAutosave({ clock, onState: events.onSaving, write: () => writeOwn(fold.take) })
  const later = createLater(clock)

  async function writeOwn(take: typeof fold.take): Promise<void> {
    const before = writers?.content.head().number
    const head = await writers?.content.write(() => {
      const taken = take()
      if (taken) held.took()
      return taken && { update: taken }
    })
    // What waited from a failed attempt may have been all: then what came since is still to be written.
    if (!head || head.number === before) return
    fold.filed({ number: head.number, head: toHex(head.head) })
    held.filed({ writer: me.writer, number: head.number })
    if (fold.hasOwnWords()) autosave.changed()
  }

  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const ids = [...changedEntries(doc, transaction)]
    if (ids.length === 0) return
    entries.forget(ids)
    const isOwn = transaction.origin !== fileOrigin && transaction.origin !== liveOrigin
    if (isOwn) held.wrote(ids)
    events.onEntries({ ids, news: marksNews || transaction.origin === liveOrigin })
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== fileOrigin && origin !== liveOrigin) autosave.changed()
    if (origin === liveOrigin) later.run('witness', witnessAfter, witness)
    if (origin !== ownOrigin && origin !== liveOrigin) events.onUpdate(update)
  })

  const witness = () => {
    if (fold.uncovered()) void writeOwn(fold.takeWitness).catch(() => later.run('witness', witnessAfter, witness))
  }
  let lastCoverage = 0
  const coverSoon = () => later.run('coverage', Math.max(0, lastCoverage + coverageEvery - clock.now()), cover)
  const cover = () => {
    lastCoverage = clock.now()
    const vector = new Map([...fold.vector()].filter(([writer]) => writer !== me.writer))
    if (vector.size === 0) return
    void writers?.coverage.write(() => vector).catch(() => later.run('coverage', coverageEvery, cover))
  }

  return {
    entries,
    receive(files, { news }) {
      marksNews = news
      const { applied } = fold.receive(files)
      marksNews = false
      for (const { file, entries: ids } of applied) if (file.writer === me.writer) held.found(ids, file)
      if (applied.some(({ file }) => file.writer !== me.writer)) coverSoon()
    },
    fill(stateVector) {
      const slices: Uint8Array[] = []
      let size = 0
      for (const slice of structSlicesOf(doc, stateVector, sliceSize)) {
        const isFull = size > 0 && (size + slice.length > fillSize || slices.length === fillSlices)
        if (isFull) return { slices, done: false, stateVector: vectorOf(doc) }
        slices.push(slice)
        size += slice.length
      }
      // No state vector tells deletions, so they can't be left for another time.
      return { slices: [...slices, ...deletionSlicesOf(doc, sliceSize)], done: true, stateVector: vectorOf(doc) }
    },
    push(update, origin) {
      if (!writers) throw new AppError({ code: 'vault-read-only' })
      if (origin === 'own') return Y.applyUpdate(doc, update, ownOrigin)
      if (fold.live(update) !== 'applied') throw new AppError({ code: 'update-refused' })
    },
    async flush() {
      await autosave.flush()
    },
    covered: held.covered,
    snapshot: () => fold.snapshot(sliceSize),
    async roll() {
      if (!writers) return null
      await autosave.flush()
      const content = fold.snapshot(sliceSize)
      if (!foldsToSame(doc, content)) throw new AppError({ code: 'bug' })
      let isWritten = false
      const head = await writers.content.write(() => {
        // What was written meanwhile isn't in it.
        if (fold.hasOwnWords() || fold.uncovered()) return null
        isWritten = true
        return { snapshot: content }
      })
      if (!head || !isWritten) return null
      fold.filed({ number: head.number, head: toHex(head.head) })
      return { vector: content.vector }
    },
    get standing() {
      return fold.standing()
    },
    close() {
      later.end()
      doc.destroy()
    },
  }
}

/** A snapshot replaces files only where it gives the same document as they do. */
function foldsToSame(doc: Y.Doc, { slices }: SnapshotContent): boolean {
  const scratch = new Y.Doc()
  for (const slice of slices) Y.applyUpdate(scratch, slice)
  const isSame = Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(scratch))
  scratch.destroy()
  return isSame
}

const vectorOf = (doc: Y.Doc) => Y.encodeStateVector(doc)

interface FiledAt {
  readonly writer: WriterId
  readonly number: number
}

/** Which entries hold own words that the partner's device hasn't confirmed. */
function createHeld(onHeld: (held: SharedHeld) => void) {
  /** By entry, the file that holds its last own words; null until they are in one. */
  const waiting = new Map<EntryId, FiledAt | null>()
  /** What was written since the last file was begun, and what is in the one that is being written. */
  let fresh = new Set<EntryId>()
  let taken = new Set<EntryId>()
  let known: Vector = new Map()
  const tell = () => {
    const ids = [...waiting.keys()]
    onHeld({ all: ids.length > mostHeld, entries: ids.slice(0, mostHeld) })
  }
  const settle = () => {
    for (const [id, at] of waiting) {
      if (at && (known.get(at.writer)?.number ?? 0) >= at.number) waiting.delete(id)
    }
    tell()
  }
  return {
    wrote(ids: readonly EntryId[]) {
      for (const id of ids) {
        fresh.add(id)
        waiting.set(id, null)
      }
      tell()
    },
    took() {
      taken = fresh
      fresh = new Set()
    },
    filed(at: FiledAt) {
      // Words that came while the file was written are in none yet.
      for (const id of taken) if (!fresh.has(id)) waiting.set(id, at)
      taken = new Set()
      settle()
    },
    /** A file of ours from before. */
    found(ids: Iterable<EntryId>, { writer, number }: FiledAt) {
      for (const id of ids) if (waiting.get(id) !== null || !waiting.has(id)) waiting.set(id, { writer, number })
      settle()
    },
    covered(vector: Vector) {
      known = vector
      settle()
    },
  }
}

/** One timer for each purpose; a purpose that waits already keeps its time. */
function createLater(clock: Clock) {
  const waiting = new Map<string, () => void>()
  return {
    run(purpose: string, ms: number, action: () => void) {
      if (waiting.has(purpose)) return
      const cancel = clock.after(ms, () => {
        waiting.delete(purpose)
        action()
      })
      waiting.set(purpose, cancel)
    },
    end() {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}
