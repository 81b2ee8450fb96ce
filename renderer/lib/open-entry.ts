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
  /** Deleted for ever while it is open, not by this person: what is on the page is nowhere else. */
  readonly isGone: boolean
}

/** What can't wait for the next rendering: two keys may come before it. */
export interface Latest {
  open: OpenEntry | null
  /** What was open before. */
  former: OpenEntry | null
  /** The bodies of both as they stand now. */
  body: () => string
  formerBody: () => string
  /** The body's length now, in UTF-16 code units; of a private entry alone. */
  length: number
  /** Something was written or described since it was opened. */
  isTouched: boolean
  /** Counts what was asked for: an answer to an earlier wish must not take the place of a later one. */
  wish: number
}
