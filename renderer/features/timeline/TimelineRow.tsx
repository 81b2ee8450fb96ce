import { memo } from 'react'
import type { SearchMatch } from '../../../shared/contract'
import { EntryCard } from './EntryCard'
import type { EntryWords } from './entry-words'
import type { Row } from './rows'
import card from './EntryCard.module.css'
import styles from './EntryList.module.css'

export interface TimelineRowProps {
  row: Row | undefined
  listId: string
  index: number
  /** CSS pixels from the top of the list. */
  start: number
  count: number
  isActive: boolean
  isSelected: boolean
  match: SearchMatch | undefined
  words: EntryWords
}

/** A month, which is only seen, or an entry: an option of the listbox, whose clicks and keys are heard by the list. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row, words, start, isActive } = props
  const style = { transform: `translateY(${start}px)` }
  if (!row) return null
  if (row.type === 'month')
    return (
      <div aria-hidden className={styles.month} style={style}>
        {words.date(row.month, 'month')}
      </div>
    )
  return (
    <div
      // A list of this length can't be a select element's.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      id={`${props.listId}${row.entry.id}`}
      tabIndex={-1}
      data-index={props.index}
      data-journal={row.entry.journal}
      aria-selected={props.isSelected}
      aria-setsize={props.count}
      aria-posinset={row.position}
      className={`${card.card} ${styles.row} ${isActive ? styles.active : ''}`}
      style={style}
    >
      <EntryCard entry={row.entry} words={words} firstOfDay={row.firstOfDay} match={props.match} />
    </div>
  )
})
