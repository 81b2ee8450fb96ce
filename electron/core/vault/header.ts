import { z } from 'zod'
import { AppError } from '../../../shared/failure'
import type { Cipher, Randomness } from '../ports'
import { fromHex, fromUtf8, toHex, utf8 } from './bytes'
import { costBounds } from './calibrate'
import { fieldsNonceSize, type HeaderFields, openFields, sealedFieldsSize, sealFields } from './header-fields'
import { noHead } from './heads'
import type { VaultKeys } from './keys'

export const headerName = 'vault.json'
/** The largest vault.json that is read. */
export const maxHeader = 1024 * 1024
export const headerFormat = 'twofold-vault'
/** Version 2 has the stream `pairs`; version 3 seals what isn't needed to find the key. */
export const headerVersion = 3
const maxSlots = 8
const macSize = 32

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'u'))
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

const argon2id = z
  .strictObject({
    alg: z.literal('argon2id'),
    v: z.literal(19),
    m: z.number().int().min(costBounds.mMin).max(costBounds.mMax),
    t: z.number().int().min(1).max(costBounds.tMax),
    p: z.literal(1),
    salt: hex(16),
  })
  .refine(({ m, t }) => m * t <= costBounds.workMax)
const blake2b = z.strictObject({ alg: z.literal('blake2b'), salt: hex(16) })

const sealed = {
  id: hex(8),
  commit: hex(32),
  wrap: z.strictObject({ alg: z.literal('xchacha20-poly1305'), nonce: hex(24), ct: hex(48) }),
}
const slot = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('passphrase'), kdf: argon2id, ...sealed }),
  z.strictObject({ type: z.literal('recovery'), kdf: blake2b, ...sealed }),
])
const mark = z.strictObject({ seq: count, tag: hex(16) })
const epoch = z.number().int().min(1).max(0xffffffff)

const headerOf = <V extends number, F extends z.ZodRawShape>(version: V, fields: F) =>
  z.strictObject({
    format: z.literal(headerFormat),
    version: z.literal(version),
    vaultId: hex(16),
    ...fields,
    slots: z.array(slot).min(1).max(maxSlots),
  })
const firstMarks = { journal: mark, settings: mark }
const anyHeader = z.discriminatedUnion('version', [
  headerOf(1, { epoch, hwm: z.strictObject(firstMarks) }),
  headerOf(2, { epoch, hwm: z.strictObject({ ...firstMarks, pairs: mark }) }),
  headerOf(headerVersion, {
    sealed: z.strictObject({
      alg: z.literal('xchacha20-poly1305'),
      nonce: hex(fieldsNonceSize),
      ct: hex(sealedFieldsSize),
    }),
  }),
])
type ReadableHeader = z.infer<typeof anyHeader>

/** vault.json as this version works with it. */
export interface Header extends HeaderFields {
  /** What lies on the disk; whatever is written is of the present version. */
  version: ReadableHeader['version']
  vaultId: string
  slots: Slot[]
}
export type Slot = z.infer<typeof slot>

/** vault.json as it lies on the disk: the bytes of its first line and the MAC of its second, not yet checked. */
export interface StoredHeader {
  header: ReadableHeader
  line: Uint8Array
  mac: Uint8Array
}

interface Sealing {
  cipher: Cipher
  keys: Pick<VaultKeys, 'headerMac' | 'headerFields'>
}

/**
 * The two lines of vault.json, in the present version: the header's JSON, and in hex keyed BLAKE2b over exactly that
 * line's bytes.
 */
export function writeHeader(header: Header, { cipher, keys }: Sealing, randomness: Randomness): Uint8Array {
  const { vaultId, slots } = header
  const sealed = sealFields({ cipher, key: keys.headerFields, vaultId }, header, randomness)
  const line = JSON.stringify({ format: headerFormat, version: headerVersion, vaultId, sealed, slots })
  return utf8(`${line}\n${toHex(macOf(utf8(line), cipher, keys.headerMac))}\n`)
}

const damaged = (cause?: unknown) => new AppError({ code: 'vault-damaged', file: headerName }, { cause })

/**
 * vault.json as it can be read without a key, every bound checked before it may cost memory or time. Throws
 * `vault-newer` if a later version wrote it, `vault-damaged` if it isn't what a version of ours writes.
 */
export function readHeader(bytes: Uint8Array): StoredHeader {
  try {
    const text = fromUtf8(bytes)
    const [line, mac, rest, ...more] = text.split('\n')
    if (!line || mac === undefined || rest !== '' || more.length > 0) throw damaged()
    const json: unknown = JSON.parse(line)
    refuseNewer(json)
    return { header: anyHeader.parse(json), line: utf8(line), mac: fromHex(hex(macSize).parse(mac)) }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
}

/** All of a header; throws `vault-damaged` unless its MAC is right under this vault's key. */
export function openHeader({ header, line, mac }: StoredHeader, { cipher, keys }: Sealing): Header {
  if (!cipher.equal(mac, macOf(line, cipher, keys.headerMac))) throw damaged()
  const { version, vaultId, slots } = header
  const fields = fieldsOf(header, { cipher, keys })
  if (!fields) throw damaged()
  return { version, vaultId, slots, ...fields }
}

/** Before version 3 the fields stood in the clear; a vault of the first version has no record in `pairs` yet. */
function fieldsOf(header: ReadableHeader, { cipher, keys }: Sealing): HeaderFields | null {
  if (header.version === headerVersion) {
    return openFields({ cipher, key: keys.headerFields, vaultId: header.vaultId }, header.sealed)
  }
  const { journal, settings } = header.hwm
  const pairs = header.version === 1 ? noHead : positionOf(header.hwm.pairs)
  return { epoch: header.epoch, marks: { journal: positionOf(journal), settings: positionOf(settings), pairs } }
}

const positionOf = ({ seq, tag }: z.infer<typeof mark>) => ({ seq, tag: fromHex(tag) })

const macOf = (line: Uint8Array, cipher: Cipher, key: Uint8Array) =>
  cipher.hash({ key, message: line, length: macSize })

const anyVersion = z.looseObject({ format: z.literal(headerFormat), version: z.number().int().min(1) })

function refuseNewer(json: unknown): void {
  const { version } = anyVersion.parse(json)
  if (version > headerVersion) throw new AppError({ code: 'vault-newer', version })
}
