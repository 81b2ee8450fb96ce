import { background } from '../../shared/background'
import { type Failure, type FailureCode, failureOf } from '../../shared/failure'
import type { EntryId } from '../../shared/ids'

/** Pause before words that didn't reach the host are sent again, in ms. */
const resendAfter = 1000

/**
 * Pauses before words are sent again after a refusal that this may mend, in ms: a vault that is being closed stays open
 * where it can't be. One that time doesn't mend, an entry too long say, is tried again only with the next change.
 */
const pauses: Partial<Record<FailureCode, number>> = {
  'edit-out-of-step': 0,
  'host-unreachable': resendAfter,
  'entry-missing': resendAfter,
  'vault-locked': resendAfter,
}

/** What is sent of an entry, each aspect by itself. */
const aspects = ['add', 'body', 'fields'] as const
type Aspect = (typeof aspects)[number]
const keyOf = (id: EntryId, aspect: Aspect) => `${aspect}/${id}`

/** The calls of the window's writer that are on their way, and those that wait to be made again. */
export interface Outbox {
  /** Sends `first`; from a failure on, or while older words of this aspect wait, `again` stands for all of it. */
  send(id: EntryId, aspect: Aspect, first: () => Promise<void>, again: () => Promise<void>): void
  /** The entry was deleted for ever: nothing of it is to be sent any more. */
  drop(id: EntryId): void
  /** The vault has the entry, after a deletion too: a device that isn't to be trusted may bring it back under its id. */
  admit(id: EntryId): void
  isBusy(): boolean
  /** Why something waits here, if it does. */
  refusal(): Failure | null
  /** Sends nothing any more: the next vault may be another one. */
  end(): void
}

/** Makes an outbox with nothing in it; `onChange` hears when what it says of itself may be something else. */
export function createOutbox(onChange: () => void): Outbox {
  /** By entry and aspect: how to say again what didn't get through. */
  const unsent = new Map<string, () => Promise<void>>()
  const gone = new Set<EntryId>()
  let underWay = 0
  let refusal: Failure | null = null
  const due = createDue(() => background(resend()))

  function refused(error: unknown): void {
    refusal = failureOf(error)
    const pause = pauses[refusal.code]
    if (pause !== undefined) due.soon(pause)
  }

  async function resend(): Promise<void> {
    for (const [key, again] of unsent) {
      if (due.isEnded()) return
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
      due.soon(resendAfter)
    },
    drop(id) {
      gone.add(id)
      for (const aspect of aspects) unsent.delete(keyOf(id, aspect))
      onChange()
    },
    admit: (id) => gone.delete(id),
    isBusy: () => underWay > 0 || unsent.size > 0,
    refusal: () => (unsent.size > 0 ? refusal : null),
    end: due.end,
  }
}

interface Due {
  /** Runs the action after so many ms. What is due stays due: who types without a pause must not put it off for ever. */
  soon(ms: number): void
  /** It is never run any more. */
  end(): void
  isEnded(): boolean
}

function createDue(action: () => void): Due {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isEnded = false
  return {
    soon(ms) {
      if (isEnded || (timer !== undefined && ms > 0)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        action()
      }, ms)
    },
    end() {
      isEnded = true
      clearTimeout(timer)
    },
    isEnded: () => isEnded,
  }
}
