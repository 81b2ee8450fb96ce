import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { errorText } from '../../lib/failure-text'
import { filterEntries, type Filters, isFiltering, noFilters } from '../../lib/timeline-filters'
import { ActiveFilters } from './ActiveFilters'
import { EmptyState } from './EmptyState'
import { EntryList, type EntryListHandle } from './EntryList'
import { FilterMenu } from './FilterMenu'
import { SearchBox } from './SearchBox'
import { type FindEntries, type Search, useSearch } from './use-search'
import styles from './Timeline.module.css'

export interface TimelineHandle extends EntryListHandle {
  focusSearch(): void
}

export interface TimelineProps {
  /** All of them, newest first, those in the trash included. */
  entries: readonly EntrySummary[]
  complete: boolean
  selected: EntryId | null
  filters: Filters
  onFilters(filters: Filters): void
  onOpen(id: EntryId): void
  onWrite(id: EntryId): void
  onNew(): void
  /** Keeps its reference between renders. */
  onSearch: FindEntries
  ref?: Ref<TimelineHandle>
}

/** Everything written, by date, narrowed by filters and by what one searches for. */
export function Timeline({ ref, ...props }: TimelineProps) {
  const { entries, filters, onFilters } = props
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  const list = useRef<EntryListHandle>(null)
  const box = useRef<HTMLInputElement>(null)
  const search = useSearch(props.onSearch)
  const { found } = search
  const fitting = useMemo(() => filterEntries(entries, filters), [entries, filters])
  const shown = useMemo(
    () => (found ? fitting.filter((entry) => found.matches.has(entry.id)) : fitting),
    [fitting, found],
  )

  const leave = useLeaving(search, () => list.current?.focus())
  useImperativeHandle(ref, () => ({
    focus: () => list.current?.focus(),
    focusSearch: () => box.current?.select(),
    goTo: (date) => list.current?.goTo(date),
  }))

  return (
    <>
      <div className={styles.top}>
        <SearchBox ref={box} text={search.text} onText={search.setText} onLeave={leave} />
        {entries.length > 0 ? <FilterMenu entries={entries} filters={filters} onFilters={onFilters} /> : null}
      </div>
      {isFiltering(filters) ? <ActiveFilters filters={filters} onFilters={onFilters} /> : null}
      <output className={styles.count}>
        {props.complete && shown.length > 0 ? t('entries', { count: shown.length }) : null}
      </output>
      {found?.error ? <p className={styles.failure}>{errorText(tCommon, found.error)}</p> : null}
      {shown.length > 0 ? (
        <EntryList
          ref={list}
          entries={shown}
          selected={props.selected}
          label={t('timeline')}
          onOpen={props.onOpen}
          onWrite={props.onWrite}
          searched={found?.text ?? ''}
          {...(found ? { matches: found.matches } : {})}
        />
      ) : null}
      {shown.length === 0 && props.complete && !found?.error ? <Nothing {...props} search={search} /> : null}
    </>
  )
}

/** From the search on to what it finds, once that is there; where nothing is found, the focus stays with the words. */
function useLeaving({ text, isPending }: Search, leave: () => void): () => void {
  const left = useRef<string | null>(null)
  useEffect(() => {
    if (isPending || left.current === null) return
    if (left.current === text) leave()
    left.current = null
  }, [isPending, text, leave])
  return () => {
    if (isPending) left.current = text
    else leave()
  }
}

function Nothing({ filters, onFilters, onNew, search }: TimelineProps & { search: Search }) {
  const { t } = useTranslation('timeline')
  const clearFilters = { action: t('filter.clear'), onAction: () => onFilters(noFilters) }
  const clearSearch = { action: t('search.clear'), onAction: () => search.setText('') }
  const text = search.found?.text
  if (text !== undefined)
    return isFiltering(filters) ? (
      <EmptyState sentence={t('empty.searchInFilters', { text })} {...clearFilters} />
    ) : (
      <EmptyState sentence={t('empty.search', { text })} {...clearSearch} />
    )
  if (isFiltering(filters)) return <EmptyState sentence={t('empty.filters')} {...clearFilters} />
  return <EmptyState sentence={t('empty.journal')} action={t('newEntry')} onAction={onNew} />
}
