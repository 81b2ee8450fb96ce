import type { SavingSnapshot } from './saving-source'

/** What is known of an entry's words when the quiet line is drawn. */
export interface WordsState {
  readonly saving: SavingSnapshot['state']
  readonly isReadOnly: boolean
  /** Deleted for ever while it is open. */
  readonly isGone: boolean
  /** Null in the private journal, and in the shared one while it has one writer. */
  readonly partnerName: string | null
  /** Whether the partner's device lacks words of this entry; null where that isn't known. */
  readonly isHeld: boolean | null
}

/** Which words the quiet line says. */
export type QuietLine = 'gone' | 'read-only' | 'failed' | 'saving' | 'saved' | 'waiting' | 'has'

/**
 * What may be said: 'waiting' and 'has' only of words that are on this disk, and 'has' only where the vault has said
 * that the partner's device confirmed all of them.
 */
export function quietLine({ saving, isReadOnly, isGone, partnerName, isHeld }: WordsState): QuietLine {
  if (isGone) return 'gone'
  if (isReadOnly) return 'read-only'
  if (saving !== 'saved') return saving
  if (partnerName === null || isHeld === null) return 'saved'
  return isHeld ? 'waiting' : 'has'
}
