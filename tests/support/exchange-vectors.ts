import {
  carrierKeyOf,
  contentKeyOf,
  liveSecretsOf,
  noisePskOf,
} from '../../electron/core/exchange/format/exchange-keys'
import { personIdOf } from '../../electron/core/exchange/pairing/identity'
import { type CarrierMessage, writeCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { endReasons, type SessionMessage, writeSessionMessage } from '../../electron/core/link/streams/session-messages'
import { letterClient } from '../../shared/mark-clients'
import { concat, toHex, utf8, viewOf } from '../../electron/core/vault/bytes'
import { type CertificatesVector, certificatesOf, type RefusedCertificates } from './certificate-vectors'
import { exchangePeople, type People, type Person } from './exchange-people'
import { filesOf, type FileVector, longOf, type LongVector, sessionsOf } from './file-vectors'
import { type HandshakeVector, handshakesOf, type RefusedHandshake, type RefusedStream } from './handshake-vectors'
import { journalsOf, type JournalVector } from './journal-vectors'
import {
  invitesOf,
  type InviteVector,
  pairingOf,
  type PairingVector,
  type RefusedInvite,
  type RefusedPairing,
} from './pairing-vectors'
import { type RefusedContent, refusedContentsOf, type RefusedFile, refusedFilesOf } from './refused-file-vectors'
import { type RefusedUpdate, refusedUpdatesOf } from './refused-updates'
import { seededRandomness } from './seeded-random'

/** A message of the carrier: its JSON, the bytes of a file behind it, and both as they are sent. */
export interface CarrierVector {
  head: CarrierMessage
  bytes: string
  message: string
}

/** Everything in tests/vectors/exchange-1.json, in hex but for numbers, names, words and text that is pasted. */
export interface ExchangeVectors {
  about: string
  people: Record<string, Record<string, string>>
  epoch: {
    epoch: number
    id: string
    key: string
    carrier: string
    noisePsk: string
    /** By writer. */
    content: Record<string, string>
    live: { handshakeHash: string; room: string; password: string }
  }
  files: FileVector[]
  joined: { content: string; means: object }
  /** Sessions by name, what stands below the rank in their client ids, and the id of their letters. */
  clients: { writer: string; session: string; id: number; letters: number }[]
  longContent: LongVector
  refusedFiles: RefusedFile[]
  refusedContents: RefusedContent[]
  journals: JournalVector[]
  refusedUpdates: RefusedUpdate[]
  certificates: CertificatesVector[]
  refusedCertificates: RefusedCertificates[]
  invites: InviteVector[]
  refusedInvites: RefusedInvite[]
  pairing: PairingVector
  refusedPairings: RefusedPairing[]
  handshakes: HandshakeVector[]
  refusedHandshakes: RefusedHandshake[]
  refusedStreams: RefusedStream[]
  carrier: CarrierVector[]
  /** What only a newer version says: read as `head`, or passed over where that is null. */
  laterCarrier: { name: string; message: string; head: CarrierMessage | null }[]
  /** `zeros` are to be put behind the message. */
  refusedCarrier: RefusedMessage[]
  session: { said: SessionMessage; message: string }[]
  laterSession: { name: string; message: string; said: SessionMessage | null }[]
  refusedSession: RefusedMessage[]
}

interface RefusedMessage {
  name: string
  message: string
  zeros: number
}

const about = 'Test vectors of Twofold’s exchange, format version 1; docs/exchange-format.md says how to read them.'

/** The two people, by the seed that all vectors come from. */
export const vectorPeople = (): Promise<People> => exchangePeople(100)

/** All vectors, made anew from their seeds: the same bytes every time, on every machine. */
export async function makeExchangeVectors(): Promise<ExchangeVectors> {
  const people = await vectorPeople()
  const { ana, ben } = people
  return {
    about,
    people: Object.fromEntries([ana, ben].map((person) => [person.name, personOf(people, person)])),
    epoch: epochOf(people),
    ...filesOf(people),
    clients: sessionsOf(people).map(({ device, tag, session, id }) => ({
      writer: device + tag,
      session,
      id,
      letters: letterClient(id),
    })),
    longContent: longOf(people),
    refusedFiles: refusedFilesOf(people),
    refusedContents: refusedContentsOf(people),
    ...(await journalsOf(people)),
    ...refusedUpdatesOf(),
    ...certificatesOf(people),
    ...invitesOf(people),
    ...pairingOf(people),
    ...handshakesOf(people),
    ...carrierOf(people),
    ...sessionOf(),
  }
}

const personOf = ({ cipher }: People, { seeds, identity, writer }: Person) => ({
  ...seeds,
  writer,
  personKey: toHex(identity.person.publicKey),
  personId: personIdOf(cipher, identity.person.publicKey),
  signingKey: toHex(identity.signing.publicKey),
  noiseKey: toHex(identity.noise.publicKey),
})

function epochOf({ epoch, ana, ben }: People): ExchangeVectors['epoch'] {
  const handshakeHash = seededRandomness(101).bytes(64)
  return {
    epoch: epoch.epoch,
    id: toHex(epoch.id),
    key: toHex(epoch.key),
    carrier: toHex(carrierKeyOf(epoch)),
    noisePsk: toHex(noisePskOf(epoch)),
    content: Object.fromEntries([ana, ben].map(({ writer }) => [writer, toHex(contentKeyOf(epoch, writer))])),
    live: { handshakeHash: toHex(handshakeHash), ...liveSecretsOf(epoch, handshakeHash) },
  }
}

function carrierOf({ ana, ben }: People): Pick<ExchangeVectors, 'carrier' | 'laterCarrier' | 'refusedCarrier'> {
  const name = '0123456789abcdef'.repeat(2)
  const head = 'ab'.repeat(32)
  const journal = { writer: ana.writer, class: 'journal' } as const
  const chunk = { type: 'chunk', name, number: 3, offset: 0, total: 256 } as const
  const vectorOf = (said: CarrierMessage, bytes = new Uint8Array()): CarrierVector => ({
    head: said,
    bytes: toHex(bytes),
    message: toHex(writeCarrierMessage(said, bytes)),
  })
  const have = { ...journal, from: 1, to: 3, head }
  const coverage = { writer: ben.writer, class: 'coverage', from: 7, to: 7, head } as const
  const want = { type: 'want', ...journal, from: 3, to: 3 } as const
  const sent = (said: object, behind = new Uint8Array()) => {
    const json = utf8(JSON.stringify(said))
    const length = new Uint8Array(2)
    viewOf(length).setUint16(0, json.length, true)
    return toHex(concat(length, json, behind))
  }
  const bad = (name: string, said: object, zeros = 0) => ({ name, message: sent(said), zeros })
  const newFile = { type: 'have' as const, haves: [have], file: name }
  return {
    carrier: [
      vectorOf({ type: 'have', haves: [have, coverage] }),
      vectorOf(newFile, new Uint8Array(256).fill(7)),
      vectorOf(want),
      vectorOf({ ...want, resume: { name, offset: 100 } }),
      vectorOf({ type: 'offer', files: 1, bytes: 256 }),
      vectorOf(chunk, new Uint8Array(4).fill(9)),
      vectorOf({ type: 'done' }),
      vectorOf({ type: 'credit', bytes: 65_536 }),
    ],
    laterCarrier: [
      { name: 'a type that there isn’t', message: sent({ type: 'forecast', of: ['rain'] }), head: null },
      { name: 'one with bytes behind it', message: sent({ type: 'forecast' }, new Uint8Array(3)), head: null },
      { name: 'a field that there isn’t', message: sent({ type: 'done', more: 1 }), head: { type: 'done' } },
      {
        name: 'one in a run',
        message: sent({ type: 'have', haves: [{ ...have, sum: 6 }] }),
        head: { type: 'have', haves: [have] },
      },
    ],
    refusedCarrier: [
      { name: 'no byte at all', message: '', zeros: 0 },
      { name: 'a length beyond its end', message: '05007b7d', zeros: 0 },
      { name: 'what is no JSON', message: '02007b7b', zeros: 0 },
      bad('no type', { haves: [] }),
      bad('a type that is no text', { type: 1 }),
      bad('bytes behind what has none', { type: 'done' }, 1),
      bad('bytes behind an announcement that names no file', { type: 'have', haves: [have] }, 256),
      bad('no bytes of the file that it names', newFile),
      bad('more than 16 KiB of a file with its announcement', newFile, 16 * 1024 + 1),
      bad('a file with two runs', { ...newFile, haves: [have, coverage] }, 256),
      bad('a file with no run', { ...newFile, haves: [] }, 256),
      bad('a chunk without bytes', chunk),
      bad('a chunk of more than 48 KiB', chunk, 48 * 1024 + 1),
      bad('a chunk of a file of more than 4 MiB', { ...chunk, total: 4 * 1024 * 1024 + 1 }, 1),
      bad('a name that is a path', { ...chunk, name: '../../../../../../../../../etc/x' }, 1),
      bad('an offset below 0', { ...chunk, offset: -1 }, 1),
      bad('number 0', { ...want, from: 0 }),
      bad('a number that is none', { ...want, from: 1.5 }),
      bad('a run that ends before it begins', { ...want, from: 4 }),
      bad('more than 4,096 numbers', { ...want, from: 1, to: 4097 }),
      bad('more than 200 runs', { type: 'have', haves: Array.from({ length: 201 }, () => have) }),
      bad('a writer that is none', { ...want, writer: ana.writer.slice(2) }),
      bad('no credit', { type: 'credit', bytes: 0 }),
    ],
  }
}

function sessionOf(): Pick<ExchangeVectors, 'session' | 'laterSession' | 'refusedSession'> {
  const hello = { type: 'hello', version: 1, features: ['have-file'] } as const
  const sent = (said: object) => toHex(utf8(JSON.stringify(said)))
  const vectorOf = (said: SessionMessage) => ({ said, message: toHex(writeSessionMessage(said)) })
  const bad = (name: string, said: object, zeros = 0) => ({ name, message: sent(said), zeros })
  const many = (count: number) => Array.from({ length: count }, (_, at) => `feature-${at}`)
  const newer = { type: 'hello', version: 2, features: ['teleport', 'have-file'] } as const
  return {
    session: [
      vectorOf({ ...hello, features: ['have-file'] }),
      vectorOf({ ...hello, features: [] }),
      vectorOf({ ...hello, version: 65_535, features: many(64) }),
      ...endReasons.map((reason) => vectorOf({ type: 'end', reason })),
      vectorOf({ type: 'end', reason: 'out-of-ink' }),
    ],
    laterSession: [
      { name: 'a type that there isn’t', message: sent({ type: 'weather', version: 1 }), said: null },
      {
        name: 'a field that there isn’t',
        message: sent({ ...newer, more: 1 }),
        said: { ...newer, features: [...newer.features] },
      },
    ],
    refusedSession: [
      { name: 'no byte at all', message: '', zeros: 0 },
      { name: 'what is no JSON', message: '7b7b', zeros: 0 },
      { name: 'what is no UTF-8', message: 'ff', zeros: 0 },
      bad('a byte behind it', hello, 1),
      bad('no type', { version: 1, features: [] }),
      bad('no version', { type: 'hello', features: [] }),
      bad('version 0', { ...hello, version: 0 }),
      bad('a version that is none', { ...hello, version: 65_536 }),
      bad('no features', { type: 'hello', version: 1 }),
      bad('more than 64 features', { ...hello, features: many(65) }),
      bad('a feature of more than 32 characters', { ...hello, features: ['x'.repeat(33)] }),
      bad('a feature in capitals', { ...hello, features: ['Have'] }),
      bad('no reason', { type: 'end' }),
      bad('a reason of more than 32 characters', { type: 'end', reason: 'x'.repeat(33) }),
      bad('more than 4 KiB', { ...hello, more: 'x'.repeat(4096) }),
    ],
  }
}
