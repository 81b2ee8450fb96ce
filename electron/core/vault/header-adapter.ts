import type { Adapter } from 'lowdb'
import { AppError } from '../../../shared/failure'
import type { Cipher, Files, Randomness } from '../ports'
import { sameBytes } from './bytes'
import { type Header, headerName, maxHeader, openHeader, readHeader, type StoredHeader, writeHeader } from './header'
import type { VaultKeys } from './keys'
import { replaceFile } from './replace-file'

interface Place {
  files: Files
  cipher: Cipher
  randomness: Randomness
  folder: string
}

/** What vault.json says, before any secret is known; throws `vault-missing` if there is none. */
export async function loadHeader({ files, folder }: Pick<Place, 'files' | 'folder'>): Promise<StoredHeader> {
  const bytes = await files.read(`${folder}/${headerName}`, maxHeader)
  if (!bytes) throw new AppError({ code: 'vault-missing', folder })
  return readHeader(bytes)
}

/**
 * lowdb's adapter over vault.json: what it reads has the right MAC, what it writes is durable or did not happen. It
 * replaces only what this vault had `found` there, or has written since; null where there was nothing. Anything else is
 * another vault, or this one as another process has left it, and its slots stand nowhere else: `vault-in-use`.
 */
export function createHeaderAdapter(place: Place, keys: VaultKeys, found: StoredHeader | null): Adapter<Header> {
  const { files, cipher, randomness, folder } = place
  const path = `${folder}/${headerName}`
  // After a failed write nobody knows which of the two lies there.
  let own: readonly Uint8Array[] = found ? [found.mac] : []

  async function refuseOthers(): Promise<void> {
    const bytes = await files.read(path, maxHeader)
    // Where nothing lies there nothing can be lost, but these slots if they weren't written.
    if (!bytes) return
    const { mac } = readHeader(bytes)
    if (!own.some((each) => sameBytes(each, mac))) throw new AppError({ code: 'vault-in-use' })
  }
  return {
    async read() {
      return openHeader(await loadHeader(place), { cipher, keys })
    },
    async write(header) {
      await refuseOthers()
      const bytes = writeHeader(header, { cipher, keys }, randomness)
      const { mac } = readHeader(bytes)
      own = [...own, mac]
      await replaceFile({ files, randomness }, path, bytes)
      own = [mac]
    },
  }
}
