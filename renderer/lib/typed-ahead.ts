import type { EntryId } from '../../shared/ids'
import { openUnseenField } from '../ui/unseen-field'

/** How long words wait for a page that doesn't come, once the person has asked for another, in ms. */
const patience = 5000

/** The page on the screen, as far as it takes the focus and words. */
export interface ShownPage {
  readonly isWritable: boolean
  /** Puts the caret into it. */
  focus(): void
  /** Takes the keys for reading alone. */
  read(): void
  /** Writes these words where the caret is, as if they were typed. */
  write(words: string): void
}

/** What is typed for one page that isn't there yet. */
export interface Ahead {
  /** Whose page it is for; may be said later than the first letter is typed. */
  isFor(id: EntryId): void
  /** No page will come. */
  giveUp(): void
  /** Resolves with '' when its page has taken over focus and words, or with the words where there is none to take them. */
  readonly left: Promise<string>
}

/** Keeps what is typed between the wish to write and the page, so that no letter is lost or lands in another entry. */
export interface TypedAhead {
  /** Takes the focus, and from now on what is typed, pasted or composed. */
  begin(): Ahead
  /** Resolves when nothing waits for a page any more; null where nothing does. */
  settled(): Promise<void> | null
  /** The page of this entry is on the screen, with its words. */
  shown(id: EntryId, page: ShownPage): void
  isShown(id: EntryId): boolean
  /** Lets the page that is on the screen, if there is one, have the keys for reading. */
  read(): void
  /** It is on the screen no more. */
  gone(id: EntryId): void
}

interface Waiting extends Ahead {
  id: EntryId | null
  /** Gives the page all there is; where an input method is at work, nothing before its words are there. */
  handOver(page: ShownPage): void
}

/** Makes the window's one; `label` names to a screen reader the field that has the focus meanwhile. */
export function createTypedAhead(label: string): TypedAhead {
  const waiting = new Set<Waiting>()
  let open: { id: EntryId; page: ShownPage } | null = null
  const handOver = (ahead: Waiting) => {
    if (open && ahead.id === open.id && waiting.has(ahead)) ahead.handOver(open.page)
  }

  return {
    begin() {
      const ahead = createWaiting({
        label,
        onComposed: () => handOver(ahead),
        onSettled: () => waiting.delete(ahead),
      })
      waiting.add(ahead)
      const isFor = (id: EntryId) => {
        ahead.isFor(id)
        handOver(ahead)
      }
      return { ...ahead, isFor }
    },
    settled() {
      if (waiting.size === 0) return null
      const all = [...waiting]
      setTimeout(() => all.forEach((ahead) => ahead.giveUp()), patience)
      return Promise.all(all.map(({ left }) => left)).then(() => {})
    },
    shown(id, page) {
      open = { id, page }
      waiting.forEach(handOver)
    },
    isShown: (id) => open?.id === id,
    read: () => open?.page.read(),
    gone(id) {
      if (open?.id === id) open = null
      for (const ahead of waiting) if (ahead.id === id) ahead.giveUp()
    },
  }
}

function createWaiting(options: { label: string; onComposed(): void; onSettled(): void }): Waiting {
  const field = openUnseenField(options)
  let settle = (_left: string) => {}
  const left = new Promise<string>((resolve) => (settle = resolve))
  const end = (rest: string) => {
    options.onSettled()
    field.remove()
    settle(rest)
  }
  const waiting: Waiting = {
    id: null,
    left,
    isFor: (id) => (waiting.id = id),
    giveUp: () => end(field.words()),
    handOver(page) {
      // A composition can't be moved to another field: it ends where it began.
      if (field.isComposing()) return
      const [words, hadFocus] = [field.words(), field.hasFocus()]
      end('')
      if (hadFocus) takeFocus(page)
      if (words !== '' && page.isWritable) page.write(words)
    },
  }
  return waiting
}

const takeFocus = (page: ShownPage) => {
  if (page.isWritable) page.focus()
  else page.read()
}
