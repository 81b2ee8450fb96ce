import type { EntryId } from '../../../../shared/ids'
import type { WriterId } from '../format/writer-id'
import { type Authorship, rangesIn, usesItsSessions } from './authorship'
import type { createChains } from './chains'
import type { createContent, FileFault } from './content'
import type { Range } from './range-set'
import { type FoldedFile, oursDocument } from './folded-file'
import { createLeftOut } from './left-out'
import { byOwnPast } from './own-past'
import type { Owners } from './owners'
import type { StructId } from './update-reader'

/** Files that say otherwise than others do under the same client ids; hashes in hex. */
export interface Doubts {
  /** The owner of the ids says otherwise: they are set aside. */
  readonly forged: readonly string[]
  /** Another that isn't the owner says otherwise: after everything else is applied, they are looked at again. */
  readonly contested: readonly string[]
  /** Devices of which whatever they carry of others is forged. */
  readonly distrusted?: readonly string[]
}
const noDoubts: Doubts = { forged: [], contested: [] }

interface Parts {
  readonly chains: ReturnType<typeof createChains>
  readonly owners: Owners
  readonly authorship: Authorship
  readonly content: ReturnType<typeof createContent>
  /** Whether the writer is one of this device's. */
  isOwn(writer: WriterId): boolean
}
type Applied = { file: FoldedFile; entries: Set<EntryId> }[]

/** Takes files in and applies all whose turn it is, each held against what the owners of its client ids say. */
export function createReceiving(parts: Parts, known: Doubts = noDoubts) {
  const { chains, owners, authorship, content, isOwn } = parts
  const forged = new Set(known.forged)
  const contested = new Set<string>()
  const suspected = new Set(known.contested)
  const ahead = createAhead(parts)
  const leftOut = createLeftOut(parts)
  const applyHeld = unlessLacking(parts, createHeldApplying(parts, { forged, contested, leftOut }))

  function apply(file: FoldedFile): Set<EntryId> | FileFault {
    if (!owners.claim(file)) return 'forged'
    if (suspected.has(file.head)) return 'out-of-order'
    return ahead.holds(file) ? 'ahead' : applyHeld(file)
  }
  function refuse(file: FoldedFile, fault: FileFault): void {
    if (fault === 'forged') forged.add(file.head)
    if (fault === 'ahead') ahead.add(file)
    leftOut.refused(file, fault)
    chains.refuse(file, fault)
  }
  function applyAll(applied: Applied): void {
    for (let file = chains.next(); file; file = chains.next()) {
      leftOut.tried(file)
      const entries = apply(file)
      if (typeof entries === 'string') {
        refuse(file, entries)
        continue
      }
      chains.advance(file)
      leftOut.applied(file)
      applied.push({ file, entries })
    }
  }

  return {
    receive(files: readonly FoldedFile[]) {
      expectAll(files, parts, leftOut)
      if (ahead.letGo()) chains.tryAgain()
      const applied: Applied = []
      for (const part of byOwnPast(files, isOwn)) {
        part.forEach(chains.offer)
        applyAll(applied)
      }
      if (suspected.size > 0) {
        suspected.clear()
        chains.tryAgain()
        applyAll(applied)
      }
      leftOut.comeIn(() => applyAll(applied))
      authorship.ended()
      content.unfiled.prune()
      return { applied }
    },
    hasWaitedForOwn: ahead.areSomeDue,
    /** Where own words rest on what isn't here: whether they are to be tried again. */
    helpOwn: leftOut.letInAll,
    doubts: (): Doubts => ({
      // Those first that only a fold has shown: the others are found again where they come.
      forged: [...new Set([...authorship.falsified().keys(), ...forged])],
      contested: [...contested],
      distrusted: [...new Set([...(known.distrusted ?? []), ...authorship.falsified().values()])],
    }),
  }
}

/** Whose client ids are whose is known before anything is applied, first of all which are one's own; and what may come. */
function expectAll(files: readonly FoldedFile[], parts: Parts, leftOut: ReturnType<typeof createLeftOut>): void {
  const { chains, owners, isOwn } = parts
  const own = files.filter(({ writer }) => isOwn(writer))
  for (const file of [...own, ...files]) owners.claim(file)
  const isOurs = ({ document, kind }: FoldedFile) => document === oursDocument && kind !== 'newer'
  for (const file of own) if (isOurs(file) && !chains.isKnown(file.writer, file)) leftOut.awaitOwn(file)
}

/**
 * Applies a file as it is held against the owners of its client ids. Of one that says otherwise than they do the rest is
 * applied, for who has filed it may have been told so: what else it carries is left out.
 */
function createHeldApplying(
  { authorship, content }: Pick<Parts, 'authorship' | 'content'>,
  found: { forged: Set<string>; contested: Set<string>; leftOut: ReturnType<typeof createLeftOut> },
) {
  const { forged, contested, leftOut } = found
  return (file: FoldedFile): Set<EntryId> | FileFault => {
    const { head } = file
    if (forged.has(head) && !usesItsSessions(file)) return 'forged'
    const reading = authorship.reading(file)
    if (!forged.has(head) && !contested.has(head)) {
      const entries = content.apply(file.slices, reading.check)
      if (typeof entries !== 'string') return reading.isHonest() ? entries : 'forged'
      if (entries === 'forged') {
        forged.add(head)
        if (!usesItsSessions(file)) return 'forged'
      } else if (entries === 'contested') contested.add(head)
      else return entries
    }
    leftOut.add(file)
    return content.apply(reading.ownPart(), reading.check)
  }
}

/** A file that lacks what isn't here is read again only once some of that has come, whatever else does. */
function unlessLacking(
  { content }: Pick<Parts, 'content'>,
  apply: (file: FoldedFile) => Set<EntryId> | FileFault,
): typeof apply {
  const lacked = new Map<string, readonly StructId[]>()
  return (file) => {
    if (lacked.get(file.head)?.every(content.isLacking)) return 'out-of-order'
    const entries = apply(file)
    if (entries === 'out-of-order') lacked.set(file.head, content.lacked())
    else lacked.delete(file.head)
    return entries
  }
}

/** Those that are ahead of this device's window: each is read again only once all is said that it waits for. */
function createAhead({ authorship }: Pick<Parts, 'authorship'>) {
  const awaited = new Map<string, readonly Range[]>()
  const due = () => [...awaited.keys()].filter((head) => !awaited.get(head)?.some(authorship.isAhead))
  return {
    holds: ({ head }: FoldedFile) => awaited.has(head),
    add(file: FoldedFile): void {
      if (!awaited.has(file.head)) awaited.set(file.head, [...rangesIn(file)].filter(authorship.isAhead))
    },
    areSomeDue: () => due().length > 0,
    /** Has those that are due wait no more; false where none is. */
    letGo(): boolean {
      const heads = due()
      for (const head of heads) awaited.delete(head)
      return heads.length > 0
    },
  }
}
