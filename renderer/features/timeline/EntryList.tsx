import {
  type MouseEvent,
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import type { SearchMatch } from '../../../shared/contract'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { useEntryWords } from './entry-words'
import { buildRows, type Rows } from './rows'
import { TimelineRow } from './TimelineRow'
import { useActiveRow } from './use-active-row'
import { startOf, useRowVirtualizer } from './use-row-virtualizer'
import { useSteadyScroll } from './use-steady-scroll'
import styles from './EntryList.module.css'

export interface EntryListHandle {
  /** Brings the day, or the nearest one written, to the top and makes its first entry the active one. */
  goTo(date: string): void
  focus(): void
}

export interface EntryListProps {
  /** Newest first. */
  entries: readonly EntrySummary[]
  selected: EntryId | null
  label: string
  /** Shows an entry, to be read: Space or a click. */
  onOpen(id: EntryId): void
  /** Opens it to write in it: Enter or a double click. */
  onWrite(id: EntryId): void
  /** What was searched for, '' for nothing: with other words the list begins anew, at the selected entry. */
  searched: string
  matches?: ReadonlyMap<EntryId, SearchMatch>
  ref?: Ref<EntryListHandle>
}

/** The timeline's rows: a listbox of which only what is near the window is in the document. */
export function EntryList({ entries, selected, label, onOpen, onWrite, searched, matches, ref }: EntryListProps) {
  const rows = useMemo(() => buildRows(entries), [entries])
  const scroller = useRef<HTMLDivElement>(null)
  const words = useEntryWords()
  const listId = useId()
  const active = useActiveRow(rows, selected, { onOpen, onWrite })
  const virtualizer = useRowVirtualizer({ rows, scroller, active: active.index, startAt: startOf(rows, selected) })
  const firstVisible = virtualizer.range?.startIndex ?? 0
  const show = (index: number, align: 'auto' | 'start') => {
    active.set(rows.entryAt(index))
    virtualizer.scrollToIndex(index, { align })
  }
  useSteadyScroll(rows, firstVisible, scroller)
  useNewBeginning(searched, () => scroller.current?.scrollTo({ top: startOf(rows, selected) }))
  useFollowSelected(rows, selected, (index) => show(index, 'auto'))
  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    goTo: (date) => show(rows.indexOfDate(date), 'start'),
  }))
  const mouse = useMouse(rows, scroller, (entry, isTwice) => {
    active.set(entry)
    if (isTwice) onWrite(entry.id)
    else onOpen(entry.id)
  })

  const month = rows.monthAt(firstVisible)
  const activeEntry = active.index === -1 ? null : rows.entryAt(active.index)
  return (
    <div
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={activeEntry ? `${listId}${activeEntry.id}` : undefined}
      className={styles.list}
      onKeyDown={(event) => active.onKeyDown(event, (index) => show(index, 'auto'))}
      {...mouse}
      onFocus={() => active.set(activeEntry ?? rows.entryAt(firstVisible))}
    >
      <div aria-hidden className={styles.standing}>
        {month === null ? null : words.date(month, 'month')}
      </div>
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <TimelineRow
            key={key}
            listId={listId}
            row={rows.list[index]}
            {...{ index, start, words }}
            count={rows.count}
            isActive={index === active.index}
            isSelected={index === rows.indexOf(selected)}
            match={matches ? matchOf(matches, rows.entryAt(index)) : undefined}
          />
        ))}
      </div>
    </div>
  )
}

/** Tells which entry was clicked, once or twice. */
function useMouse(
  rows: Rows,
  scroller: RefObject<HTMLElement | null>,
  onEntry: (entry: EntrySummary, isTwice: boolean) => void,
) {
  const clicked = (event: MouseEvent, isTwice: boolean) => {
    const entry = rows.entryAt(indexAt(event.target))
    if (entry) onEntry(entry, isTwice)
  }
  return {
    onMouseDown(event: MouseEvent) {
      if (indexAt(event.target) === -1) return
      // The list keeps the focus, not the row: that may scroll out of the document.
      event.preventDefault()
      scroller.current?.focus({ preventScroll: true })
    },
    onClick: (event: MouseEvent) => clicked(event, false),
    onDoubleClick: (event: MouseEvent) => clicked(event, true),
  }
}

const indexAt = (target: EventTarget) => {
  const option = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return Number(option?.dataset['index'] ?? -1)
}

const matchOf = (matches: ReadonlyMap<EntryId, SearchMatch>, entry: EntrySummary | null) =>
  entry ? matches.get(entry.id) : undefined

/** Calls `begin` when what is searched for has changed, after the rows have; the list keeps the focus all the while. */
function useNewBeginning(searched: string, begin: () => void): void {
  const before = useRef(searched)
  useLayoutEffect(() => {
    if (before.current === searched) return
    before.current = searched
    begin()
  }, [searched, begin])
}

/** Calls `follow` when another entry is opened elsewhere, or the open one moves to another day. */
function useFollowSelected(rows: Rows, selected: EntryId | null, follow: (index: number) => void): void {
  const index = rows.indexOf(selected)
  const date = index === -1 ? null : (rows.entryAt(index)?.date ?? null)
  const followed = useRef({ selected, date })
  useEffect(() => {
    if (followed.current.selected === selected && followed.current.date === date) return
    followed.current = { selected, date }
    if (index !== -1) follow(index)
  }, [selected, date, index, follow])
}
