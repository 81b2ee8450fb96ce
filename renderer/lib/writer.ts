import type { Entry, EntryFields } from '../../shared/entry'
import type { Saving } from '../../shared/contract'
import { type Failure, failureOf } from '../../shared/failure'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { TwofoldApi } from './api'

/** Pause before words that didn't reach the host are sent again, in ms. */
const resendAfter = 1000

export interface SavingSnapshot {
  /** `saved` only when the vault process has said that everything sent is on the disk. */
  readonly state: 'saved' | 'saving' | 'failed'
  readonly failure: Failure | null
}

/** Sends what is written to the vault process as it is written, and knows whether all of it is saved. */
export interface Writer {
  /** Begins a new entry there. */
  add(entry: Entry): void
  /** Changes just made; `body` gives the whole body after them, for when page and vault have come out of step. */
  edit(id: EntryId, length: number, changes: readonly TextChange[], body: () => string): void
  describe(id: EntryId, fields: Partial<EntryFields>): void
  subscribe(listener: () => void): () => void
  /** Keeps its reference between changes. */
  snapshot(): SavingSnapshot
}

/** Makes the window's one writer. What didn't get through is sent again, whole, until it does. */
export function createWriter(api: TwofoldApi): Writer {
  const listeners = new Set<() => void>()
  /** By entry and aspect: how to say again, whole, what didn't get through. */
  const unsent = new Map<string, () => Promise<void>>()
  let underWay = 0
  let vault: Saving = { pending: false, failure: null }
  let refusal: Failure | null = null
  let current: SavingSnapshot = { state: 'saved', failure: null }
  let timer: ReturnType<typeof setTimeout> | undefined

  const publish = () => {
    const failure = vault.failure ?? (unsent.size > 0 ? refusal : null)
    const state = failure ? 'failed' : vault.pending || underWay > 0 || unsent.size > 0 ? 'saving' : 'saved'
    if (state === current.state && failure?.code === current.failure?.code) return
    current = { state, failure }
    for (const listener of listeners) listener()
  }

  async function attempt(key: string, first: () => Promise<void>, again: () => Promise<void>): Promise<void> {
    underWay += 1
    publish()
    try {
      if (unsent.has(key)) {
        // While older words wait to be sent whole, these are part of that whole.
        unsent.set(key, again)
        resendSoon(resendAfter)
      } else {
        await first()
      }
    } catch (error) {
      unsent.set(key, again)
      refused(error)
    } finally {
      underWay -= 1
      publish()
    }
  }

  /** A refusal that time doesn't mend, an entry too long say, is tried again only with the next change. */
  function refused(error: unknown): void {
    refusal = failureOf(error)
    if (refusal.code === 'edit-out-of-step') resendSoon(0)
    else if (refusal.code === 'host-unreachable' || refusal.code === 'entry-missing') resendSoon(resendAfter)
  }

  function resendSoon(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void resend(), ms)
  }

  async function resend(): Promise<void> {
    for (const [key, again] of unsent) {
      try {
        await again()
        if (unsent.get(key) === again) unsent.delete(key)
      } catch (error) {
        refused(error)
        break
      }
    }
    publish()
  }

  api.journal.onSaving((saving) => {
    vault = saving
    publish()
  })

  const descriptions = new Map<EntryId, Partial<EntryFields>>()
  return {
    add: (entry) =>
      void attempt(
        `add/${entry.id}`,
        () => api.journal.add({ entry }),
        () => api.journal.add({ entry }),
      ),
    edit(id, length, changes, body) {
      const whole = () => api.journal.replaceBody({ id, body: body() })
      void attempt(`body/${id}`, () => api.journal.edit({ id, length, changes: [...changes] }), whole)
    },
    describe(id, fields) {
      descriptions.set(id, { ...descriptions.get(id), ...fields })
      const whole = () => api.journal.describe({ id, fields: descriptions.get(id) ?? {} })
      void attempt(`fields/${id}`, () => api.journal.describe({ id, fields }), whole)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => current,
  }
}
