/** The largest file that is remembered, and how much of them in all; bytes. */
const maxSize = 512 * 1024
const maxBytes = 4 * 1024 * 1024

/** The bytes of the files that came last, unless they are large: most are asked for at once, and never again. */
export interface RecentFiles {
  add(name: string, bytes: Uint8Array): void
  get(name: string): Uint8Array | null
  remove(name: string): void
}

/** Remembers nothing yet. */
export function createRecentFiles(): RecentFiles {
  const files = new Map<string, Uint8Array>()
  let size = 0
  const remove = (name: string) => {
    size -= files.get(name)?.length ?? 0
    files.delete(name)
  }
  return {
    add(name, bytes) {
      if (bytes.length > maxSize) return
      remove(name)
      files.set(name, bytes)
      size += bytes.length
      for (const oldest of files.keys()) if (size > maxBytes) remove(oldest)
    },
    get: (name) => files.get(name) ?? null,
    remove,
  }
}
