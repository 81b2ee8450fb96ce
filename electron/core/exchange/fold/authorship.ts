import * as Y from 'yjs'
import { sessionOfClient } from '../../../../shared/mark-clients'
import { deviceOf } from '../format/writer-id'
import type { Carrier } from './carried'
import { halvedBy, isCutInVain } from './document-content'
import type { FoldedFile } from './folded-file'
import { withoutClients } from './own-part'
import type { Owners } from './owners'
import { createProvenSessions } from './proven-sessions'
import type { Range } from './range-set'
import { createSaid, type Noted } from './said-words'
import { createUndeletedCheck } from './undeleted'
import { canBeRead, updateLimits } from './update-check'
import { type ReadUpdate, readUpdate } from './update-reader'

/**
 * Why a part of a file isn't taken: it is `forged`, for the owner's file says otherwise; `contested`, for another file
 * that isn't the owner's does; or `ahead` of a session of this device that still writes.
 */
export type AuthorFault = 'forged' | 'contested' | 'ahead'

interface AuthorshipParts {
  readonly doc: Y.Doc
  /** This device, and those that have forged too much. */
  readonly me: string
  readonly distrusted: ReadonlySet<string>
  readonly owners: Owners
}

/**
 * Holds what files say under client ids of another device against what the owners' files say (docs/decisions/0038). An id
 * that nobody names may be anybody's. What `distrusted` devices carry of others is forged.
 */
export function createAuthorship(parts: AuthorshipParts) {
  const { me, owners } = parts
  const judgement = createJudgement(parts)
  const { faultOf, isAhead, proven } = judgement
  return {
    /** Whether a session of this device is still to say some of this. */
    isAhead,
    /** Files whose words under another's client ids are in the document, and are not the owner's; with their devices. */
    falsified: judgement.falsified,
    /** Whether words are in the document, of files or come live, that the owner says otherwise. */
    isFalsified: judgement.isFalsified,
    /** The sessions of this device that have words which no file of its own may call its own. */
    unproven: proven.unproven,
    /** This device has written these. */
    wrote(words: readonly Range[]): void {
      for (const range of words) {
        if (owners.writing(range.client) === null) {
          proven.hear(range)
          continue
        }
        proven.say(range.client, range.clock + range.length)
        owners.wrote(range.client, range.clock + range.length)
      }
    },
    /** Notes what came from the window and isn't its own: live words, which are in no file yet. */
    heardLive(read: ReadUpdate): void {
      for (const range of rangesOf(read)) if (owners.writing(range.client) === null) judgement.note(range, { by: live })
    },
    /** Whether live words stand under an id of this device's where it has said, or may still say, something else. */
    isForgedLive(update: Uint8Array, read: ReadUpdate): boolean {
      const mine = rangesOf(read).filter(({ client }) => owners.ownerOf(client) === me)
      return mine.length > 0 && faultOf(update, mine) !== null
    },
    reading: (file: FoldedFile) => readingOf(file, { ...parts, judgement }),
    /** All files that are here have had their turn: whoever says otherwise from now on is heard. */
    ended: judgement.ended,
  }
}

/** What is known of who has said what, and what follows from it. */
function createJudgement({ doc, owners, distrusted }: AuthorshipParts) {
  const { ownerOf } = owners
  const said = createSaid(doc)
  const proven = createProvenSessions()
  /** By the file's hash the device that wrote it. */
  const falsified = new Map<string, string>()
  /** Likewise, of what is collected here: who has forged other words may have had it collected. */
  const suspected = new Map<string, string>()
  let isLiveFalsified = false
  /** Files whose words came in last, for want of others: to fold anew now would end the same. */
  const letIn = new Set<string>()
  const stateOf = (client: number) => Y.getState(doc.store, client)
  const isBeyond = (range: Range) => endOf(range) > stateOf(range.client)
  /** What this process has written is in its files, though a document that is read anew hasn't come to them. */
  const isUnwritten = (range: Range) => isBeyond(range) && endOf(range) > owners.writtenTo(range.client)
  const isAhead = (range: Range) => owners.writing(range.client) === 'window' && isUnwritten(range)
  /** The vault process has written all that it has said: nobody can have more of it. */
  const isInvented = (range: Range) => owners.writing(range.client) === 'vault' && isUnwritten(range)
  function blame(who: Map<string, string>, { head, device }: Carrier): void {
    if (head === live.head) isLiveFalsified = true
    else if (!letIn.has(head)) who.set(head, device)
  }

  return {
    isAhead,
    proven,
    falsified: (): ReadonlyMap<string, string> => (falsified.size > 0 ? falsified : suspected),
    isFalsified: () => falsified.size > 0 || suspected.size > 0 || isLiveFalsified,
    ended: () => letIn.clear(),
    faultOf(update: Uint8Array, theirs: readonly Range[]): AuthorFault | null {
      if (theirs.some(isInvented)) return 'forged'
      if (theirs.some(isAhead)) return 'ahead'
      const known = theirs.filter(({ client, clock }) => ownerOf(client) !== undefined && clock < stateOf(client))
      const otherwise = said.otherwiseIn(update, { ranges: known, isOwners: false })
      if (otherwise.length === 0) return null
      return otherwise.every(said.isCarried) ? 'contested' : 'forged'
    },
    isDistrusted: (device: string, theirs: readonly Range[]) => distrusted.has(device) && theirs.some(isOfSession),
    /** The owner says what stands there: who has said otherwise has forged it. */
    settle(update: Uint8Array, read: ReadUpdate, owned: readonly Range[]): void {
      const { wrong, collected } = said.settle(update, read, owned)
      for (const each of wrong) blame(falsified, each)
      for (const each of collected) blame(suspected, each)
    },
    isSaidTwice: said.isSaidTwice,
    note(range: Range, noted: Noted): void {
      said.note(range, noted)
      proven.hear(range)
    },
    isBeyond,
    /** This file's words come in last. */
    letsIn: (head: string) => letIn.add(head),
    /** Whether a client's words are for this device alone to say. */
    isKept(
      client: number,
      { me, ofMine, unsaid }: { me: string; ofMine: 'none' | 'over'; unsaid: ReadonlySet<number | null> },
    ) {
      if (ownerOf(client) !== me) return false
      return ofMine === 'none' || owners.writing(client) !== null || unsaid.has(sessionOfClient(client))
    },
    falsify: (head: string, device: string) => falsified.set(head, device),
  }
}

