import { AppError } from '../../../../shared/failure'
import type { Cipher, Clock, Files, Randomness } from '../../ports'
import { fromHex, toHex } from '../../vault/bytes'
import { readDevices } from '../pairing/certificate'
import { sealContent } from '../format/exchange-file'
import { carrierKeyOf, type Epoch } from '../format/exchange-keys'
import { writeCoverageContent, writeSnapshotContent, writeUpdateContent } from '../format/file-content'
import { fileKinds, hashSize } from '../format/file-head'
import { type FoldedFile, oursDocument } from '../fold/folded-file'
import { maxLiveWriters } from '../fold/live-writers'
import type { HostMirror } from './host-mirror'
import { compact } from './compaction'
import { createHeardDevices, type HeardDevices } from './heard-devices'
import { knownWriters, liveTags } from './retired-writers'
import { type Identity, personIdOf } from '../pairing/identity'
import { type ChainHead, createJournalWriter, type SealedFile } from '../format/journal-writer'
import { createMirrorReader, type MirrorReader, type ReadFiles, readWhole } from './mirror-reader'
import type { JournalWriters } from './journal-writers'
import { isToBegin, mayGoOn } from './own-chain'
import type { OwnSessions } from './own-sessions'
import { type KeptJournal, type KeptPartner, maxUnread } from '../partner/pairs-store'
import { epochOfKept } from '../partner/reach'
import { createOpeningEvents, foldWithoutForged, withSetAside } from './forged-files'
import type { SharedJournalEvents } from './journal-events'
import { createSharedJournal, type SharedJournal, type WholeJournal } from './shared-journal'
import type { LinkKeys } from '../../protocol/link-protocol'
import { deviceOf, makeWriter, type WriterId } from '../format/writer-id'

export interface JournalTools {
  readonly files: Files
  readonly cipher: Cipher
  readonly clock: Clock
  readonly randomness: Randomness
  readonly mirror: HostMirror
  /** The vault's folder. */
  readonly folder: string
  readonly identity: Identity
  readonly sessions: OwnSessions
  name(): string
  readonly events: SharedJournalEvents
}

/** A journal of this vault with its files: what of them has been read, and the way to make more. */
export interface OpenedJournal {
  readonly kept: KeptJournal
  readonly journal: SharedJournal
  /** What is to be remembered of the partner's devices; the same object as before where nothing new was heard. */
  heard(): NonNullable<KeptPartner['heard']>
  /** What the host needs to verify and carry its files. */
  keys(): LinkKeys
  /** Reads the files that have arrived in the mirror; `disk-failed` where some can't be read now, to be tried again. */
  arrived(names: readonly string[], small: ReadonlyMap<string, Uint8Array>): Promise<void>
  /**
   * Where many files have gathered that everybody has, or this device writes under many tags, puts a snapshot in their place;
   * the names of files that needn't lie in the mirror any more.
   */
  compact(): Promise<string[]>
  /** Whether this device has gone on under a new writer, of which no file is there yet. */
  isToBegin(): boolean
  /** Begins with all that another journal of this vault holds, in files of this one, and what of this one that stands for. */
  carryOver(content: WholeJournal): Promise<void>
  /** Under how many tags this device has written whose last words are in no snapshot. */
  liveTags(): number
}

const noHead = (): ChainHead => ({ number: 0, head: new Uint8Array(hashSize) })

/**
 * Reads all of a journal that lies in the mirror; fails with `disk-failed` where the disk can't read some of it now, unless
 * it may miss that. One that has ended, or of a vault that is read-only, is only read. `former` is the same journal as it
 * is open now: all that it has is in files and read, and the caller closes it at once.
 */
export async function openJournal(
  tools: JournalTools,
  found: KeptJournal,
  { isReadOnly, mayMiss = false, former }: { isReadOnly: boolean; mayMiss?: boolean; former?: SharedJournal },
): Promise<OpenedJournal> {
  const { cipher, identity } = tools
  const epoch = epochOfKept(found)
  const devices = devicesOf(tools, found)
  const isOwn = (writer: WriterId) => deviceOf(writer) === identity.device
  const place = { files: tools.files, cipher, folder: `${tools.folder}/mirror/${found.folder}`, epoch, devices }
  const reader = createMirrorReader(place)
  const read = await readWhole(reader, former)
  if (read.unread.length > 0 && !mayMiss) throw new AppError({ code: 'disk-failed' })
  const known = knownWriters(read, isOwn)
  const isWritten = !isReadOnly && found.endedAt === null
  let tags = liveTags(read, known, { writer: found.writer, isOwn })
  const isUsedUp = isWritten && mustGoOnAnew(read, found) && tags < maxLiveWriters
  const kept = isUsedUp ? withNewWriter(tools, found, read.unread) : found
  const writers = isWritten ? writersOf(tools, { kept, epoch, read, reader: createMirrorReader(place) }) : null
  const others = Object.keys(devices).filter((device) => device !== identity.device)
  const heard = createHeardDevices({ clock: tools.clock, devices: others, former: kept.partner?.heard ?? {} })
  const take = takingIn({ heard, isOwn })
  const events = createOpeningEvents(tools.events)
  const journal = foldWithoutForged(found.setAside ?? [], (doubts) => {
    const parts = partsOf(tools, { kept, devices, known, writers })
    const folded = createSharedJournal({ ...parts, doubts, events: events.begin() })
    take(folded, read, false)
    return folded
  })
  events.open()
  return {
    kept: withSetAside(kept, journal),
    journal,
    heard: heard.heard,
    keys: () => linkKeysOf(kept, epoch, devices),
    async arrived(names, small) {
      const files = await reader.read(names, small)
      take(journal, files, true)
      if (files.unread.length > 0) throw new AppError({ code: 'disk-failed' })
    },
    async compact() {
      if (!writers) return []
      const here = { me: identity.device, isRoller: kept.role === 'inviter', tags }
      const { spare, hasRolled } = await compact({ journal, read, ...here, others, heard })
      if (hasRolled) tags = 1
      return spare
    },
    isToBegin: () => writers !== null && isToBegin(read.contents, kept),
    async carryOver(content) {
      const head = await writers?.content.write(() => ({ snapshot: content }))
      if (head) journal.receive([firstSnapshot(kept.writer, head, content)], { news: false })
      if (head && content.vector.size > 0) tags = 1
    },
    liveTags: () => tags,
  }
}

