import { sha256 } from '@noble/hashes/sha2.js'
import { AppError } from '../../../shared/failure'
import type { Files } from '../ports'
import { appendAndClose } from './replace-file'
import { toHex } from './bytes'
import { maxSegment } from './segments'

/**
 * Copies damaged segments as they are to `quarantine/`, each content once. A disk that takes no copy is no reason
 * not to show what can still be read: then nothing is copied, and nothing else is written either.
 */
export async function quarantine(files: Files, folder: string, names: ReadonlySet<string>): Promise<void> {
  try {
    const shelf = `${folder}/quarantine`
    await files.makeFolder(shelf)
    const there = new Set(await files.list(shelf))
    for (const name of names) {
      const bytes = await files.read(`${folder}/data/${name}`, maxSegment)
      if (!bytes) continue
      const copy = `${name}-${toHex(sha256(bytes).subarray(0, 8))}`
      if (there.has(copy)) continue
      const file = await files.create(`${shelf}/${copy}`)
      await appendAndClose(file, bytes)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
