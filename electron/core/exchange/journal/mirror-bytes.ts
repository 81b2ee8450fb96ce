import { failureOf } from '../../../../shared/failure'
import type { Files } from '../../ports'
import { maxFile } from '../format/file-head'

/**
 * The bytes of a file in the mirror; null where there is none, or what lies there can't be one. What the disk can't read
 * just now is neither absent nor damaged: that fails with the disk's reason.
 */
export async function bytesInMirror(files: Files, path: string): Promise<Uint8Array | null> {
  try {
    return await files.read(path, maxFile)
  } catch (error) {
    if (failureOf(error).code === 'vault-damaged') return null
    throw error
  }
}
