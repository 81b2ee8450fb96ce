import type { Entry } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'

/** What was written since everything was last saved, entry by entry, as long as this page has it. */
export interface UnsavedWords {
  /** Something of this entry was written or said; `body` gives its whole body, whenever it is asked. */
  wrote(entry: Entry, body: () => string): void
  /** Everything is on the disk. */
  forget(): void
  /** The entries as they stand now, in the order in which they were written. */
  entries(): readonly Entry[]
}

/** Makes the window's one; it holds nothing of what is saved. */
export function createUnsavedWords(): UnsavedWords {
  const written = new Map<EntryId, { entry: Entry; body: () => string }>()
  return {
    wrote(entry, body) {
      written.set(entry.id, { entry, body })
    },
    forget: () => written.clear(),
    entries: () => [...written.values()].map(({ entry, body }) => ({ ...entry, body: body() })),
  }
}

/** The entries as one text to be kept elsewhere: of each its title, what is said about it, and its body as it is. */
export function plainText(entries: readonly Entry[], saidOf: (entry: Entry) => readonly string[]): string {
  const textOf = (entry: Entry) =>
    [entry.title, saidOf(entry).join(' · '), '', entry.body].filter((line, at) => line !== '' || at === 2).join('\n')
  return entries.map(textOf).join('\n\n* * *\n\n')
}
