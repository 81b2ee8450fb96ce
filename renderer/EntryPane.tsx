import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EntryView } from './features/entry/EntryView'
import { LinkDialog } from './features/link/LinkDialog'
import { Page } from './features/page/Page'
import styles from './EntryPane.module.css'
import type { TwofoldApi } from './lib/api'
import { countTags } from './lib/timeline-filters'
import type { JournalState } from './lib/use-journal'
import type { OpenEntryControl } from './lib/use-open-entry'
import { Button } from './ui/Button'

export interface EntryPaneProps {
  api: TwofoldApi
  journal: JournalState
  control: OpenEntryControl
  nonce: string
  onNew(): void
  onBack: (() => void) | null
}

/** The open entry with its page, or an invitation to begin one. */
export function EntryPane({ api, journal, control, nonce, onNew, onBack }: EntryPaneProps) {
  const [link, setLink] = useState<{ url: string; host: string } | null>(null)
  const entries = journal.entries.entries
  const knownTags = useMemo(() => countTags(entries).map((count) => count.name), [entries])
  const { open } = control
  const id = open?.entry.id
  const onSelection = useCallback(
    (selection: { anchor: number; head: number }) => {
      // A caret that isn't kept costs a click after the next unlock, no word.
      if (id) api.journal.keepCaret({ id, selection }).catch(() => {})
    },
    [api, id],
  )
  if (!open) return <EmptyPage onNew={onNew} />
  const { entry, caret } = open
  const isReadOnly = journal.status?.damage != null
  return (
    <EntryView
      {...{ entry, knownTags, isReadOnly, onBack }}
      journal="private"
      saving={journal.saving}
      onDescribe={control.describe}
      onTrash={() => void api.journal.trash({ id: entry.id }).catch(() => {})}
      onRestore={() => void api.journal.restore({ id: entry.id }).catch(() => {})}
    >
      <Page
        key={entry.id}
        entryId={entry.id}
        body={entry.body}
        {...(caret ? { selection: caret } : {})}
        journal="private"
        nonce={nonce}
        readOnly={isReadOnly || entry.trashedAt !== null}
        autoFocus
        onChanges={control.edit}
        onSelection={onSelection}
        onOpenLink={setLink}
      />
      <LinkDialog
        link={link}
        onClose={() => setLink(null)}
        onOpen={(url) => {
          setLink(null)
          void api.app.openLink({ url }).catch(() => {})
        }}
      />
    </EntryView>
  )
}

function EmptyPage({ onNew }: { onNew(): void }) {
  const { t } = useTranslation('app')
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{t('empty.title')}</h2>
      <p className={styles.text}>{t('empty.text')}</p>
      <Button onPress={onNew}>{t('empty.action')}</Button>
    </div>
  )
}
