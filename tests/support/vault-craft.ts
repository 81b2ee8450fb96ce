import { keyedHash, sealAead, subkey } from './page-reader/primitives'
import { namesOf, type VaultSecrets } from './page-reader/segment'

/** What a crafted record says: every field is written as it is given, right or wrong. */
export interface CraftedRecord {
  type: number
  schema?: number
  flags?: number
  id?: string
  heads?: Buffer
  payload?: string
  /** What is said of the payload's length, where that isn't its length. */
  payloadLength?: number
}

export interface CraftedSegment {
  stream: number
  number: number
  isSnapshot?: boolean
  epoch?: number
  base: number
  /** The tag before the first record. */
  previous?: Buffer | undefined
  records: readonly CraftedRecord[]
}

/** A crafted segment as a file, and the tags of its records. */
export interface CraftedFile {
  name: string
  bytes: Buffer
  tags: Buffer[]
}

const streams = ['journal', 'settings', 'pairs']

/**
 * Writes a segment as docs/vault-format.md says, with nothing of the app: it shows that the page is enough, and makes
 * what the app itself writes only in a crash, or never. Nonces and salts are made from the place, so that the bytes are
 * always the same.
 */
export function craftSegment(secrets: VaultSecrets, segment: CraftedSegment): CraftedFile {
  const { stream, number, base, previous = Buffer.alloc(16) } = segment
  const salt = keyedHash(secrets.master, Buffer.from(`salt ${stream} ${number} ${base}`), 32)
  const header = sealHeader(secrets, segment, salt)
  const keys = keyedHash(subkey(secrets.master, secrets.vaultId, `twofold/1/${streams[stream]}`), header, 64)
  const tags: Buffer[] = []
  const records = segment.records.map((record, at) => {
    const place = {
      seq: base + at,
      previous: tags.at(-1) ?? previous,
      nonce: keyedHash(salt, Buffer.from(`${at}`), 24),
    }
    const sealed = sealRecord({ keys, headerTag: header.subarray(112) }, record, place)
    tags.push(sealed.subarray(-16))
    return sealed
  })
  return { name: namesOf(secrets, stream)(number), bytes: Buffer.concat([header, header, ...records]), tags }
}

function sealHeader({ master, vaultId }: VaultSecrets, segment: CraftedSegment, salt: Buffer): Buffer {
  const open = Buffer.alloc(64)
  open.write('TWOFOLDS', 'latin1')
  open.writeUInt16LE(1, 8)
  open.set(vaultId, 16)
  open.set(salt, 32)
  const fields = Buffer.alloc(48)
  fields.writeUInt8(segment.isSnapshot ? 1 : 0, 0)
  fields.writeUInt8(segment.stream, 1)
  fields.writeUInt32LE(segment.epoch ?? 1, 4)
  fields.writeBigUInt64LE(BigInt(segment.number), 8)
  fields.writeBigUInt64LE(BigInt(segment.base), 16)
  fields.set(segment.previous ?? Buffer.alloc(16), 24)
  const sealed = sealAead(subkey(master, vaultId, 'twofold/1/segment'), salt.subarray(0, 24), open, fields)
  return Buffer.concat([open, sealed])
}

function sealRecord(
  { keys, headerTag }: { keys: Buffer; headerTag: Buffer },
  record: CraftedRecord,
  { seq, previous, nonce }: { seq: number; previous: Buffer; nonce: Buffer },
): Buffer {
  const { id = '', heads = Buffer.alloc(0) } = record
  const payload = Buffer.from(record.payload ?? '')
  // Crafted records are short: none is padded by Padmé.
  const size = Math.ceil((72 + 16 + Buffer.byteLength(id) + heads.length + payload.length) / 256) * 256
  const plaintext = Buffer.alloc(size - 72)
  plaintext.writeUInt8(record.type, 0)
  plaintext.writeUInt8(record.flags ?? 1, 1)
  plaintext.writeUInt16LE(record.schema ?? (heads.length > 0 ? 2 : 1), 2)
  plaintext.writeUInt32LE(1, 4)
  plaintext.writeUInt16LE(Buffer.byteLength(id), 8)
  plaintext.writeUInt16LE(heads.length, 10)
  plaintext.writeUInt32LE(record.payloadLength ?? payload.length, 12)
  plaintext.set(Buffer.concat([Buffer.from(id), heads, payload]), 16)
  const frame = Buffer.alloc(32)
  frame.write('REC1', 'latin1')
  frame.writeUInt32LE(size, 4)
  frame.writeBigUInt64LE(BigInt(seq), 8)
  frame.set(previous, 16)
  const mask = keyedHash(keys.subarray(32), nonce, 32)
  const masked = frame.map((byte, at) => byte ^ (mask[at] ?? 0))
  const sealed = sealAead(keys.subarray(0, 32), nonce, Buffer.concat([headerTag, frame]), plaintext)
  return Buffer.concat([nonce, masked, sealed])
}

/** The heads of all streams, 72 bytes; zeros where nothing is said of one. */
export function craftHeads(heads: Partial<Record<0 | 1 | 2, { seq: number; tag: Buffer }>>): Buffer {
  const bytes = Buffer.alloc(72)
  for (const stream of [0, 1, 2] as const) {
    const head = heads[stream]
    if (!head) continue
    bytes.writeBigUInt64LE(BigInt(head.seq), 24 * stream)
    bytes.set(head.tag, 24 * stream + 8)
  }
  return bytes
}
