import type { TFunction } from 'i18next'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { Button as RowButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { filterEntries, noFilters } from '../../lib/timeline-filters'
import { onCalendar } from '../../lib/timeline-format'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { EmptyState } from './EmptyState'
import { EntryCard } from './EntryCard'
import { useEntryWords } from './entry-words'
import { type DayGroup, onThisDay } from './on-this-day'
import card from './EntryCard.module.css'
import styles from './OnThisDay.module.css'
import pane from './Timeline.module.css'

export interface OnThisDayProps {
  /** All of them, newest first, those in the trash included. */
  entries: readonly EntrySummary[]
  complete: boolean
  selected: EntryId | null
  /** `YYYY-MM-DD` */
  date: string
  today: string
  onDate(date: string): void
  onChooseDate(): void
  onOpen(id: EntryId): void
}

/** What was written on one day of the year in all years, and a week and a month before it. */
export function OnThisDay({ entries, complete, selected, date, today, onDate, onChooseDate, onOpen }: OnThisDayProps) {
  const { t } = useTranslation('timeline')
  const words = useEntryWords()
  const groups = useMemo(() => onThisDay(filterEntries(entries, noFilters), date), [entries, date])
  const move = (days: number) => onDate(onCalendar(date).add({ days }).toString())
  return (
    <>
      <div className={pane.top}>
        <h2 className={pane.heading}>{t('onThisDay')}</h2>
        <IconButton icon={ChevronLeft} label={t('day.before')} onPress={() => move(-1)} />
        <IconButton icon={CalendarDays} label={t('day.choose')} onPress={onChooseDate} />
        <IconButton icon={ChevronRight} label={t('day.after')} onPress={() => move(1)} />
      </div>
      <div className={styles.chosen}>
        <output>{words.date(date, 'full')}</output>
        {date === today ? null : (
          <Button variant="quiet" onPress={() => onDate(today)}>
            {t('today')}
          </Button>
        )}
      </div>
      {groups.length === 0 && complete ? (
        <EmptyState sentence={t('empty.onThisDay')} action={t('day.choose')} onAction={onChooseDate} />
      ) : null}
      {groups.length > 0 ? (
        <div className={styles.groups}>
          {groups.map((group) => (
            <section key={group.date} aria-labelledby={`day-${group.date}`}>
              <h3 id={`day-${group.date}`} className={styles.group}>
                {groupTitle(t, group)}
                <span className={styles.date}>{words.date(group.date, 'long')}</span>
              </h3>
              {group.entries.map((entry) => (
                <RowButton
                  key={entry.id}
                  aria-current={entry.id === selected}
                  data-journal={entry.journal}
                  className={`${card.card} ${styles.row}`}
                  onPress={() => onOpen(entry.id)}
                >
                  <EntryCard entry={entry} words={words} />
                </RowButton>
              ))}
            </section>
          ))}
        </div>
      ) : null}
    </>
  )
}

/** 'Three years ago': small numbers as words where the language file has them. */
function groupTitle(t: TFunction<'timeline'>, { when, count }: DayGroup): string {
  if (when === 'week') return t('day.week')
  if (when === 'month') return t('day.month')
  const number = isSmall(count) ? t(`day.number.${count}`) : String(count)
  return when === 'years-ago' ? t('day.yearsAgo', { count, number }) : t('day.yearsLater', { count, number })
}

const smallNumbers = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
const isSmall = (count: number): count is (typeof smallNumbers)[number] =>
  (smallNumbers as readonly number[]).includes(count)
