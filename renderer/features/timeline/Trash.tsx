import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import type { EntryId } from '../../../shared/ids'
import { useLatestValue } from '../../lib/latest-store'
import type { PartnerStore } from '../../lib/partner-store'
import { trashedEntries } from '../../lib/timeline-filters'
import { Button } from '../../ui/Button'
import { Actions, Dialog } from '../../ui/Dialog'
import { EmptyState } from './EmptyState'
import { type EntryWords, useEntryWords } from './entry-words'
import { TrashList } from './TrashList'
import pane from './Timeline.module.css'

export interface TrashProps {
  /** All of them, those outside the trash included. */
  entries: readonly EntrySummary[]
  complete: boolean
  selected: EntryId | null
  onOpen(id: EntryId): void
  onRestore(id: EntryId): void
  onDeleteForever(id: EntryId): void
  partner: PartnerStore
  /** Back to the timeline. */
  onLeave(): void
}

/** What was thrown away, to be restored or deleted for ever. */
export function Trash({ entries, complete, selected, onOpen, onRestore, onDeleteForever, ...props }: TrashProps) {
  const { t } = useTranslation('timeline')
  const words = useEntryWords()
  const trashed = useMemo(() => trashedEntries(entries), [entries])
  const heading = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const keepPlace = useKeptFocus(trashed, list, heading)
  const [asked, setAsked] = useState<EntrySummary | null>(null)
  return (
    <>
      <div className={pane.top}>
        <h2 ref={heading} tabIndex={-1} className={pane.heading}>
          {t('trash')}
        </h2>
      </div>
      <output className={pane.count}>{trashed.length > 0 ? t('entries', { count: trashed.length }) : null}</output>
      {trashed.length > 0 ? (
        <TrashList
          ref={list}
          onPlace={keepPlace}
          entries={trashed}
          selected={selected}
          words={words}
          onOpen={onOpen}
          onRestore={onRestore}
          onDelete={setAsked}
        />
      ) : null}
      {trashed.length === 0 && complete ? (
        <EmptyState sentence={t('empty.trash')} action={t('empty.trashAction')} onAction={props.onLeave} />
      ) : null}
      <ConfirmDeletion
        entry={asked}
        words={words}
        partner={props.partner}
        onClose={() => setAsked(null)}
        onConfirm={(id) => {
          setAsked(null)
          onDeleteForever(id)
        }}
      />
    </>
  )
}

/**
 * When a row goes, its button takes the focus with it into nowhere: the row that stands in its place then takes it, or
 * the heading where none is left. Returns what is to be told where in the list the focus is.
 */
function useKeptFocus(
  entries: readonly EntrySummary[],
  list: RefObject<HTMLElement | null>,
  heading: RefObject<HTMLElement | null>,
): (index: number) => void {
  const before = useRef(entries)
  const place = useRef(-1)
  useEffect(() => {
    if (before.current === entries) return
    before.current = entries
    if (place.current === -1 || document.activeElement !== document.body) return
    const index = Math.min(place.current, entries.length - 1)
    const next = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`)
    ;(next ?? heading.current)?.focus()
  }, [entries, list, heading])
  return useCallback((index) => {
    place.current = index
  }, [])
}

interface ConfirmDeletionProps {
  entry: EntrySummary | null
  /** Has what is shared as well. */
  partner: PartnerStore
  words: EntryWords
  onClose(): void
  onConfirm(id: EntryId): void
}

function ConfirmDeletion({ entry, partner, words, onClose, onConfirm }: ConfirmDeletionProps) {
  const partnerName = useLatestValue(partner, (status) => status?.partner?.name ?? null)
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  return (
    <Dialog role="alertdialog" title={t('bin.confirmTitle')} isOpen={entry !== null} onClose={onClose}>
      {entry ? (
        <>
          <p>
            {entry.journal === 'shared'
              ? t('bin.confirmShared', {
                  name: words.quoted(entry),
                  date: words.date(entry.date, 'long'),
                  partner: partnerName ?? tCommon('yourPartner'),
                })
              : t('bin.confirm', { name: words.quoted(entry), date: words.date(entry.date, 'long') })}
          </p>
          <Actions>
            {/* The safe answer comes first. */}
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
            <Button autoFocus onPress={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button variant="danger" onPress={() => onConfirm(entry.id)}>
              {t('bin.confirmAction')}
            </Button>
          </Actions>
        </>
      ) : null}
    </Dialog>
  )
}
