import type { EntryId } from '../../shared/ids'
import { openUnseenField } from '../ui/unseen-field'
import type { SavingSnapshot, SavingSource } from './saving-source'

/** How long words wait for a page that doesn't come: by itself, and once the person has asked for another; in ms. */
const patience = { alone: 10_000, asked: 5000 } as const

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
  /**
   * Takes the focus, and from now on what is typed, pasted or composed. `onNoPage` is called, once, where the words have
   * waited in vain or their page can only be read: it may say another with `isFor`.
   */
  begin(onNoPage: () => void): Ahead
  /** Resolves when nothing waits for a page any more; null where nothing does. */
  settled(): Promise<void> | null
  /** The page of this entry is on the screen, with its words. */
  shown(id: EntryId, page: ShownPage): void
  isShown(id: EntryId): boolean
  /** What is typed now is caught for a page. */
  hasFocus(): boolean
  /** Lets the page that is on the screen, if there is one, have the keys for reading. */
  read(): void
  /** It is on the screen no more. */
  gone(id: EntryId): void
  /** `saving` while words wait: until they have a page they are nowhere but here. */
  readonly saving: SavingSource
}

interface Waiting extends Ahead {
  id: EntryId | null
  hasWords(): boolean
  hasFocus(): boolean
  /** Gives the page all there is; where an input method is at work, nothing before its words are there. */
  handOver(page: ShownPage): void
}

/** Makes the window's one; `label` names to a screen reader the field that has the focus meanwhile. */
export function createTypedAhead(label: string): TypedAhead {
  const waiting = new Set<Waiting>()
  let open: { id: EntryId; page: ShownPage } | null = null
  const saving = createSaving(() => [...waiting].some((ahead) => ahead.hasWords()))
  const handOver = (ahead: Waiting) => {
    if (open && ahead.id === open.id && waiting.has(ahead)) ahead.handOver(open.page)
  }

  return {
    begin(onNoPage) {
      const ahead = createWaiting({
        label,
        onNoPage,
        onInput: saving.changed,
        onComposed: () => handOver(ahead),
        onSettled() {
          waiting.delete(ahead)
          saving.changed()
        },
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
      setTimeout(() => all.forEach((ahead) => ahead.giveUp()), patience.asked)
      return Promise.all(all.map(({ left }) => left)).then(() => {})
    },
    shown(id, page) {
      open = { id, page }
      waiting.forEach(handOver)
    },
    isShown: (id) => open?.id === id,
    hasFocus: () => [...waiting].some((ahead) => ahead.hasFocus()),
    read: () => open?.page.read(),
    gone(id) {
      if (open?.id === id) open = null
      for (const ahead of waiting) if (ahead.id === id) ahead.giveUp()
    },
    saving,
  }
}

const saved: SavingSnapshot = { state: 'saved', failure: null }
const unsaved: SavingSnapshot = { state: 'saving', failure: null }

function createSaving(hasWords: () => boolean): SavingSource & { changed(): void } {
  const listeners = new Set<() => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => (hasWords() ? unsaved : saved),
    changed: () => listeners.forEach((listener) => listener()),
  }
}

interface WaitingOptions {
  label: string
  onNoPage(): void
  onInput(): void
  onComposed(): void
  onSettled(): void
}

function createWaiting(options: WaitingOptions): Waiting {
  const field = openUnseenField(options)
  let settle = (_left: string) => {}
  const left = new Promise<string>((resolve) => (settle = resolve))
  const end = (rest: string) => {
    clearInterval(timer)
    options.onSettled()
    field.remove()
    settle(rest)
  }
  let isHomeless = false
  const seekOther = () => {
    isHomeless = true
    options.onNoPage()
  }
  const timer = setInterval(() => {
    if (field.words() !== '' && !isHomeless) seekOther()
  }, patience.alone)
  const waiting: Waiting = {
    id: null,
    left,
    hasWords: () => field.words() !== '',
    hasFocus: field.hasFocus,
    isFor: (id) => (waiting.id = id),
    giveUp: () => end(field.words()),
    handOver(page): void {
      // A composition can't be moved to another field: it ends where it began.
      if (field.isComposing()) return
      const [words, hadFocus] = [field.words(), field.hasFocus()]
      if (words !== '' && !page.isWritable && !isHomeless) return seekOther()
      end(page.isWritable ? '' : words)
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
