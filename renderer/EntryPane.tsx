import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EntryView } from './features/entry/EntryView'
import { LinkDialog } from './features/link/LinkDialog'
import { Page } from './features/page/Page'
import styles from './EntryPane.module.css'
import type { TwofoldApi } from './lib/api'
import type { OpenEntryControl } from './lib/use-open-entry'
import type { Writer } from './lib/writer'
import { Button } from './ui/Button'

export interface EntryPaneProps {
  api: TwofoldApi
  writer: Writer
  /** A damaged vault is open for reading only. */
  isReadOnly: boolean
  /** All tags used so far. */
  knownTags: readonly string[]
  control: OpenEntryControl
  nonce: string
  onNew(): void
  onBack: (() => void) | null
  onSelection(selection: { anchor: number; head: number }): void
}

/** The open entry with its page, or an invitation to begin one. Drawn anew only for what it shows, not for every key. */
export const EntryPane = memo(function EntryPane(props: EntryPaneProps) {
  const { api, control, nonce, isReadOnly, knownTags, onBack } = props
  const [link, setLink] = useState<{ url: string; host: string } | null>(null)
  const { open } = control
  if (!open) return <EmptyPage onNew={props.onNew} />
  const { entry, caret } = open
  return (
    <EntryView
      key={entry.id}
      {...{ entry, knownTags, isReadOnly, onBack }}
      journal="private"
      writer={props.writer}
      onDescribe={(fields) => control.describe(entry.id, fields)}
      onTrash={open.isNew ? control.close : () => void api.journal.trash({ id: entry.id }).catch(() => {})}
      onRestore={() => void api.journal.restore({ id: entry.id }).catch(() => {})}
    >
      <Page
        entryId={entry.id}
        body={entry.body}
        {...(caret ? { selection: caret } : {})}
        journal="private"
        nonce={nonce}
        readOnly={isReadOnly || entry.trashedAt !== null}
        autoFocus
        onChanges={control.edit}
        onSelection={props.onSelection}
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
})

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
