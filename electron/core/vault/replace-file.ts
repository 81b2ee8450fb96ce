import type { AppendFile, Files, Randomness } from '../ports'
import { toHex } from './bytes'

/**
 * Gives a file new content, all or nothing even across a crash: a new file beside it, made durable, takes its name.
 * What a crash leaves of that new file ends in `.tmp`.
 */
export async function replaceFile(
  { files, randomness }: { files: Files; randomness: Randomness },
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = `${path}.${toHex(randomness.bytes(8))}.tmp`
  try {
    await appendAndClose(await files.create(temporary, { isTemporary: true }), bytes)
    await files.move(temporary, path)
  } catch (error) {
    await files.remove(temporary).catch(() => undefined)
    throw error
  }
}

/** Writes all of a new file, durably, and closes it whatever comes of that. */
export async function appendAndClose(file: AppendFile, bytes: Uint8Array): Promise<void> {
  try {
    await file.append(bytes)
  } finally {
    await file.close()
  }
}
