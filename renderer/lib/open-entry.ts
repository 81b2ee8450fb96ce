import type { Entry, Journal } from '../../shared/entry'

/** The entry on the page. `entry.body` is what the page began with; what it holds now, the page itself knows. */
export interface OpenEntry {
  readonly entry: Entry
  readonly journal: Journal
  /** From a former shared journal, or written by a newer version. */
  readonly isReadOnly: boolean
  readonly caret: { anchor: number; head: number } | null
  /** True until its first letter: the vault doesn't know it yet. Never true of a shared one. */
  readonly isNew: boolean
  /** Begun in this window: should it be left without a word, it goes without a trace. */
  readonly isBegun: boolean
}
