import * as Y from 'yjs'
import { hashOfContent } from '../../electron/core/exchange/format/carrier-part'
import { pieceSize, sealContent } from '../../electron/core/exchange/format/exchange-file'
import {
  type UpdateContent,
  type Vector,
  writeCoverageContent,
  writeSnapshotContent,
  writeUpdateContent,
} from '../../electron/core/exchange/format/file-content'
import { fileKinds } from '../../electron/core/exchange/format/file-head'
import type { ChainHead } from '../../electron/core/exchange/format/journal-writer'
import { type Session, type SessionName, sessionOf } from '../../electron/core/exchange/format/session'
import { deviceOf, writerId } from '../../electron/core/exchange/format/writer-id'
import { letterClient } from '../../shared/mark-clients'
import { toHex } from '../../electron/core/vault/bytes'
import { craftFile, plaintextOf } from './exchange-craft'
import type { People, Person } from './exchange-people'
import { rightFile } from './refused-file-vectors'
import { seededRandomness } from './seeded-random'

/** A file, where it stands, and its content: as bytes and as what they mean. Bytes are in hex. */
export interface FileVector {
  name: string
  fileName: string
  file: string
  hash: string
  writer: string
  document: number
  kind: number
  number: number
  prev: string
  index: number
  count: number
  content: string
  /** What the content says; null where it is a part of one, or of a kind that this version doesn't know. */
  means: object | null
}

/** A content too long for one file, told by how it is made; of the files it gives only what proves them. */
export interface LongVector {
  byte: number
  length: number
  files: { fileName: string; nonce: string; size: number; contentHash: string; hash: string }[]
}

const { update, snapshot, coverage } = fileKinds
const beginning: ChainHead = { number: 0, head: new Uint8Array(32) }

const nameOf = ({ tag, session }: SessionName): SessionName => ({ tag, session })

/** What a content says, with bytes in hex and maps as objects. */
export const meaningOf = (said: Partial<UpdateContent> & { vector?: Vector; time?: number | null }) => ({
  ...(said.sessions ? { sessions: said.sessions.map(nameOf) } : {}),
  ...(said.deps ? { deps: Object.fromEntries(said.deps) } : {}),
  ...(said.vector ? { vector: Object.fromEntries(said.vector) } : {}),
  ...(said.time === undefined ? {} : { time: said.time }),
  ...(said.slices ? { slices: said.slices.map(toHex) } : {}),
})

/** Sessions of Ana's device: one of its writer, and one of a tag that it had before. */
export const sessionsOf = ({ cipher, ana }: People): Session[] => [
  sessionOf(cipher, ana.writer, '0102030405060708'),
  sessionOf(cipher, writerId.parse(`${deviceOf(ana.writer)}${'7a'.repeat(8)}`), 'f'.repeat(16)),
]

/** Two updates of a small document, by a client with a fixed number. */
function updates(client: number): [Uint8Array, Uint8Array] {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText('body').insert(0, 'Rain. We stayed in.')
  const first = Y.encodeStateAsUpdate(doc)
  const before = Y.encodeStateVector(doc)
  doc.getText('body').insert(0, 'Sunday. ')
  return [first, Y.encodeStateAsUpdate(doc, before)]
}

/** One content as the file the app makes of it. */
function seal(
  { sealing, writer }: Person,
  o: { name: string; kind: number; content: Uint8Array; after: ChainHead; means: object | null },
) {
  const [file] = sealContent(sealing, { ...o, writer, document: 0 })
  if (!file) throw new Error('nothing was sealed')
  const { name, kind, means } = o
  const head = { number: file.number, head: file.hash }
  const vector: FileVector = {
    name,
    fileName: file.name,
    file: toHex(file.bytes),
    hash: toHex(file.hash),
    writer,
    document: 0,
    kind,
    number: file.number,
    prev: toHex(o.after.head),
    index: 0,
    count: 1,
    content: toHex(o.content),
    means,
  }
  return { head, vector }
}

