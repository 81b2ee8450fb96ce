import * as Y from 'yjs'
import { AppError } from '../../../../shared/failure'
import { createJournalDoc } from '../../../../shared/journal-doc'
import { keepSessionClient } from '../../../../shared/session-client'
import { deletionSlicesOf, structSlicesOf } from '../../../../shared/update-slices'
import type { Clock } from '../../ports'
import { createDocEntries, type DocEntries } from './doc-entries'
import type { SnapshotContent, Vector } from '../format/file-content'
import { createConcurrentTitles } from './concurrent-titles'
import { createCovering } from './covering'
import { maxContent } from '../format/exchange-file'
import { createFold } from '../fold/fold'
import type { KnownWriters } from '../fold/live-writers'
import type { Doubts } from '../fold/receiving'
import type { Recorded } from '../fold/recorder'
import { type Covered, createHeld } from './held-entries'
import { createHeldBack, createIntake, followerOf, type Settlement, settlementOf } from './intake'
import { type WindowSide, windowSideOf } from './window-side'
import type { SharedJournalEvents } from './journal-events'
import { createLater } from './later'
import type { OwnSessions } from './own-sessions'
import { createOwnWords } from './own-words'
import { isSameDocument } from '../fold/document-content'
import { type FoldedFile, oursDocument } from '../fold/folded-file'
import { spareFor } from './spare-files'
import type { JournalWriters } from './journal-writers'
import { toHex } from '../../vault/bytes'
import { deviceOf, type WriterId } from '../format/writer-id'

/** Longest answer to one asking of the window's replica, in bytes and slices, and what a slice is cut to; bytes. */
const fillSize = 512 * 1024
const fillSlices = 200
export const sliceSize = 128 * 1024
/** A longer journal stays in the files it is in; a MiB is left for what stands beside the words. Bytes. */
const maxSnapshot = maxContent - 1024 * 1024

/** Everything there is, and the sessions of this device in it by all that is known of them. */
export type WholeJournal = ReturnType<Fold['snapshot']>

interface Filling {
  slices: Uint8Array[]
  done: boolean
  stateVector: Uint8Array
  isReadOnly: boolean
}

/** One shared journal that is open in the vault process: its document, and what of it is in files. */
export interface SharedJournal extends Settlement, WindowSide {
  readonly entries: DocEntries
  /** Takes in files of any writer, in whatever order, and applies what can be; `news` marks what they change. */
  receive(files: readonly FoldedFile[], options: { news: boolean }): void
  /** What a replica with this state vector misses, at most 512 KiB, and the vector of what is here. */
  fill(stateVector: Uint8Array): Filling
  /** Resolves when every own word written before the call is in a durable file. */
  flush(): Promise<void>
  /** Whether an own word is in no durable file yet. */
  hasWaiting(): boolean
  /** Devices of the partner's say how far they have stored all files. */
  covered(said: readonly Covered[]): void
  /** Whether one of these says that its device has this file, or a later one of the writer that is applied here. */
  isCovered(file: { readonly writer: WriterId; readonly number: number }, said: readonly Vector[]): boolean
  /** Everything there is, as one content. */
  snapshot(): WholeJournal
  /** How far every writer's files are applied. */
  applied(): Vector
  /**
   * Writes all there is as a snapshot of this device's chain, in place of the files it stands for; null where own words
   * wait. Fails, and nothing is replaced, where its slices don't fold to the same document.
   */
  roll(): Promise<FoldedFile | null>
  /** Those of all these contents of the mirror that this snapshot makes unnecessary. */
  spareFor<File extends FoldedFile>(snapshot: FoldedFile, all: readonly File[]): File[]
  /** Whether what this writer says counts: of one device only so many are folded. */
  admits(writer: WriterId): boolean
  /** The client id under which this process writes letters into the document. */
  client(): number
  /** The files that aren't folded, for they put other words under client ids than whose they are. */
  doubts(): Doubts
  /** Whether words of such files are in the document: it is to be opened anew, with these doubts. */
  isFalsified(): boolean
  readonly standing: ReturnType<ReturnType<typeof createFold>['standing']>
  close(): void
}

interface Options {
  readonly clock: Clock
  readonly me: { readonly writer: WriterId; readonly author: string; name(): string }
  partnerName(): string
  /** Whether a writer's device is certified, and so may write this document. */
  mayWrite(writer: WriterId): boolean
  readonly known: KnownWriters
  readonly writers: JournalWriters | null
  /** The sessions of this device that write now. */
  readonly sessions: OwnSessions
  /** What is known of forged files. */
  readonly doubts: Doubts
  readonly events: SharedJournalEvents
}

