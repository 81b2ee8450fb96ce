import { type ReactNode, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryId } from '../shared/ids'
import type { Openings } from './lib/openings'
import { useReadingHint } from './lib/use-reading-hint'
import styles from './PagePlace.module.css'

export interface PagePlaceProps {
  openings: Openings
  isHidden: boolean
  /** The entry on the page, where it is one that can be written in. */
  writable: EntryId | null
  /** Where the list is. */
  list: React.RefObject<HTMLElement | null>
  children: ReactNode
}

/** What holds the page. Whoever types while they only read is told how to write. */
export function PagePlace({ openings, isHidden, writable, list, children }: PagePlaceProps) {
  const { t } = useTranslation('app')
  const place = useRef<HTMLDivElement>(null)
  const isTyping = useReadingHint({ list, place, writable })
  const setPlace = useCallback(
    (element: HTMLDivElement | null) => {
      place.current = element
      openings.setPlace(element)
    },
    [openings],
  )
  return (
    // The mouse is heard for the page that is on its way; what can be pressed is within.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={setPlace}
      tabIndex={-1}
      className={styles.place}
      hidden={isHidden}
      onMouseDown={(event) => {
        // The focus stays with what catches the words.
        if (openings.press()) event.preventDefault()
      }}
    >
      {children}
      <output className={styles.hint}>{isTyping ? <span>{t('reading')}</span> : null}</output>
    </div>
  )
}
