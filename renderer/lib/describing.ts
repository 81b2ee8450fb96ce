import type { EntryFields } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TwofoldApi } from './api'
import { createDescriptions, type Descriptions } from './descriptions'

/** The window's calls that say something about entries. */
export interface Describing {
  /** Notes what was said, `before` being what stood there; `now` sends this, `again` what of the entry didn't get through. */
  say(
    id: EntryId,
    fields: Partial<EntryFields>,
    before: Partial<EntryFields>,
  ): { now(): Promise<void>; again(): Promise<void> }
  /** The fields of the entry of which something isn't known to be taken: what the vault says of them is older. */
  waiting(id: EntryId): ReadonlySet<string>
  /** Hears what the vault says of an entry in answer to a description of it. */
  onDescribed(listener: (id: EntryId, fields: EntryFields) => void): () => void
}

const nothing: ReadonlySet<string> = new Set()

/** Makes them; what was answered is forgotten, so that nothing is ever sent over what another has said since. */
export function createDescribing({ journal }: Pick<TwofoldApi, 'journal'>): Describing {
  const listeners = new Set<(id: EntryId, fields: EntryFields) => void>()
  const byEntry = new Map<EntryId, Descriptions>()

  async function send(id: EntryId, about: Descriptions, only?: readonly string[]): Promise<void> {
    const sent = about.send(only)
    if (!sent) return
    const { fields, from } = sent
    try {
      const said = await journal.describe({ id, fields, ...(Object.keys(from).length > 0 ? { from } : {}) })
      sent.taken()
      if (about.waiting().size === 0) byEntry.delete(id)
      for (const listener of listeners) listener(id, said)
    } catch (error) {
      sent.failed()
      throw error
    }
  }

  return {
    say(id, fields, before) {
      const about = byEntry.get(id) ?? createDescriptions()
      byEntry.set(id, about)
      about.say(fields, before)
      return { now: () => send(id, about, Object.keys(fields)), again: () => send(id, about) }
    },
    waiting: (id) => byEntry.get(id)?.waiting() ?? nothing,
    onDescribed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
