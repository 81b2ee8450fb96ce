import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type RefObject, useCallback, useState } from 'react'
import { Button as RowButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { Button } from '../../ui/Button'
import { EntryCard } from './EntryCard'
import type { EntryWords } from './entry-words'
import { withIndex } from './use-row-virtualizer'
import card from './EntryCard.module.css'
import styles from './TrashList.module.css'

export interface TrashListProps {
  entries: readonly EntrySummary[]
  selected: EntryId | null
  words: EntryWords
  onOpen(id: EntryId): void
  onRestore(id: EntryId): void
  onDelete(entry: EntrySummary): void
  /** The focus has come to the row of this index. */
  onPlace(index: number): void
  ref: RefObject<HTMLDivElement | null>
}

/** CSS pixels, as TrashList.module.css has it. */
const rowHeight = 160

/** The entries of the trash with what can be done to each; only those near the window are in the document. */
export function TrashList({ entries, onPlace, ref: scroller, ...row }: TrashListProps) {
  const { t } = useTranslation('timeline')
  const [focused, setFocused] = useState(-1)
  // The row that has the focus stays in the document wherever the list is scrolled.
  const rangeExtractor = useCallback(
    (range: Range) => withIndex(defaultRangeExtractor(range), focused, range),
    [focused],
  )
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => entries[index]?.id ?? index, [entries]),
    rangeExtractor,
  })
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const item = event.target.closest<HTMLElement>('[data-index]')
    const index = Number(item?.dataset['index'] ?? -1)
    setFocused(index)
    onPlace(index)
  }
  return (
    <div ref={scroller} tabIndex={-1} className={styles.list} onFocus={onFocus}>
      <ul aria-label={t('trash')} className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const entry = entries[index]
          if (!entry) return null
          return (
            <li
              key={key}
              data-index={index}
              data-journal={entry.journal}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <TrashRow entry={entry} {...row} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface TrashRowProps extends Omit<TrashListProps, 'entries' | 'onPlace' | 'ref'> {
  entry: EntrySummary
}

function TrashRow({ entry, selected, words, onOpen, onRestore, onDelete }: TrashRowProps) {
  const { t } = useTranslation('timeline')
  const name = words.quoted(entry)
  const isFixed = entry.isReadOnly === true
  return (
    <>
      <RowButton
        aria-current={entry.id === selected}
        className={`${card.card} ${styles.open}`}
        onPress={() => onOpen(entry.id)}
      >
        <EntryCard entry={entry} words={words} />
      </RowButton>
      <div className={styles.actions}>
        <Button aria-label={t('bin.restoreEntry', { name })} isDisabled={isFixed} onPress={() => onRestore(entry.id)}>
          {t('bin.restore')}
        </Button>
        <Button
          variant="quiet"
          aria-label={t('bin.deleteEntryForEver', { name })}
          isDisabled={isFixed}
          onPress={() => onDelete(entry)}
        >
          {t('bin.deleteForEver')}
        </Button>
      </div>
    </>
  )
}
