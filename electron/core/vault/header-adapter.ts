import type { Adapter } from 'lowdb'
import { AppError } from '../../../shared/failure'
import type { Cipher, Files, Randomness } from '../ports'
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

/** lowdb's adapter over vault.json: what it reads has the right MAC, what it writes is durable or did not happen. */
export function createHeaderAdapter(place: Place, keys: VaultKeys): Adapter<Header> {
  const { files, cipher, randomness, folder } = place
  return {
    async read() {
      return openHeader(await loadHeader(place), { cipher, keys })
    },
    write: (header) =>
      replaceFile({ files, randomness }, `${folder}/${headerName}`, writeHeader(header, { cipher, keys }, randomness)),
  }
}