/** Opens a journal with nothing in it: what is in its files comes by `receive`. Without `writers` it is only read. */
export function createSharedJournal(options: Options): SharedJournal {
  const { clock, me, writers, events, partnerName, mayWrite, known, sessions, doubts } = options
  const doc = createJournalDoc()
  const session = keepSessionClient(doc, () => sessions.begin(me.writer, 'vault'))
  let follow: (change: Recorded) => void = () => {}
  const onChange = (change: Recorded) => follow(change)
  const fold = createFold({ doc, me: me.writer, mayWrite, known, own: sessions, doubts, onChange })
  const isOwn = (writer: WriterId) => deviceOf(writer) === deviceOf(me.writer)
  const author = { id: me.author, name: me.name }
  const titles = createConcurrentTitles(doc)
  const entries = createDocEntries({ doc, clock, me: author, partnerName, isReadOnly: writers === null, titles })
  const held = createHeld(events.onHeld, { leadsTo: fold.leadsTo, isOwn })
  const later = createLater(clock)
  const ownWords = createOwnWords({ ...options, fold, held, later })
  const covering = createCovering({ clock, fold, later, me: me.writer, chain: writers?.coverage ?? null })
  const news = { areMarked: false }
  const changes = createHeldBack(events.onEntries)
  follow = followerOf({ entries, held, ownWords, onEntries: changes.tell, onUpdate: events.onUpdate, news })
  const intake = createIntake({ fold, changes, titles, entries, held, covering, news, me: me.writer })

  return {
    entries,
    receive: intake.receive,
    fill: (stateVector) => ({ ...fillOf(doc, stateVector), isReadOnly: writers === null }),
    ...windowSideOf({ fold, intake, sessions, me: me.writer, isReadOnly: writers === null }),
    flush: ownWords.flush,
    hasWaiting: ownWords.areWaiting,
    ...settlementOf({ ownWords, fold, writers }),
    covered: held.covered,
    isCovered: coveredHere(fold),
    snapshot: () => fold.snapshot(sliceSize),
    applied: fold.applied,
    async roll() {
      await ownWords.flush()
      return writers && rollInto(writers, { fold, doc, me: me.writer })
    },
    spareFor: sparing(fold, isOwn),
    admits: fold.admits,
    get standing() {
      return fold.standing()
    },
    client: () => doc.clientID,
    doubts: fold.doubts,
    isFalsified: fold.isFalsified,
    close() {
      session.close()
      later.end()
      doc.destroy()
    },
  }
}

function fillOf(doc: Y.Doc, stateVector: Uint8Array): Omit<Filling, 'isReadOnly'> {
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
}

type Fold = ReturnType<typeof createFold>

const coveredHere =
  (fold: Fold): SharedJournal['isCovered'] =>
  ({ writer, number }, said) =>
    said.some((vector) => {
      const head = vector.get(writer)
      return head !== undefined && head.number >= number && fold.isKnown(writer, head)
    })

const sparing =
  (fold: Fold, isOwn: (writer: WriterId) => boolean) =>
  <File extends FoldedFile>(snapshot: FoldedFile, all: readonly File[]): File[] =>
    spareFor(snapshot, {
      all,
      isApplied: (file) => fold.isKnown(file.writer, file),
      mayFree: (writer) => isOwn(snapshot.writer) || !isOwn(writer),
    })

/** Writes all there is as a snapshot of this device's chain; null where it is too long, or words came that aren't in it. */
async function rollInto(
  { content: chain }: JournalWriters,
  { fold, doc, me }: { fold: Fold; doc: Y.Doc; me: WriterId },
): Promise<FoldedFile | null> {
  const before = chain.head()
  const content = fold.snapshot(sliceSize)
  if (content.slices.reduce((sum, { length }) => sum + length, 0) > maxSnapshot) return null
  if (!foldsToSame(doc, content)) throw new AppError({ code: 'bug' })
  let isWritten = false
  const head = await chain.write(() => {
    if (fold.hasOwnWords() || fold.uncovered()) return null
    isWritten = true
    return { snapshot: content }
  })
  if (!head) return null
  // Where it isn't the snapshot, it is what a former attempt took.
  const at = { number: head.number, head: toHex(head.head) }
  fold.filed(at, before.number + 1)
  if (!isWritten) return null
  const chained = { first: before.number + 1, prev: toHex(before.head) }
  return { writer: me, document: oursDocument, kind: 'snapshot', deps: new Map(), ...at, ...chained, ...content }
}

/** A snapshot replaces files only where it gives the same document as they do. */
function foldsToSame(doc: Y.Doc, { slices }: SnapshotContent): boolean {
  const scratch = new Y.Doc()
  for (const slice of slices) Y.applyUpdate(scratch, slice)
  const isSame = isSameDocument(doc, scratch)
  scratch.destroy()
  return isSame
}

const vectorOf = (doc: Y.Doc) => Y.encodeStateVector(doc)
