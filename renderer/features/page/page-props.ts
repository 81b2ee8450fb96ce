import type { Ref } from 'react'
import type { TextChange } from '../../../shared/text-change'

/** What whoever shows a page may ask of it. */
export interface PageHandle {
  focus(): void
  /** The text as it stands, with `\n` between lines. */
  body(): string
  /** Puts this text in place of the one shown: it is not reported as a change, and undo doesn't take it back. */
  replace(body: string): void
}

export interface PageProps {
  /** Another one is another document: its own text, its own undo. */
  entryId: string
  /** The text to begin with; later values count only for another entry. */
  body: string
  selection?: { anchor: number; head: number }
  journal: 'private' | 'shared'
  nonce: string
  readOnly?: boolean
  autoFocus?: boolean
  /** Off unless asked for: a browser may send words to a service to check them. */
  spellCheck?: boolean
  /** Each edit as it happens, in UTF-16 offsets of the text before it, ascending and apart; `body` reads the text after. */
  onChanges(changes: readonly TextChange[], body: () => string): void
  /** Where the caret has come to, at most once per frame. */
  onSelection(selection: { anchor: number; head: number }): void
  onOpenLink(link: { url: string; host: string }): void
  /** What was pasted holds nothing that a page can. */
  onPasteFailed?(): void
  ref?: Ref<PageHandle>
}
