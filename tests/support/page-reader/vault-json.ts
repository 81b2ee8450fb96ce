import { timingSafeEqual } from 'node:crypto'
import { argon2id, keyedHash, openAead, Refused, sha256, subkey } from './primitives'

/** What a person types. */
export interface Typed {
  type: 'passphrase' | 'recovery'
  value: string
}

/** The last record that something says a stream has. */
export interface Head {
  seq: number
  tag: Buffer
}

/** vault.json, opened. */
export interface OpenedHeader {
  master: Buffer
  vaultId: Buffer
  epoch: number
  /** By the number of the stream. */
  marks: Head[]
}

type Json = Record<string, unknown>

const damaged = () => new Refused('vault-damaged')
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Steps 1 to 3 of the page. */
export function openVaultJson(bytes: Uint8Array, typed: Typed): OpenedHeader {
  const { line, mac, fields } = readLines(bytes)
  const vaultId = Buffer.from(String(fields['vaultId']), 'hex')
  const master = openSlots(fields, typed)
  const expected = keyedHash(subkey(master, vaultId, 'twofold/1/header-mac'), Buffer.from(line), 32)
  if (!timingSafeEqual(expected, Buffer.from(mac, 'hex'))) throw damaged()
  return { master, vaultId, ...sealedOrClear(fields, subkey(master, vaultId, 'twofold/1/header-fields')) }
}

function readLines(bytes: Uint8Array) {
  if (bytes.length > 1024 * 1024) throw damaged()
  const parts = text(bytes).split('\n')
  const [line = '', mac = ''] = parts
  if (parts.length !== 3 || parts[2] !== '' || line === '') throw damaged()
  const fields = json(line)
  if (fields['format'] !== 'twofold-vault' || !isWhole(fields['version'], 1, Number.MAX_SAFE_INTEGER)) throw damaged()
  if (Number(fields['version']) > 3) throw new Refused('vault-newer')
  if (!isHex(mac, 32) || !isHeader(fields)) throw damaged()
  return { line, mac, fields }
}

/** UTF-8 as it stands; a byte order mark is a sign like any other. */
function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw damaged()
  }
}

