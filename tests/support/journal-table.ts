import * as Y from 'yjs'
import { type SealingKeys, sealContent } from '../../electron/core/exchange/format/exchange-file'
import {
  type Vector,
  writeCoverageContent,
  writeSnapshotContent,
  writeUpdateContent,
} from '../../electron/core/exchange/format/file-content'
import { fileKinds } from '../../electron/core/exchange/format/file-head'
import type { ChainHead, SealedFile } from '../../electron/core/exchange/format/journal-writer'
import type { SessionName } from '../../electron/core/exchange/format/session'
import { makeWriter, type WriterId } from '../../electron/core/exchange/format/writer-id'
import { certifyDevice } from '../../electron/core/exchange/pairing/certificate'
import { toHex } from '../../electron/core/vault/bytes'
import { createJournalDoc } from '../../shared/journal-doc'
import { markClient, type MarkRole } from '../../shared/mark-clients'
import { deviceOfSeed } from './certificate-vectors'
import type { People } from './exchange-people'
import { seededRandomness } from './seeded-random'

const { update, snapshot, coverage } = fileKinds
const beginning: ChainHead = { number: 0, head: new Uint8Array(32) }

/** One chain of a device, which seals what it is given, one file behind the other. */
export class Chain {
  readonly writer: WriterId
  readonly #keys: SealingKeys
  end = beginning

  constructor(keys: SealingKeys, device: string) {
    this.#keys = keys
    this.writer = makeWriter(device, keys.randomness)
  }

  /** Where it ends, as a vector has it. */
  head(): { number: number; head: string } {
    return { number: this.end.number, head: toHex(this.end.head) }
  }

  put(kind: number, content: Uint8Array, document = 0): SealedFile {
    const file = this.#seal(kind, document, content, this.end)
    this.end = { number: file.number, head: file.hash }
    return file
  }

  /** An update that rests on all that these chains have so far, and names these sessions. */
  update(
    slices: readonly Uint8Array[],
    deps: readonly Chain[] = [],
    sessions: readonly SessionName[] = [],
  ): SealedFile {
    const numbers = new Map(deps.map(({ writer, end }) => [writer, end.number]))
    return this.put(update, writeUpdateContent({ sessions, slices, deps: numbers }))
  }

  snapshot(slices: readonly Uint8Array[], vector: Vector): SealedFile {
    return this.put(snapshot, writeSnapshotContent({ sessions: [], slices, vector }))
  }

  /** The first coverage of this writer, of these chains. */
  coverage(of: readonly Chain[], time: number): SealedFile {
    const vector = new Map(of.map((each) => [each.writer, each.head()]))
    return this.#seal(coverage, 0, writeCoverageContent({ vector, time }), beginning)
  }

  #seal(kind: number, document: number, content: Uint8Array, after: ChainHead): SealedFile {
    const [file] = sealContent(this.#keys, { writer: this.writer, document, kind, content, after })
    if (!file) throw new Error('nothing was sealed')
    return file
  }
}

/** Who writes in one journal: Ana on a laptop and a phone, and Ben. All of it comes from the seed. */
export function tableOf({ cipher, epoch, ana, ben }: People, seed: number) {
  const randomness = seededRandomness(seed)
  const phone = deviceOfSeed(cipher, seed + 1)
  const chain = (device: string, signingKey: Uint8Array) => new Chain({ cipher, randomness, epoch, signingKey }, device)
  // The device of a seed draws its number first, and then the seed of its signing key.
  const ofPhone = seededRandomness(seed + 1)
  ofPhone.bytes(16)
  const phoneKey = cipher.signingKeys(ofPhone.bytes(32)).secretKey
  return {
    phone,
    certificates: {
      ana: [certifyDevice(cipher, ana.identity, epoch.id)],
      ben: [certifyDevice(cipher, ben.identity, epoch.id)],
    },
    ofAna: () => chain(ana.identity.device, ana.sealing.signingKey),
    ofBen: () => chain(ben.identity.device, ben.sealing.signingKey),
    ofPhone: () => chain(phone.device, phoneKey),
  }
}

/** Somebody who writes in a document of their own. */
export interface Hand {
  readonly doc: Y.Doc
  /** The update of what `act` writes, as letters or as marks of a role. */
  write(act: (doc: Y.Doc) => void, role?: MarkRole): Uint8Array
  /** Hears of what others wrote. */
  apply(...updates: readonly Uint8Array[]): void
}

/** A hand whose letters have this client id. */
export function handOf(letters: number): Hand {
  const doc = createJournalDoc()
  return {
    doc,
    write(act, role) {
      const before = Y.encodeStateVector(doc)
      doc.clientID = role ? markClient(letters, role) : letters
      act(doc)
      return Y.encodeStateAsUpdate(doc, before)
    },
    apply: (...updates) => updates.forEach((each) => Y.applyUpdate(doc, each)),
  }
}

/** All that a hand's document holds, as one update. */
export const wholeOf = ({ doc }: Hand): Uint8Array => Y.encodeStateAsUpdate(doc)
