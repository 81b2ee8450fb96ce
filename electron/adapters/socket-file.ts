import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Longest path of a Unix socket that every system takes (macOS: 104 bytes with the closing zero). */
const longestPath = 100

/** Whether a Unix socket can lie at this path: Node 20 would cut a longer one without a word, later ones refuse it. */
export const isSocketPath = (path: string): boolean => Buffer.byteLength(path) < longestPath

/** The path of a socket file of this name in the system's temporary folder, or in `/tmp` where that one's is too long. */
export function temporarySocket(name: string): string {
  const path = join(tmpdir(), name)
  return isSocketPath(path) ? path : join('/tmp', name)
}
