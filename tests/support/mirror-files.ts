import { writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { sealContent } from '../../electron/core/exchange/format/exchange-file'
import {
  type UpdateContent,
  type Vector,
  writeCoverageContent,
  writeSnapshotContent,
  writeUpdateContent,
} from '../../electron/core/exchange/format/file-content'
import { fileKinds, hashSize } from '../../electron/core/exchange/format/file-head'
import type { ChainHead } from '../../electron/core/exchange/format/journal-writer'
import { makeWriter, type WriterId } from '../../electron/core/exchange/format/writer-id'
import { createOwnSessions } from '../../electron/core/exchange/journal/own-sessions'
import { createHostMirror } from '../../electron/core/exchange/journal/host-mirror'
import { type JournalTools, openJournal, type OpenedJournal } from '../../electron/core/exchange/journal/opened-journal'
import { type Identity, identityOf, makeIdentity } from '../../electron/core/exchange/pairing/identity'
import {
  createPairsStore,
  type KeptJournal,
  type PairsDocument,
  type PairsStore,
} from '../../electron/core/exchange/partner/pairs-store'
import { JournalsInUse } from '../../electron/core/exchange/journal/journals-in-use'
import { createMemoryStore } from './journal-entries'
import type { Clock, Files } from '../../electron/core/ports'
import { toHex } from '../../electron/core/vault/bytes'
import { craftCertificate } from './exchange-craft'

const cipher = createSodiumCipher()
const randomness = systemRandomness
const epoch = { epoch: 1, id: randomness.bytes(16), key: randomness.bytes(32) }
const beginning: ChainHead = { number: 0, head: new Uint8Array(hashSize) }

/** A chain of one writer's files, written into a mirror as its device signs them. */
export interface FileChain {
  readonly writer: WriterId
  head(): ChainHead
  write(
    content:
      | { update: Parameters<typeof writeUpdateContent>[0] }
      | { snapshot: Parameters<typeof writeSnapshotContent>[0] },
  ): Promise<void>
  cover(vector: Vector, time: number | null): Promise<void>
}

/** Ana's mirror on a real disk, in a journal with Ben, who has so many devices. */
export function createAnasMirror(vault: string, { role, devices }: { role: KeptJournal['role']; devices: number }) {
  const ana = identityOf(cipher, makeIdentity(randomness))
  const person = makeIdentity(randomness)
  const bens = Array.from({ length: devices }, () =>
    identityOf(cipher, { ...makeIdentity(randomness), identity: person.identity }),
  )
  const folder = toHex(randomness.bytes(16))
  const path = join(vault, 'mirror', folder)
  const keys = (device: Identity) => ({ cipher, randomness, epoch, signingKey: device.signing.secretKey })

  function chainOf(device: Identity, writer = makeWriter(device.device, randomness)): FileChain {
    const heads = { content: beginning, coverage: beginning }
    async function seal(chain: keyof typeof heads, kind: number, content: Uint8Array): Promise<void> {
      await mkdir(path, { recursive: true })
      for (const file of sealContent(keys(device), { writer, document: 0, kind, content, after: heads[chain] })) {
        await writeFile(join(path, file.name), file.bytes)
        heads[chain] = { number: file.number, head: file.hash }
      }
    }
    return {
      writer,
      head: () => heads.content,
      write: (content) =>
        'update' in content
          ? seal('content', fileKinds.update, writeUpdateContent(content.update))
          : seal('content', fileKinds.snapshot, writeSnapshotContent(content.snapshot)),
      cover: (vector, time) => seal('coverage', fileKinds.coverage, writeCoverageContent({ vector, time })),
    }
  }
  const ours = chainOf(ana)
  const kept: KeptJournal = {
    folder,
    epoch: { epoch: 1, id: toHex(epoch.id), key: toHex(epoch.key) },
    role,
    writer: ours.writer,
    formerWriters: [],
    partner: {
      name: 'Ben',
      partnerId: '60'.repeat(16),
      certificates: certificatesOf(bens).map(toHex),
      since: 0,
      compared: true,
      lastExchanged: null,
    },
    endedAt: null,
  }
  const bensKept: KeptJournal = {
    ...kept,
    role: role === 'inviter' ? 'joiner' : 'inviter',
    writer: makeWriter(bens[0]?.device ?? '', randomness),
    partner: kept.partner && { ...kept.partner, certificates: certificatesOf([ana]).map(toHex) },
  }
  function toolsOf(clock: Clock, files: Files, as: KeptJournal): JournalTools {
    const mirror = createHostMirror({ files, randomness, folder: vault, order: () => {} })
    mirror.hostGone()
    const identity = as.writer === bensKept.writer ? (bens[0] ?? ana) : ana
    const events = { onEntries() {}, onUpdate() {}, onSaving() {}, onHeld() {} }
    const sessions = createOwnSessions({ cipher, randomness })
    return { files, cipher, clock, randomness, mirror, folder: vault, identity, sessions, events, name: () => 'Ana' }
  }
  return {
    ana: ours,
    bens: bens.map((device) => chainOf(device)),
    chainOfBen: () => chainOf(bens[0] as Identity),
    chainOfAna: () => chainOf(ana),
    kept,
    /** The same journal in Ben's vault, which has the same files. */
    bensKept,
    /** Opens it as Ana's vault process does where there is no host, or Ben's: what is written lies on the disk at once. */
    open(clock: Clock, as: KeptJournal = kept): Promise<OpenedJournal> {
      return openJournal(toolsOf(clock, diskFiles, as), as, { isReadOnly: false })
    },
    /** Ana's journals, of which this is the one that is written. */
    async journals(
      clock: Clock,
      {
        files = diskFiles,
        as = kept,
        pairs = pairsWith(as, clock),
      }: { files?: Files; as?: KeptJournal; pairs?: PairsStore } = {},
    ): Promise<JournalsInUse> {
      const ends = { order() {}, onEntries() {}, onReplaced() {}, onExchanged() {} }
      const tools = toolsOf(clock, files, as)
      const journals = new JournalsInUse({ ...tools, ...ends, pairs, isReadOnly: false, toolsOf: () => tools })
      await journals.open({ mayMiss: true })
      return journals
    },
  }
}

/** What a vault remembers that has this journal. */
export const pairsWith = (journal: KeptJournal, clock: Clock): PairsStore =>
  createPairsStore(createMemoryStore<PairsDocument>({ journal }).store, clock)

/** The devices of one person, each added by a step of the list. */
function certificatesOf(devices: readonly Identity[]): Uint8Array[] {
  const list: Uint8Array[] = []
  for (const [at, { person, device, signing, noise }] of devices.entries()) {
    const before = list.at(-1)
    list.push(
      craftCertificate(cipher, {
        pairId: epoch.id,
        person: person.publicKey,
        signedBy: person.secretKey,
        seq: at + 1,
        prev: before ? cipher.digest({ message: before, length: hashSize }) : beginning.head,
        device,
        signing: signing.publicKey,
        noise: noise.publicKey,
        action: 0,
      }),
    )
  }
  return list
}

/** A vector that names where these chains end. */
export const headsOf = (...chains: readonly FileChain[]): Vector =>
  new Map(chains.map((chain) => [chain.writer, { number: chain.head().number, head: toHex(chain.head().head) }]))

/** A document's changes one by one, as a device writes them. */
export function createAuthor(from?: Uint8Array) {
  const doc = new Y.Doc()
  if (from) Y.applyUpdate(doc, from)
  return {
    /** An update with so many more letters. */
    words(length: number, letter = 'w'): { update: UpdateContent } {
      const before = Y.encodeStateVector(doc)
      doc.getText('t').insert(0, letter.repeat(length))
      return { update: { sessions: [], deps: new Map(), slices: [Y.encodeStateAsUpdate(doc, before)] } }
    },
    all: () => Y.encodeStateAsUpdate(doc),
  }
}
