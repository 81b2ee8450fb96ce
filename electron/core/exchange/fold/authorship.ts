import * as Y from 'yjs'
import { sessionOfClient } from '../../../../shared/mark-clients'
import { deviceOf } from '../format/writer-id'
import { type Carried, createCarried } from './carried'
import { type Range, rangesOtherwise } from './document-content'
import type { FoldedFile } from './folded-file'
import type { Owners } from './owners'
import { updateLimits } from './update-check'
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
export function createAuthorship({ doc, me, owners, distrusted }: AuthorshipParts) {
  const { ownerOf } = owners
  const carried = createCarried()
  /** By the file's hash the device that wrote it. */
  const falsified = new Map<string, string>()
  const stateOf = (client: number) => Y.getState(doc.store, client)
  const isBeyond = ({ client, clock, length }: Range) => clock + length > stateOf(client)
  const isAhead = (range: Range) => owners.isRunning(range.client) && isBeyond(range)

  function faultOf(update: Uint8Array, theirs: readonly Range[]): AuthorFault | null {
    if (theirs.some(isAhead)) return 'ahead'
    const known = theirs.filter(({ client, clock }) => ownerOf(client) !== undefined && clock < stateOf(client))
    const otherwise = known.length > 0 ? rangesOtherwise(doc, update, { ranges: known, isOwners: false }) : []
    if (otherwise.length === 0) return null
    return otherwise.every((range) => carried.of(range).length > 0) ? 'contested' : 'forged'
  }
  /** The owner says what stands there: who has said otherwise has forged it. */
  function settle(update: Uint8Array, owned: readonly Range[]): void {
    const said = owned.filter((range) => carried.of(range).length > 0)
    if (said.length === 0) return
    const otherwise = rangesOtherwise(doc, update, { ranges: said, isOwners: true })
    for (const range of otherwise) for (const { head, device } of carried.of(range)) falsified.set(head, device)
    // What was said wrong stays carried: who says the same as the owner is not forged, though it still stands here.
    ofOtherClients(said, otherwise).forEach(carried.remove)
  }
  function note({ client, clock, length }: Range, by: Pick<Carried, 'head' | 'device'>): void {
    const from = Math.max(clock, stateOf(client))
    if (from < clock + length) carried.add(client, { from, to: clock + length, ...by })
  }

  return {
    /** Whether a session of this device is still to say some of this. */
    isAhead,
    /** Files whose words under another's client ids are in the document, and are not the owner's; with their devices. */
    falsified: (): ReadonlyMap<string, string> => falsified,
    /** Whether an update has words under an id of this device's that aren't in the document. */
    addsToOwn: (read: ReadUpdate): boolean =>
      rangesOf(read).some((range) => ownerOf(range.client) === me && isBeyond(range)),
    /** Whether live words stand under an id of this device's where it has said, or may still say, something else. */
    isForgedLive(update: Uint8Array, read: ReadUpdate): boolean {
      const mine = rangesOf(read).filter(({ client }) => ownerOf(client) === me)
      return mine.length > 0 && faultOf(update, mine) !== null
    },
    /** Follows a file as it is read, slice by slice; `check` comes before each is applied. */
    reading({ writer, head, sessions }: FoldedFile) {
      const author = deviceOf(writer)
      const used = new Set<number | null>()
      return {
        check(update: Uint8Array, read: ReadUpdate): AuthorFault | null {
          if (author === me && carried.isEmpty()) return null
          const ranges = rangesOf(read)
          for (const { client } of ranges) used.add(sessionOfClient(client))
          const isOwn = ({ client }: Range) => ownerOf(client) === author
          settle(update, ranges.filter(isOwn))
          if (author === me) return null
          const theirs = ranges.filter((range) => !isOwn(range))
          if (distrusted.has(author) && theirs.some(isOfSession)) return 'forged'
          const fault = faultOf(update, theirs)
          if (fault === null) for (const range of theirs) note(range, { head, device: author })
          return fault
        },
        /** Whether it names no session that it doesn't use; asked for when all of it is applied. */
        isHonest(): boolean {
          const isHonest = author === me || sessions.every(({ id }) => used.has(id))
          if (!isHonest) falsified.set(head, author)
          return isHonest
        },
      }
    },
  }
}
export type Authorship = ReturnType<typeof createAuthorship>

const isOfSession = ({ client }: Range) => sessionOfClient(client) !== null

function ofOtherClients(ranges: readonly Range[], than: readonly Range[]): Range[] {
  const clients = new Set(than.map(({ client }) => client))
  return ranges.filter(({ client }) => !clients.has(client))
}

/** The clocks of each client that a whole file has words of, as far as it can be read. */
export function* rangesIn({ slices }: FoldedFile): Generator<Range> {
  try {
    for (const slice of slices) yield* rangesOf(readUpdate(slice, updateLimits))
  } catch {
    // It is refused there, once it has its turn again.
  }
}

/** The clocks of each client that an update has words of. */
function rangesOf({ blocks }: ReadUpdate): Range[] {
  return [...blocks].flatMap(([client, structs]) => {
    const [first, last] = [structs[0], structs.findLast(({ sort }) => sort !== 'skip')]
    return first && last ? [{ client, clock: first.clock, length: last.clock + last.length - first.clock }] : []
  })
}
