import { byNewest } from '../../../../shared/entry-order'
import { AppError } from '../../../../shared/failure'
import type { EntryId } from '../../../../shared/ids'
import type { SharedEntries, SharedEntry } from '../../journals/shared-entries'

/** The entries of the current shared journal and of the earlier ones as one; what is new goes into the current one. */
export function createSharedEntriesOf(
  current: () => SharedEntries | null,
  earlier: () => readonly SharedEntries[],
  ready: () => Promise<void>,
): SharedEntries {
  const all = () => [...(current() ? [current() as SharedEntries] : []), ...earlier()]
  const holder = (id: EntryId) => {
    const found = all().find((journal) => journal.has(id))
    if (!found) throw new AppError({ code: 'entry-missing' })
    return found
  }
  let last: { parts: readonly (readonly SharedEntry[])[]; joined: readonly SharedEntry[] } = { parts: [], joined: [] }

  return {
    ready,
    has: (id) => all().some((journal) => journal.has(id)),
    entries() {
      const parts = all().map((journal) => journal.entries())
      const isSame = parts.length === last.parts.length && parts.every((part, at) => part === last.parts[at])
      if (!isSame) last = { parts, joined: parts.length === 1 ? (parts[0] ?? []) : parts.flat().sort(byNewest) }
      return last.joined
    },
    read: (id) => holder(id).read(id),
    add(entry) {
      const journal = current()
      if (!journal) throw new AppError({ code: 'not-paired' })
      journal.add(entry)
    },
    describe: (id, fields, from) => holder(id).describe(id, fields, from),
    trash: (id) => holder(id).trash(id),
    restore: (id) => holder(id).restore(id),
    deleteForever: (id) => holder(id).deleteForever(id),
  }
}
