import type { Cipher, Files } from '../../electron/core/ports'
import { fromHex, fromUtf8 } from '../../electron/core/vault/bytes'
import { loadHeader } from '../../electron/core/vault/header-adapter'
import { deriveKeys, type Stream } from '../../electron/core/vault/keys'
import { blockSize, openRecord } from '../../electron/core/vault/record-format'
import { openSegmentHeader, recordsStart, segmentKeys } from '../../electron/core/vault/segment-format'
import { openSlots } from '../../electron/core/vault/slots'

const limit = 1024 * 1024 * 1024

/** A record that opens with the vault's keys, in the chain or not, and the file's path in the vault's folder. */
export interface SealedRecord {
  readonly path: string
  readonly stream: Stream
  readonly id: string
  /** Its payload as text. */
  readonly text: string
}

interface Tools {
  readonly files: Files
  readonly cipher: Cipher
}

/** Every record that opens anywhere in the vault's files, whatever they are called. */
export async function sealedRecords(
  { files, cipher }: Tools,
  folder: string,
  passphrase: string,
): Promise<SealedRecord[]> {
  const { header } = await loadHeader({ files, folder })
  const vaultId = fromHex(header.vaultId)
  const master = openSlots(cipher, { ...header, secret: { type: 'passphrase', value: passphrase } })
  const place = { cipher, vaultId, keys: deriveKeys(master, vaultId) }
  const records: SealedRecord[] = []
  for (const path of await segmentPaths(files, folder)) {
    const bytes = (await files.read(`${folder}/${path}`, limit)) ?? new Uint8Array(0)
    records.push(...recordsIn(place, bytes).map((record) => ({ path, ...record })))
  }
  return records
}

/** The paths of the files in which a text stands in any record. */
export async function filesWithText(
  tools: Tools,
  folder: string,
  { passphrase, text }: { passphrase: string; text: string },
): Promise<string[]> {
  const records = await sealedRecords(tools, folder, passphrase)
  return [...new Set(records.filter((record) => record.text.includes(text)).map(({ path }) => path))]
}

async function segmentPaths(files: Files, folder: string): Promise<string[]> {
  const namesIn = async (path: string) => (await files.list(`${folder}/${path}`)) ?? []
  const generations = (await namesIn('backups')).map((name) => `backups/${name}`)
  const paths: string[] = []
  for (const path of ['data', 'quarantine', ...generations]) {
    for (const name of await namesIn(path)) paths.push(`${path}/${name}`)
  }
  return paths
}

function recordsIn(
  place: Parameters<typeof openSegmentHeader>[0],
  bytes: Uint8Array,
): Pick<SealedRecord, 'stream' | 'id' | 'text'>[] {
  const opened = openSegmentHeader(place, bytes)
  if (!opened) return []
  const { stream } = opened.header
  const keys = segmentKeys(place, stream, opened.bytes)
  const records: Pick<SealedRecord, 'stream' | 'id' | 'text'>[] = []
  for (let at = recordsStart; at < bytes.length;) {
    const record = openRecord({ cipher: place.cipher, keys }, bytes, at)
    if (record) records.push({ stream, id: record.content.id, text: fromUtf8(record.content.payload) })
    at += record?.size ?? blockSize
  }
  return records
}
