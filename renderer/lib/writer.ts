import { background } from '../../shared/background'
import type { Entry, EntryFields, Journal } from '../../shared/entry'
import type { Saving } from '../../shared/contract'
import { type Failure, failureOf } from '../../shared/failure'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'
import type { SavingSnapshot, SavingSource } from './saving-source'

/** Pause before words that didn't reach the host are sent again, in ms. */
const resendAfter = 1000

/** Sends what is written to the vault process as it is written, and knows whether all of it is saved. */
export interface Writer extends SavingSource {
  /** Begins a new entry there, in one of the two journals. */
  add(entry: Entry, journal?: Journal): void
  /** Changes just made; `body` gives the whole body after them, for when page and vault have come out of step. */
  edit(id: EntryId, length: number, changes: readonly TextChange[], body: () => string): void
  describe(id: EntryId, fields: Partial<EntryFields>): void
}

/** What is sent of an entry, each aspect by itself. */
const aspects = ['add', 'body', 'fields'] as const
type Aspect = (typeof aspects)[number]
const keyOf = (id: EntryId, aspect: Aspect) => `${aspect}/${id}`

/** Makes the window's one writer. What didn't get through is sent again, whole, until it does. */
export function createWriter(api: TwofoldApi): Writer {
  const listeners = new Set<() => void>()
  const descriptions = new Map<EntryId, Partial<EntryFields>>()
  let vault: Saving = { pending: false, failure: null }
  let current: SavingSnapshot = { state: 'saved', failure: null }

  const publish = () => {
    const failure = vault.failure ?? outbox.refusal()
    const state = failure ? 'failed' : vault.pending || outbox.isBusy() ? 'saving' : 'saved'
    if (state === current.state && failure?.code === current.failure?.code) return
    current = { state, failure }
    for (const listener of listeners) listener()
  }
  const outbox = createOutbox(publish)

  api.journal.onSaving((saving) => {
    vault = saving
    publish()
  })
  api.journal.onChanged(({ removed }) => removed.forEach(outbox.drop))

  return {
    add(entry, journal = 'private') {
      const add = () => api.journal.add({ entry, journal })
      outbox.send(entry.id, 'add', add, add)
    },
    edit(id, length, changes, body) {
      const whole = () => api.journal.replaceBody({ id, body: body() })
      outbox.send(id, 'body', () => api.journal.edit({ id, length, changes: [...changes] }), whole)
    },
    describe(id, fields) {
      descriptions.set(id, { ...descriptions.get(id), ...fields })
      const whole = () => api.journal.describe({ id, fields: descriptions.get(id) ?? {} })
      outbox.send(id, 'fields', () => api.journal.describe({ id, fields }), whole)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
  }
}

interface Outbox {
  /** Sends `first`; from a failure on, or while older words of this aspect wait, `again` stands for all of it. */
  send(id: EntryId, aspect: Aspect, first: () => Promise<void>, again: () => Promise<void>): void
  /** The entry is gone for ever: nothing of it is to be sent any more. */
  drop(id: EntryId): void
  isBusy(): boolean
  /** Why something waits here, if it does. */
  refusal(): Failure | null
}

function createOutbox(onChange: () => void): Outbox {
  /** By entry and aspect: how to say again, whole, what didn't get through. */
  const unsent = new Map<string, () => Promise<void>>()
  const gone = new Set<EntryId>()
  let underWay = 0
  let refusal: Failure | null = null
  const resendSoon = createDue(() => background(resend()))

  /** A refusal that time doesn't mend, an entry too long say, is tried again only with the next change. */
  function refused(error: unknown): void {
    refusal = failureOf(error)
    if (refusal.code === 'edit-out-of-step') resendSoon(0)
    else if (refusal.code === 'host-unreachable' || refusal.code === 'entry-missing') resendSoon(resendAfter)
  }

  async function resend(): Promise<void> {
    for (const [key, again] of unsent) {
      try {
        await again()
        if (unsent.get(key) === again) unsent.delete(key)
      } catch (error) {
        refused(error)
        // What is wrong with one entry must not keep the others' words from the vault.
        if (failureOf(error).code === 'host-unreachable') break
      }
    }
    onChange()
  }

  async function attempt(id: EntryId, key: string, first: () => Promise<void>, again: () => Promise<void>) {
    underWay += 1
    onChange()
    try {
      await first()
    } catch (error) {
      if (!gone.has(id)) {
        unsent.set(key, again)
        refused(error)
      }
    } finally {
      underWay -= 1
      onChange()
    }
  }

  return {
    send(id, aspect, first, again) {
      const key = keyOf(id, aspect)
      if (gone.has(id)) return
      if (!unsent.has(key)) return background(attempt(id, key, first, again))
      unsent.set(key, again)
      resendSoon(resendAfter)
    },
    drop(id) {
      gone.add(id)
      for (const aspect of aspects) unsent.delete(keyOf(id, aspect))
      onChange()
    },
    isBusy: () => underWay > 0 || unsent.size > 0,
    refusal: () => (unsent.size > 0 ? refusal : null),
  }
}

/** Runs `action` after so many ms. What is due stays due: who types without a pause must not put it off for ever. */
function createDue(action: () => void): (ms: number) => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return (ms) => {
    if (timer !== undefined && ms > 0) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      action()
    }, ms)
  }
}