const takingIn =
  ({ heard, isOwn }: { heard: HeardDevices; isOwn(writer: WriterId): boolean }) =>
  (journal: SharedJournal, files: ReadFiles, news: boolean): void => {
    journal.receive(files.contents, { news })
    // One's own second device is not the partner.
    const theirs = files.coverages.filter(({ writer }) => !isOwn(writer) && journal.admits(writer))
    if (theirs.length > 0) journal.covered(theirs)
    heard.take(theirs)
  }

const partsOf = (
  { clock, cipher, identity, sessions, name }: JournalTools,
  o: {
    kept: KeptJournal
    devices: Record<string, Uint8Array>
    known: ReturnType<typeof knownWriters>
    writers: JournalWriters | null
  },
) => ({
  clock,
  me: { writer: o.kept.writer, author: personIdOf(cipher, identity.person.publicKey), name },
  partnerName: () => o.kept.partner?.name ?? '',
  mayWrite: (writer: WriterId) => Object.hasOwn(o.devices, deviceOf(writer)),
  known: o.known,
  writers: o.writers,
  sessions,
})

const linkKeysOf = (kept: KeptJournal, epoch: Epoch, devices: LinkKeys['devices']): LinkKeys => ({
  folder: kept.folder,
  epoch: epoch.epoch,
  epochId: epoch.id,
  carrierKey: carrierKeyOf(epoch),
  devices,
  own: [kept.writer, ...kept.formerWriters],
})

/** The content with which a chain begins that goes on with another's words. */
const firstSnapshot = (writer: WriterId, { number, head }: ChainHead, content: WholeJournal): FoldedFile => ({
  writer,
  document: oursDocument,
  first: 1,
  number,
  prev: toHex(noHead().head),
  head: toHex(head),
  kind: 'snapshot',
  deps: new Map(),
  ...content,
})

/**
 * Whether no number of the chain may be used any more: among what couldn't be read may be the last of one's own, but for files
 * that couldn't be read either when this writer was begun.
 */
const mustGoOnAnew = (read: ReadFiles, { writer, unread = [] }: KeptJournal) =>
  read.unread.some((name) => !unread.includes(name)) || !mayGoOn(read, writer)

/** The same journal, in which this device goes on under a new tag. */
export const withNewWriter = (
  { identity, randomness }: Pick<JournalTools, 'identity' | 'randomness'>,
  kept: KeptJournal,
  unread: readonly string[] = [],
) => ({
  ...kept,
  writer: makeWriter(identity.device, randomness),
  formerWriters: [...kept.formerWriters, kept.writer],
  unread: [...new Set([...unread, ...(kept.unread ?? [])])].slice(0, maxUnread),
})

function devicesOf({ cipher, identity }: JournalTools, { partner }: KeptJournal): Record<string, Uint8Array> {
  const theirs = readDevices(cipher, (partner?.certificates ?? []).map(fromHex)) ?? []
  return {
    ...Object.fromEntries(theirs.map(({ device, signing }) => [device, signing])),
    [identity.device]: identity.signing.publicKey,
  }
}

function writersOf(
  tools: JournalTools,
  { kept, epoch, read, reader }: { kept: KeptJournal; epoch: Epoch; read: ReadFiles; reader: MirrorReader },
): JournalWriters {
  const { cipher, randomness, identity, mirror } = tools
  const { writer } = kept
  const keep = async (file: SealedFile) => {
    if (!(await reader.canRead(file))) throw new AppError({ code: 'bug' })
    await mirror.keep(kept.folder, file)
  }
  const sealing = { cipher, randomness, epoch, signingKey: identity.signing.secretKey }
  const seal = (kind: number, content: Uint8Array, after: ChainHead) =>
    sealContent(sealing, { writer, document: oursDocument, kind, content, after })
  const own = <T extends { writer: WriterId; number: number }>(list: readonly T[]) =>
    list.filter((each) => each.writer === writer).toSorted((a, b) => b.number - a.number)[0]
  const lastContent = own(read.contents)
  const lastCoverage = own(read.coverages)
  return {
    content: createJournalWriter({
      writer,
      head: lastContent ? { number: lastContent.number, head: fromHex(lastContent.head) } : noHead(),
      seal: (content, after) =>
        'update' in content
          ? seal(fileKinds.update, writeUpdateContent(content.update), after)
          : seal(fileKinds.snapshot, writeSnapshotContent(content.snapshot), after),
      keep,
    }),
    coverage: createJournalWriter({
      writer,
      head: lastCoverage ? { number: lastCoverage.number, head: lastCoverage.hash } : noHead(),
      seal: (content, after) => seal(fileKinds.coverage, writeCoverageContent(content), after),
      keep,
    }),
  }
}

/** A folder's name in the mirror, which says nothing. */
export const newFolder = (randomness: Randomness): string => toHex(randomness.bytes(16))
