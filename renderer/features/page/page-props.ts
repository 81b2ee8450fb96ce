import type { Ref } from 'react'
import type * as Y from 'yjs'
import type { TextChange } from '../../../shared/text-change'
import type { PageHistories } from './page-histories'

/** What whoever shows a page may ask of it. */
export interface PageHandle {
  /** Puts the caret into it, where it was or where the words begin. */
  focus(): void
  /** Takes the keys for reading alone: they scroll, and Enter puts the caret into the page. */
  read(): void
  /** Writes these words where the caret is, as if they were typed. */
  write(words: string): void
  /** The text as it stands, with `\n` between lines. */
  body(): string
  /**
   * Puts this text in place of the one shown: it is not reported as a change, and undo doesn't take it back. Does
   * nothing where the text is shared, since it is always the one shown.
   */
  replace(body: string): void
}

/** A place in a shared text, as `Y.relativePositionToJSON` gives it. */
type Place = unknown

/** Where the partner is in the text of the page. */
export interface PartnerCaret {
  readonly anchor: Place
  readonly head: Place
  readonly name: string
  readonly color: 'first' | 'second'
}

/** How the two pages of one text know of each other's carets. */
export interface PagePresence {
  cursors(): readonly PartnerCaret[]
  /** Told after each change of `cursors`, never within `setCursor`. */
  subscribe(listener: () => void): () => void
  /** Where the caret of this page is, or null while the page hasn't the focus. */
  setCursor(cursor: { anchor: Place; head: Place } | null): void
}

/** A text that both partners write. */
export interface SharedText {
  text: Y.Text
  presence: PagePresence | null
}

export interface PageProps {
  /** Another one is another document: its own text, its own undo, which goes on where the page comes back. */
  entryId: string
  /** The text to begin with; later values count only for another entry. */
  body: string
  /**
   * In place of `body` the words of this text, and every edit goes into it: nothing is then reported by `onChanges`. May
   * be given later to a page that is read-only until then.
   */
  shared?: SharedText
  /** Where what can be taken back is kept while the page is away; nowhere if left out. */
  histories?: PageHistories
  selection?: { anchor: number; head: number }
  journal: 'private' | 'shared'
  nonce: string
  readOnly?: boolean
  /** Off unless asked for: a browser may send words to a service to check them. */
  spellCheck?: boolean
  /** Each edit as it happens, in UTF-16 offsets of the text before it, ascending and apart; `body` reads the text after. */
  onChanges(changes: readonly TextChange[], body: () => string): void
  /** Where the caret has come to, at most once per frame. */
  onSelection(selection: { anchor: number; head: number }): void
  onOpenLink(link: { url: string; host: string }): void
  /** The page is on the screen; told again when another function is given. */
  onOpened?(page: PageHandle): void
  ref?: Ref<PageHandle>
}
