import { z } from 'zod'
import { AppError } from '../../../shared/failure'
import type { Cipher } from '../ports'
import { fromHex, fromUtf8, toHex, utf8 } from './bytes'
import { costBounds } from './calibrate'
import type { Stream } from './keys'
import { noTag } from './segment-format'

export const headerName = 'vault.json'
/** The largest vault.json that is read. */
export const maxHeader = 1024 * 1024
export const headerFormat = 'twofold-vault'
/** Version 2 has the stream `pairs`. */
export const headerVersion = 2
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
export type Mark = z.infer<typeof mark>

/** The mark of a stream without a record. */
export const noMark: Mark = { seq: 0, tag: toHex(noTag) }

const headerOf = <V extends 1 | typeof headerVersion, M extends z.ZodRawShape>(version: V, marks: M) =>
  z.strictObject({
    format: z.literal(headerFormat),
    version: z.literal(version),
    vaultId: hex(16),
    epoch: z.number().int().min(1).max(0xffffffff),
    hwm: z.strictObject(marks),
    slots: z.array(slot).min(1).max(maxSlots),
  })
const firstMarks = { journal: mark, settings: mark }
const anyHeader = z.discriminatedUnion('version', [
  headerOf(1, firstMarks),
  headerOf(headerVersion, { ...firstMarks, pairs: mark }),
])

/** vault.json as this version works with it. */
export interface Header {
  format: typeof headerFormat
  /** What lies on the disk; whatever is written is of the present version. */
  version: 1 | typeof headerVersion
  vaultId: string
  /** Rises with every change of a slot. */
  epoch: number
  /** The high-water mark: how far each stream was known to go. */
  hwm: Record<Stream, Mark>
  slots: Slot[]
}
export type Slot = z.infer<typeof slot>

/** vault.json as it lies on the disk: the bytes of its first line and the MAC of its second, not yet checked. */
export interface StoredHeader {
  header: Header
  line: Uint8Array
  mac: Uint8Array
}

/**
 * The two lines of vault.json, in the present version: the header's JSON, and in hex keyed BLAKE2b over exactly that
 * line's bytes.
 */
export function writeHeader(value: Header, cipher: Cipher, macKey: Uint8Array): Uint8Array {
  const line = JSON.stringify({ ...value, version: headerVersion })
  return utf8(`${line}\n${toHex(macOf(utf8(line), cipher, macKey))}\n`)
}

/**
 * vault.json's content, every bound checked before it may cost memory or time. Throws `vault-newer` if a later
 * version wrote it, `vault-damaged` if it isn't what a version of ours writes.
 */
export function readHeader(bytes: Uint8Array): StoredHeader {
  const damaged = (cause?: unknown) => new AppError({ code: 'vault-damaged', file: headerName }, { cause })
  try {
    const text = fromUtf8(bytes)
    const [line, mac, rest, ...more] = text.split('\n')
    if (!line || mac === undefined || rest !== '' || more.length > 0) throw damaged()
    const json: unknown = JSON.parse(line)
    refuseNewer(json)
    return { header: presentOf(anyHeader.parse(json)), line: utf8(line), mac: fromHex(hex(macSize).parse(mac)) }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  }
}

/** A vault of the first version has no record in `pairs` yet. */
function presentOf(header: z.infer<typeof anyHeader>): Header {
  return header.version === 1 ? { ...header, hwm: { ...header.hwm, pairs: noMark } } : header
}

/** Throws `vault-damaged` unless the header's MAC is right under this vault's key. */
export function verifyHeader({ line, mac }: StoredHeader, cipher: Cipher, macKey: Uint8Array): void {
  if (!cipher.equal(mac, macOf(line, cipher, macKey))) throw new AppError({ code: 'vault-damaged', file: headerName })
}

const macOf = (line: Uint8Array, cipher: Cipher, key: Uint8Array) =>
  cipher.hash({ key, message: line, length: macSize })

const anyVersion = z.looseObject({ format: z.literal(headerFormat), version: z.number().int().min(1) })

function refuseNewer(json: unknown): void {
  const { version } = anyVersion.parse(json)
  if (version > headerVersion) throw new AppError({ code: 'vault-newer', version })
}