/** Follows a file as it is read, slice by slice; `check` comes before each is applied. */
function readingOf(
  file: FoldedFile,
  { doc, me, judgement }: AuthorshipParts & { judgement: ReturnType<typeof createJudgement> },
) {
  const { writer, head, sessions, slices } = file
  const { proven } = judgement
  const device = deviceOf(writer)
  const isMine = device === me
  const named = new Set<number | null>(sessions.map(({ id }) => id))
  const isNamed = (client: number) => named.has(sessionOfClient(client))
  let isBegun = false
  const halved: Halved[] = []
  const carriedIn = (ranges: readonly Range[]) => ranges.filter(({ client }) => !isNamed(client))
  const noteAll = (theirs: readonly Range[], noted: Omit<Noted, 'by'>) =>
    theirs.forEach((range) => judgement.note(range, { by: { head, device }, ...noted }))
  const undeletedOf = createUndeletedCheck(slices, judgement.isBeyond)

  function faultOf(update: Uint8Array, theirs: readonly Range[]): AuthorFault | null {
    if (isMine) return null
    return judgement.isDistrusted(device, theirs) ? 'forged' : judgement.faultOf(update, theirs)
  }
  return {
    check(update: Uint8Array, read: ReadUpdate): AuthorFault | null {
      const ranges = rangesOf(read)
      if (!isBegun && !isMine && !usesItsSessions(file, ranges)) return 'forged'
      isBegun = true
      const owned = ranges.filter(({ client }) => isNamed(client))
      if (!isMine && judgement.isSaidTwice(update, owned)) return 'forged'
      judgement.settle(update, read, owned)
      if (isMine) for (const { client, clock, length } of owned) proven.say(client, clock + length)
      const theirs = carriedIn(ranges)
      const fault = faultOf(update, theirs)
      if (fault === null && !isMine) halved.push(...halvedBy(doc, update, theirs))
      if (fault === null) noteAll(theirs, { update, gone: isMine ? [] : undeletedOf(read) })
      return fault
    },
    /** Whether it has cut no letter in vain; asked for when all of it is applied. */
    isHonest(): boolean {
      const isHonest = isMine || !halved.some((each) => isCutInVain(doc, each))
      if (!isHonest) judgement.falsify(head, device)
      return isHonest
    },
    /** What is left of it without what it carries of sessions that it doesn't name. */
    ownPart: () => partOf(file, (client) => sessionOfClient(client) !== null && !isNamed(client)),
    /**
     * How what it carries comes in, where it fills what nobody has said: of this device's sessions `none`, or only those that
     * are over and not among the `unsaid` ones, of which an own file waits.
     */
    lettingIn: (ofMine: 'none' | 'over', unsaid: ReadonlySet<number | null>) => ({
      slices: () => partOf(file, (client) => !isMine && judgement.isKept(client, { me, ofMine, unsaid })),
      check(update: Uint8Array, read: ReadUpdate): null {
        judgement.letsIn(head)
        noteAll(carriedIn(rangesOf(read)), { update })
        return null
      },
    }),
  }
}
export type Authorship = ReturnType<typeof createAuthorship>

/** A character of two units, by the clock of the first. */
type Halved = ReturnType<typeof halvedBy>[number]

/** Who has brought words that are in no file yet. */
const live = { head: '', device: '' }

const endOf = ({ clock, length }: Range) => clock + length
const isOfSession = ({ client }: Range) => sessionOfClient(client) !== null

/** Whether a file has words of every session that it names, by its first slice or else by the others. */
export function usesItsSessions({ sessions, slices }: FoldedFile, first?: readonly Range[]): boolean {
  const unused = new Set<number | null>(sessions.map(({ id }) => id))
  const rest = first ? slices.slice(1) : slices
  for (const { client } of first ?? []) unused.delete(sessionOfClient(client))
  if (unused.size > 0) for (const { client } of rangesIn({ slices: rest })) unused.delete(sessionOfClient(client))
  return unused.size === 0
}

/** The clocks of each client that a whole file has words of, as far as it can be read. */
export function* rangesIn({ slices }: Pick<FoldedFile, 'slices'>): Generator<Range> {
  try {
    for (const slice of slices) yield* rangesOf(readUpdate(slice, updateLimits))
  } catch {
    // It is refused there, once it has its turn again.
  }
}

/** A file's slices without the words of some clients; what can't be read is left to whoever examines it. */
const partOf = ({ slices }: FoldedFile, isLeftOut: (client: number) => boolean): Uint8Array[] =>
  slices.flatMap((slice) => (canBeRead(slice) ? withoutClients(slice, isLeftOut) : [slice]))

/** The clocks of each client that an update has words of. */
function rangesOf({ blocks }: ReadUpdate): Range[] {
  return [...blocks].flatMap(([client, structs]) => {
    const [first, last] = [structs[0], structs.findLast(({ sort }) => sort !== 'skip')]
    return first && last ? [{ client, clock: first.clock, length: last.clock + last.length - first.clock }] : []
  })
}
