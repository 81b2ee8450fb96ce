import type { Saving } from '../../shared/contract'
import type { Entry, EntryFields, Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import { createDescribing } from './describing'
import { createSavingSource, type SavingSource } from './saving-source'
import { createOutbox } from './writer-outbox'

/** Sends what is written to the vault process as it is written, and knows whether all of it is saved. */
export interface Writer extends SavingSource {
  /** Whether the vault process has taken everything; the writer itself says whether it is on the disk. */
  readonly taken: SavingSource
  /** Begins a new entry there, in one of the two journals. */
  add(entry: Entry, journal?: Journal): void
  /** Changes just made; `body` gives the whole body after them, for when page and vault have come out of step. */
  edit(id: EntryId, length: number, changes: readonly TextChange[], body: () => string): void
  /** Fields just changed; `before` is what the person saw there, so that what another changed meanwhile stays. */
  describe(id: EntryId, fields: Partial<EntryFields>, before?: Partial<EntryFields>): void
  /** The fields of the entry of which something isn't known to be taken: what the vault says of them is older. */
  waiting(id: EntryId): ReadonlySet<string>
  /** Hears what the vault says of an entry in answer to a description of it. */
  onDescribed(listener: (id: EntryId, fields: EntryFields) => void): () => void
  /** The vault is locked: what it didn't take goes to no other. */
  dispose(): void
}

/** Makes the window's one writer. What didn't get through is sent again until it does, and what did never again. */
export function createWriter(api: TwofoldApi): Writer {
  const stored = createSavingSource()
  const taken = createSavingSource()
  const describing = createDescribing(api)
  let vault: Saving = { pending: false, failure: null }

  const publish = () => {
    const [isBusy, refusal] = [outbox.isBusy(), outbox.refusal()]
    taken.set({ isWaiting: isBusy, failure: refusal })
    stored.set({ isWaiting: vault.pending || isBusy, failure: vault.failure ?? refusal })
  }
  const outbox = createOutbox(publish)

  api.journal.onSaving((saving) => {
    vault = saving
    publish()
  })
  api.journal.onChanged(({ entries, deleted }) => {
    deleted.forEach(outbox.drop)
    for (const { id } of entries) outbox.admit(id)
  })

  return {
    add(entry, journal = 'private') {
      const add = () => api.journal.add({ entry, journal })
      outbox.send(entry.id, 'add', add, add)
    },
    edit(id, length, changes, body) {
      const whole = () => api.journal.replaceBody({ id, body: body() })
      outbox.send(id, 'body', () => api.journal.edit({ id, length, changes: [...changes] }), whole)
    },
    describe(id, fields, before = {}) {
      const { now, again } = describing.say(id, fields, before)
      outbox.send(id, 'fields', now, again)
    },
    waiting: describing.waiting,
    onDescribed: describing.onDescribed,
    taken,
    subscribe: stored.subscribe,
    snapshot: stored.snapshot,
    dispose: outbox.end,
  }
}