/** Both parts of a content that the app would put in one file: the format lets it be cut anywhere. */
function parts(people: People, content: Uint8Array, after: ChainHead) {
  const random = seededRandomness(103)
  let head = after
  const vectors = [content.subarray(0, 30), content.subarray(30)].map((piece, index): FileVector => {
    const number = head.number + 1
    const place = { index, count: 2, number: BigInt(number), prev: head.head, kind: update }
    const nonce = random.bytes(24)
    const { bytes, hash } = craftFile(people.cipher, {
      ...rightFile(people),
      ...place,
      nonce,
      plaintext: plaintextOf(piece),
    })
    const prev = toHex(head.head)
    head = { number, head: hash }
    return {
      name: `part ${index + 1} of an update`,
      fileName: toHex(random.bytes(16)),
      file: toHex(bytes),
      hash: toHex(hash),
      writer: people.ana.writer,
      document: 0,
      kind: update,
      number,
      prev,
      index,
      count: 2,
      content: toHex(piece),
      means: null,
    }
  })
  return { head, vectors }
}

/** Files of both chains of Ana's device and of Ben's; `joined` is what the two parts among them are together. */
export function filesOf(people: People): { files: FileVector[]; joined: { content: string; means: object } } {
  const { ana, ben } = people
  const sessions = sessionsOf(people).slice(0, 1).map(nameOf)
  const [first, second] = updates(letterClient(sessionsOf(people)[0]?.id ?? 0))
  const alone = { sessions, deps: new Map(), slices: [first] }
  const content = writeUpdateContent(alone)
  const one = seal(ana, { name: 'an update', kind: update, content, after: beginning, means: meaningOf(alone) })
  const resting = { sessions: [], deps: new Map([[ana.writer, 1]]), slices: [second] }
  const two = seal(ben, {
    name: 'an update that rests on it',
    kind: update,
    content: writeUpdateContent(resting),
    after: beginning,
    means: meaningOf(resting),
  })
  const both = { sessions, deps: new Map([[ben.writer, 1]]), slices: [first, second] }
  const joined = writeUpdateContent(both)
  const cut = parts(people, joined, one.head)
  const vectorOf = (heads: [Person, ChainHead][]): Vector =>
    new Map(heads.map(([{ writer }, { number, head }]) => [writer, { number, head: toHex(head) }]))
  const whole = {
    sessions,
    vector: vectorOf([
      [ana, cut.head],
      [ben, two.head],
    ]),
    slices: [first, second],
  }
  const three = seal(ana, {
    name: 'a snapshot of both writers, in two slices',
    kind: snapshot,
    content: writeSnapshotContent(whole),
    after: cut.head,
    means: meaningOf(whole),
  })
  const vector = vectorOf([
    [ana, three.head],
    [ben, two.head],
  ])
  const covered = (name: string, time: number | null, after: ChainHead) => {
    const said = { vector, time }
    return seal(ben, { name, kind: coverage, content: writeCoverageContent(said), after, means: meaningOf(said) })
  }
  const four = covered('a coverage of both writers, as an earlier version says it', null, beginning)
  const timed = covered('a coverage of both writers with its time', 1_772_350_200_000, four.head)
  const unknown = new Uint8Array(5000).fill(7)
  const five = seal(ben, {
    name: 'a kind of a newer version, padded by Padmé',
    kind: 9,
    content: unknown,
    after: two.head,
    means: null,
  })
  return {
    files: [one.vector, two.vector, ...cut.vectors, three.vector, four.vector, timed.vector, five.vector],
    joined: { content: toHex(joined), means: meaningOf(both) },
  }
}

/** One byte more than fits into one file, as the app seals it. */
export function longOf({ cipher, ana }: People): LongVector {
  const [byte, length] = [7, pieceSize + 1]
  const content = new Uint8Array(length).fill(byte)
  const files = sealContent(
    { ...ana.sealing, randomness: seededRandomness(104) },
    { writer: ana.writer, document: 0, kind: update, content, after: beginning },
  )
  return {
    byte,
    length,
    files: files.map(({ name, bytes, hash }) => ({
      fileName: name,
      size: bytes.length,
      hash: toHex(hash),
      nonce: toHex(bytes.subarray(28, 52)),
      contentHash: toHex(hashOfContent(cipher, bytes.subarray(52, -150))),
    })),
  }
}
