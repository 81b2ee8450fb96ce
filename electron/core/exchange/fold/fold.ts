import type * as Y from 'yjs'
import type { EntryId } from '../../../../shared/ids'
import { slicesOf } from '../../../../shared/update-slices'
import type { Session } from '../format/session'
import { deviceOf, type WriterId } from '../format/writer-id'
import { createAuthorship } from './authorship'
import { createOwners, type RunningSessions } from './owners'
import { createChains } from './chains'
import { createContent, type LiveResult, liveOrigin, windowOrigin } from './content'
import { createLiveWriters, type KnownWriters, noneKnown } from './live-writers'
import { type FoldedFile, type Head, oursDocument, type StandingReason } from './folded-file'
import { createReceiving, type Doubts } from './receiving'
import type { Recorded } from './recorder'

/** The content of a file to be written now, and what it rests on. */
export interface Taken {
  /** This device's sessions under whose client ids it has words. */
  sessions: Session[]
  slices: Uint8Array[]
  deps: Map<WriterId, number>
}

/** The document as the files of all writers make it, together with own and live words that no file holds yet. */
export interface Fold {
  /** Takes in files in whatever order, and applies all whose turn it is; the others wait, or are to be offered again. */
  receive(files: readonly FoldedFile[]): { applied: { file: FoldedFile; entries: Set<EntryId> }[] }
  /** Whether a file has waited for words of this device's that the window has said by now: `receive` tries it again. */
  hasWaitedForOwn(): boolean
  /** Applies the partner's live words. After `'out-of-order'` state vectors are to be exchanged before anything more. */
  live(update: Uint8Array): LiveResult
  /** Applies what this person's window wrote, held to the bounds that a file with it will be held to elsewhere. */
  write(update: Uint8Array): LiveResult
  /** What an own file must hold when there are own edits, else null; null also until what was taken is filed. */
  take(): Taken | null
  /** As `take`, but also when only live words of others wait. */
  takeWitness(): Taken | null
  /** Says that what was taken is durable under these numbers; returns the entries that have own words in it. */
  filed(at: Head, first?: number): Set<EntryId>
  /** Whether live words of others wait in no file. */
  uncovered(): boolean
  /** Whether own edits are not durable yet. */
  hasOwnWords(): boolean
  /** The heads of all writers that are applied, the own one included. */
  vector(): Map<WriterId, Head>
  /** The last file of each writer that was applied or written here, whatever snapshots name beyond it. */
  applied(): Map<WriterId, Head>
  /** Whether this very file of the writer is applied, or was written here. */
  isKnown(writer: WriterId, head: Head): boolean
  /** Whether who has the second file has the first as well: it is of the same branch, and both are applied here. */
  leadsTo(writer: WriterId, from: Head, to: Head): boolean
  /**
   * The whole document with what it stands for: the last of each writer that was applied here, and nothing that another
   * snapshot only names.
   */
  snapshot(maxBytes: number): { sessions: Session[]; vector: Map<WriterId, Head>; slices: Uint8Array[] }
  /** The writers with two histories, and those whose files are not folded any more, and why. */
  standing(): { writer: WriterId; reason: StandingReason }[]
  /** Whether what this writer says counts: it is folded, or would be. */
  admits(writer: WriterId): boolean
  /** The files that aren't folded, for they put other words under client ids than whose they are. */
  doubts(): Doubts
  /** Whether words of such files are in the document: it is to be folded anew, with these doubts. */
  isFalsified(): boolean
  /** Stops listening to the document. */
  close(): void
}

interface FoldOptions {
  doc: Y.Doc
  me: WriterId
  /** The sessions that write on this device now; none, where it is left out. */
  own?: RunningSessions
  /** What an earlier fold has found. */
  doubts?: Doubts
  /** Whether this writer's device may write this document; every verified one may, where it is left out. */
  mayWrite?: (writer: WriterId) => boolean
  known?: KnownWriters
  onStanding?: (writer: WriterId, reason: StandingReason) => void
  onChange?: (change: Recorded) => void
}

/**
 * Folds files and live words into an empty document. `onStanding` hears once of each writer that `standing` tells of,
 * `onChange` of every transaction that changed the document.
 */
export function createFold(options: FoldOptions): Fold {
  const { doc, me, own = none, mayWrite = () => true, onStanding = () => {}, onChange = () => {} } = options
  const isOwn = (writer: WriterId) => deviceOf(writer) === deviceOf(me)
  const live = createLiveWriters(options.known ?? noneKnown, isOwn)
  const chains = createChains({ document: oursDocument, isOwn, mayWrite, live, onStanding })
  const owners = createOwners({ me: deviceOf(me), own })
  const distrusted = new Set(options.doubts?.distrusted)
  const authorship = createAuthorship({ doc, me: deviceOf(me), owners, distrusted })
  const content = createContent(doc, authorship, onChange)
  const { unfiled } = content
  const receiving = createReceiving({ chains, owners, authorship, content, isOwn }, options.doubts)

  /** How far the own files go in what they say they rest on: each follows the last, and needn't say it again. */
  let told = new Map<WriterId, number>()
  let taken = told
  function take(): Taken | null {
    const content = unfiled.take()
    if (!content) return null
    taken = new Map([...chains.applied()].map(([writer, { number }]) => [writer, number]))
    const isNews = ([writer, number]: [WriterId, number]) => writer !== me && number > (told.get(writer) ?? 0)
    const sessions = owners.ownSessions(content.clients, authorship.unproven())
    return { sessions, slices: content.slices, deps: live.nameable(new Map([...taken].filter(isNews))) }
  }

  return {
    receive: receiving.receive,
    hasWaitedForOwn: receiving.hasWaitedForOwn,
    live: (update) => content.applyLive(update, liveOrigin),
    write(update) {
      const result = content.applyLive(update, windowOrigin)
      return result === 'out-of-order' && receiving.helpOwn() ? content.applyLive(update, windowOrigin) : result
    },
    take: () => (unfiled.has('own') ? take() : null),
    takeWitness: () => (unfiled.has('own', 'live') ? take() : null),
    filed(at, first) {
      chains.reach(me, at, first)
      told = taken
      return unfiled.filed()
    },
    uncovered: () => unfiled.has('live'),
    hasOwnWords: unfiled.hasOwn,
    vector: chains.vector,
    applied: () => live.nameable(chains.applied()),
    admits: live.admits,
    isKnown: chains.isKnown,
    leadsTo: chains.leadsTo,
    snapshot: (maxBytes) => ({
      sessions: owners.ownSessions(doc.store.clients.keys(), authorship.unproven()),
      vector: live.nameable(chains.applied()),
      slices: [...slicesOf(doc, new Uint8Array([0]), maxBytes)],
    }),
    standing: chains.standing,
    doubts: receiving.doubts,
    isFalsified: authorship.isFalsified,
    close: content.close,
  }
}

/** No session writes here. */
const none: RunningSessions = { find: () => undefined, by: () => null, wrote: () => {}, writtenTo: () => 0 }