function json(line: string): Json {
  try {
    const value: unknown = JSON.parse(line)
    if (isObject(value)) return value
  } catch {
    // No JSON.
  }
  throw damaged()
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const has = (value: unknown, ...names: string[]): value is Json =>
  isObject(value) && Object.keys(value).toSorted().join() === names.toSorted().join()
const isHex = (value: unknown, bytes: number) =>
  typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/u.test(value)
const isWhole = (value: unknown, least: number, most: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

function isHeader(fields: Json): boolean {
  const { version, vaultId, slots } = fields
  const isSlots = Array.isArray(slots) && slots.length >= 1 && slots.length <= 8 && slots.every(isSlot)
  if (!isHex(vaultId, 16) || !isSlots) return false
  if (version === 3) {
    return has(fields, 'format', 'version', 'vaultId', 'sealed', 'slots') && isSealed(fields['sealed'], 144)
  }
  const streams = version === 1 ? ['journal', 'settings'] : ['journal', 'settings', 'pairs']
  const { hwm } = fields
  return (
    has(fields, 'format', 'version', 'vaultId', 'epoch', 'hwm', 'slots') &&
    isWhole(fields['epoch'], 1, 2 ** 32 - 1) &&
    has(hwm, ...streams) &&
    streams.every((stream) => isMark(hwm[stream]))
  )
}

const isSealed = (value: unknown, length: number) =>
  has(value, 'alg', 'nonce', 'ct') &&
  value['alg'] === 'xchacha20-poly1305' &&
  isHex(value['nonce'], 24) &&
  isHex(value['ct'], length)
const isMark = (value: unknown) =>
  has(value, 'seq', 'tag') && isWhole(value['seq'], 0, Number.MAX_SAFE_INTEGER) && isHex(value['tag'], 16)

function isSlot(slot: unknown): boolean {
  if (!has(slot, 'type', 'id', 'kdf', 'commit', 'wrap')) return false
  const { kdf } = slot
  if (!isHex(slot['id'], 8) || !isHex(slot['commit'], 32) || !isSealed(slot['wrap'], 48)) return false
  if (slot['type'] === 'recovery') return has(kdf, 'alg', 'salt') && kdf['alg'] === 'blake2b' && isHex(kdf['salt'], 16)
  return (
    slot['type'] === 'passphrase' &&
    has(kdf, 'alg', 'v', 'm', 't', 'p', 'salt') &&
    kdf['alg'] === 'argon2id' &&
    kdf['v'] === 19 &&
    kdf['p'] === 1 &&
    isWhole(kdf['m'], 19456, 1048576) &&
    isWhole(kdf['t'], 1, 16) &&
    Number(kdf['m']) * Number(kdf['t']) <= 4194304 &&
    isHex(kdf['salt'], 16)
  )
}

interface Slot {
  type: string
  id: string
  commit: string
  kdf: { m: number; t: number; salt: string }
  wrap: { nonce: string; ct: string }
}

function openSlots(fields: Json, { type, value }: Typed): Buffer {
  for (const slot of fields['slots'] as Slot[]) {
    if (slot.type !== type) continue
    const salt = Buffer.from(slot.kdf.salt, 'hex')
    const s =
      type === 'passphrase'
        ? argon2id(Buffer.from(value.normalize('NFKC')), salt, slot.kdf.m, slot.kdf.t)
        : keyedHash(recoveryBytes(value), Buffer.concat([Buffer.from('twofold/1/recovery'), salt]), 64)
    if (!timingSafeEqual(s.subarray(32), Buffer.from(slot.commit, 'hex'))) continue
    const { m, t } = slot.kdf
    const kdf = type === 'passphrase' ? ['argon2id', 19, m, t, 1, slot.kdf.salt] : ['blake2b', slot.kdf.salt]
    const ad = ['twofold/1/wrap', 'twofold-vault', 1, fields['vaultId'], slot.id, type, kdf, slot.commit]
    const [nonce, ct] = [Buffer.from(slot.wrap.nonce, 'hex'), Buffer.from(slot.wrap.ct, 'hex')]
    const master = openAead(s.subarray(0, 32), nonce, Buffer.from(JSON.stringify(ad)), ct)
    if (!master) throw damaged()
    return master
  }
  throw new Refused(type === 'passphrase' ? 'wrong-passphrase' : 'wrong-recovery-key')
}

/** The 20 bytes of a recovery key as typed. */
function recoveryBytes(typed: string): Buffer {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/gu, '1')
  const bits = Array.from(letters, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  if (letters.length !== 36 || !/^[01]+$/u.test(bits)) throw new Refused('recovery-key-mistyped')
  const key = Buffer.from(
    bits
      .slice(0, 160)
      .match(/.{8}/gu)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  )
  const check = sha256('twofold/1/recovery-check', key).readUIntBE(0, 3).toString(2).padStart(24, '0').slice(0, 20)
  if (check !== bits.slice(160)) throw new Refused('recovery-key-mistyped')
  return key
}

function sealedOrClear(fields: Json, key: Buffer): { epoch: number; marks: Head[] } {
  if (fields['version'] !== 3) return clear(fields)
  const sealed = fields['sealed'] as { nonce: string; ct: string }
  const ad = JSON.stringify(['twofold/1/header-fields', 'twofold-vault', 3, fields['vaultId']])
  const nonce = Buffer.from(sealed.nonce, 'hex')
  const plaintext = openAead(key, nonce, Buffer.from(ad), Buffer.from(sealed.ct, 'hex'))
  const marks = plaintext && headsOf(plaintext.subarray(8, 80))
  const epoch = plaintext?.readUInt32LE(0)
  if (!marks || !epoch) throw damaged()
  return { epoch, marks }
}

function clear(fields: Json): { epoch: number; marks: Head[] } {
  const hwm = fields['hwm'] as Record<string, { seq: number; tag: string }>
  const marks = ['journal', 'settings', 'pairs'].map((stream) => {
    const mark = hwm[stream]
    return mark ? { seq: mark.seq, tag: Buffer.from(mark.tag, 'hex') } : { seq: 0, tag: Buffer.alloc(16) }
  })
  return { epoch: Number(fields['epoch']), marks }
}

/** The heads of all streams from 72 bytes, or null where a number is out of bounds. */
export function headsOf(bytes: Buffer): Head[] | null {
  const heads = [0, 24, 48].map((at) => ({
    seq: Number(bytes.readBigUInt64LE(at)),
    tag: Buffer.from(bytes.subarray(at + 8, at + 24)),
  }))
  return heads.every(({ seq }) => Number.isSafeInteger(seq)) ? heads : null
}
