import type { Files, Randomness } from '../ports'
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
    const file = await files.create(temporary)
    await file.append(bytes).finally(() => file.close())
    await files.move(temporary, path)
  } catch (error) {
    await files.remove(temporary).catch(() => undefined)
    throw error
  }
}
