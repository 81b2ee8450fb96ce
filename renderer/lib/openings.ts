import { flushSync } from 'react-dom'
import { background } from '../../shared/background'
import type { Journal } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import { isFocusAstray, leaveEntry } from './entry-focus'
import { type Ahead, createTypedAhead, type ShownPage, type TypedAhead } from './typed-ahead'
import type { SavingSource } from './saving-source'
import type { OpenEntryControl } from './use-open-entry'

/** The ways to another page, and what becomes of the focus and of what is typed meanwhile. */
export interface Openings {
  /** Shows an entry to be read: no key reaches its page. Resolves with false where there is no such entry. */
  show(id: EntryId): Promise<boolean>
  /** Opens an entry to write in it: what is typed from now on belongs to it. */
  write(id: EntryId): void
  /** A fresh page, with the caret on it. */
  begin(journal: Journal): void
  /** Acts once all that was typed has come to its page: at once, nearly always. */
  afterWords(act: () => void): void
  /** The element that holds the page, or null when it goes; it can have the focus. */
  setPlace(place: HTMLElement | null): void
  /** The focus is on the page or what is above it. */
  hasFocus(): boolean
  /** The mouse was pressed there. True where another entry is on its way, and one wants to write in that. */
  press(): boolean
  /** The mouse was pressed on the page of this entry while its words aren't there yet: one wants to write in it. */
  pressUnbound(id: EntryId): void
  /** The page of this entry is on the screen, with or still without its words. */
  opened(id: EntryId, page: ShownPage, hasWords: boolean): void
  /** It is on the screen no more. */
  gone(id: EntryId): void
  /** Whether all that was typed has come to a page. */
  readonly saving: SavingSource
}

export interface OpeningsParts extends Pick<OpenEntryControl, 'show' | 'begin'> {
  /** Brings the page into sight where list and page alternate. */
  onShown(): void
  /** Names to a screen reader what has the focus until the page is there. */
  label: string
}

/** An entry that is on its way to the page. */
interface Opening {
  readonly id: EntryId
  words: Ahead | null
}

/** Makes the window's one. */
export function createOpenings({ show, begin, onShown, label }: OpeningsParts): Openings {
  const ahead = createTypedAhead(label)
  let place: HTMLElement | null = null
  /** The last that was asked for, until it is there. */
  let opening: Opening | null = null
  /** What is still on its way is overtaken by a page that is there at once. */
  const beginAtOnce = (journal: Journal, words?: string): EntryId => {
    opening = null
    setInert(place, false)
    const id = begin(journal, words)
    onShown()
    return id
  }
  const { expectWords, catchWords } = createCatching(ahead, (words) => beginAtOnce('private', words))

  async function open(mine: Opening): Promise<boolean> {
    opening = mine
    setInert(place, true)
    const outcome = await outcomeOf(show(mine.id))
    if (opening === mine) {
      opening = null
      setInert(place, false)
    }
    if (outcome === 'shown') {
      // It can take the focus only once it is on the screen.
      flushSync(onShown)
      mine.words?.isFor(mine.id)
    } else mine.words?.giveUp()
    if (isFocusAstray(place)) ahead.read()
    return outcome !== 'missing'
  }

  return {
    async show(id) {
      if (!ahead.isShown(id)) leaveEntry(place)
      const before = ahead.settled()
      if (before) await before
      return open({ id, words: null })
    },
    write: (id) => catchWords((words) => background(open({ id, words }))),
    begin: (journal) => catchWords((words) => words.isFor(beginAtOnce(journal))),
    afterWords(act) {
      const before = ahead.settled()
      if (before) background(before.then(act))
      else act()
    },
    setPlace(element) {
      place = element
    },
    hasFocus: () => place?.contains(document.activeElement) ?? false,
    press() {
      if (opening && !opening.words) (opening.words = expectWords()).isFor(opening.id)
      return opening !== null
    },
    pressUnbound(id) {
      if (!ahead.hasFocus()) expectWords().isFor(id)
    },
    opened(id, page, hasWords) {
      if (hasWords) ahead.shown(id, page)
      if (isFocusAstray(place)) page.read()
    },
    gone: ahead.gone,
    saving: ahead.saving,
  }
}

/** Catches words for the page that comes next; for those that find none it begins a private one. */
function createCatching(ahead: TypedAhead, begin: (words?: string) => EntryId) {
  const expectWords = () => {
    const words = ahead.begin(() => words.isFor(begin()))
    background(
      words.left.then((left) => {
        if (left !== '') begin(left)
      }),
    )
    return words
  }
  return {
    /** From now on what is typed is for the page that comes next. */
    expectWords,
    /** The same, and acts once what was typed before has come to its page. */
    catchWords(act: (words: Ahead) => void) {
      const before = ahead.settled()
      const words = expectWords()
      if (before) background(before.then(() => act(words)))
      else act(words)
    },
  }
}

/** `overtaken`: another was asked for meanwhile. An entry that has just gone goes from the list with the next signal. */
const outcomeOf = (shown: Promise<boolean>) =>
  shown.then(
    (isShown) => (isShown ? 'shown' : 'overtaken'),
    () => 'missing' as const,
  )

/** While another entry is on its way to the page, the one that is there takes neither keys nor clicks. */
function setInert(place: HTMLElement | null, isInert: boolean): void {
  for (const child of place?.children ?? []) if (child instanceof HTMLElement) child.inert = isInert
}
