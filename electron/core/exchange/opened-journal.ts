import type { Cipher, Clock, Files, Randomness } from '../ports'
import { fromHex, toHex } from '../vault/bytes'
import { readDevices } from './certificate'
import { sealContent } from './exchange-file'
import { carrierKeyOf, type Epoch } from './exchange-keys'
import { type SnapshotContent, writeSnapshotContent, writeUpdateContent, writeVector } from './file-content'
import { fileKinds, hashSize } from './file-head'
import type { HostMirror } from './host-mirror'
import { type Identity, personIdOf } from './identity'
import { type ChainHead, createJournalWriter } from './journal-writer'
import { type Coverage, createMirrorReader, oursDocument, type ReadFiles } from './mirror-reader'
import type { KeptJournal } from './pairs-store'
import { createSharedJournal, type JournalWriters, type SharedJournal, type SharedJournalEvents } from './shared-journal'
import type { LinkKeys } from '../host/link-protocol'
import { deviceOf, type WriterId } from './writer-id'

export interface JournalTools {
  readonly files: Files
  readonly cipher: Cipher
  readonly clock: Clock
  readonly randomness: Randomness
  readonly mirror: HostMirror
  /** The vault's folder. */
  readonly folder: string
  readonly identity: Identity
  name(): string
  /** What a partner without a name is called. */
  readonly events: SharedJournalEvents
}

/** A journal of this vault with its files: what of them has been read, and the way to make more. */
export interface OpenedJournal {
  readonly kept: KeptJournal
  readonly journal: SharedJournal
  /** What the host needs to verify and carry its files. */
  keys(): LinkKeys
  /** Reads the files that have arrived in the mirror. */
  arrived(names: readonly string[]): Promise<void>
  /** Begins with all that another journal of this vault holds, in files of this one. */
  carryOver(content: SnapshotContent): Promise<void>
}

const noHead = (): ChainHead => ({ number: 0, head: new Uint8Array(hashSize) })

export const epochOfKept = ({ epoch }: KeptJournal): Epoch => ({
  epoch: epoch.epoch,
  id: fromHex(epoch.id),
  key: fromHex(epoch.key),
})

/** Reads all of a journal that lies in the mirror. One that has ended, or of a vault that is read-only, is only read. */
export async function openJournal(
  tools: JournalTools,
  kept: KeptJournal,
  { isReadOnly }: { isReadOnly: boolean },
): Promise<OpenedJournal> {
  const { cipher, identity } = tools
  const epoch = epochOfKept(kept)
  const devices = devicesOf(tools, kept)
  const folder = `${tools.folder}/mirror/${kept.folder}`
  const reader = createMirrorReader({ files: tools.files, cipher, folder, epoch, devices })
  const read = await reader.read(await reader.list())
  const writers = isReadOnly || kept.endedAt !== null ? null : writersOf(tools, { kept, epoch, read })
  const journal = createSharedJournal({
    clock: tools.clock,
    me: { writer: kept.writer, author: personIdOf(cipher, identity.person.publicKey), name: tools.name },
    partnerName: () => kept.partner?.name ?? '',
    writers,
    events: tools.events,
  })
  const take = (found: ReadFiles, news: boolean) => {
    journal.receive(found.contents, { news })
    const coverage = newest(found.coverages.filter(({ writer }) => deviceOf(writer) !== identity.device))
    if (coverage) journal.covered(coverage.vector)
  }
  take(read, false)
  const own = [kept.writer, ...kept.formerWriters]
  return {
    kept,
    journal,
    keys: () => ({
      folder: kept.folder,
      epoch: epoch.epoch,
      epochId: epoch.id,
      carrierKey: carrierKeyOf(epoch),
      devices,
      own,
    }),
    arrived: async (names) => take(await reader.read(names), true),
    async carryOver({ slices }) {
      const head = await writers?.content.write(() => ({ snapshot: { vector: new Map(), slices } }))
      if (!head) return
      const place = { writer: kept.writer, first: 1, number: head.number, prev: toHex(noHead().head) }
      const file = { ...place, head: toHex(head.head), deps: new Map(), vector: new Map(), slices }
      journal.receive([{ ...file, kind: 'snapshot' }], { news: false })
    },
  }
}

const newest = (coverages: readonly Coverage[]): Coverage | null =>
  coverages.reduce<Coverage | null>((best, each) => (best && best.number >= each.number ? best : each), null)

function devicesOf({ cipher, identity }: JournalTools, { partner }: KeptJournal): Record<string, Uint8Array> {
  const theirs = readDevices(cipher, (partner?.certificates ?? []).map(fromHex)) ?? []
  return {
    ...Object.fromEntries(theirs.map(({ device, signing }) => [device, signing])),
    [identity.device]: identity.signing.publicKey,
  }
}

function writersOf(
  tools: JournalTools,
  { kept, epoch, read }: { kept: KeptJournal; epoch: Epoch; read: ReadFiles },
): JournalWriters {
  const { cipher, randomness, identity, mirror } = tools
  const { writer } = kept
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
      keep: mirror.keep,
    }),
    coverage: createJournalWriter({
      writer,
      head: lastCoverage ? { number: lastCoverage.number, head: lastCoverage.hash } : noHead(),
      seal: (vector, after) => seal(fileKinds.coverage, writeVector(vector), after),
      keep: mirror.keep,
    }),
  }
}

/** A folder's name in the mirror, which says nothing. */
export const newFolder = (randomness: Randomness): string => toHex(randomness.bytes(16))
