import { background, bestEffort } from '../shared/background'
import { memo, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../shared/entry'
import type { EntryId } from '../shared/ids'
import { EntryView } from './features/entry/EntryView'
import { SavingStatus } from './features/entry/SavingStatus'
import { LinkDialog } from './features/link/LinkDialog'
import { Page } from './features/page/Page'
import { createPageHistories, type PageHistories } from './features/page/page-histories'
import type { PageHandle } from './features/page/page-props'
import styles from './EntryPane.module.css'
import type { TwofoldApi } from './lib/api'
import type { HeldStore } from './lib/held-store'
import type { PartnerStore } from './lib/partner-store'
import type { SavingSource } from './lib/saving-source'
import type { EntryMarks } from './lib/use-open-marks'
import type { OpenEntry } from './lib/open-entry'
import type { OpenEntryControl } from './lib/use-open-entry'
import type { Openings } from './lib/openings'
import { ShareEntry } from './ShareEntry'
import type { SharedWindow } from './sync/shared-window'
import { useSharedText } from './sync/use-shared-text'
import { Button } from './ui/Button'

export interface EntryPaneProps {
  api: TwofoldApi
  /** Knows whether all that was said in this window is saved. */
  saving: SavingSource
  partner: PartnerStore
  held: HeldStore
  /** The shared journal in this window; null until it is begun. */
  shared: SharedWindow | null
  /** Whether the partner may see this person's caret. */
  showCursor: boolean
  marks: EntryMarks
  /** A damaged vault is open for reading only. */
  isReadOnly: boolean
  /** There is a shared journal to copy an entry into. */
  canShare: boolean
  /** All tags used so far. */
  knownTags: readonly string[]
  control: OpenEntryControl
  openings: Openings
  nonce: string
  onNew(): void
  onOpen(id: EntryId): void
  onBack: (() => void) | null
  onSelection(selection: { anchor: number; head: number }): void
  /** What was typed as the date or the time of an entry that has left the screen was none. */
  onRefused(refused: RefusedMoment): void
}

/** A date or a time that was typed and is none; the entry keeps the one it has. */
export interface RefusedMoment extends Pick<Entry, 'title' | 'date' | 'time'> {
  readonly part: 'date' | 'time'
}

/** The open entry with its page, or an invitation to begin one. Drawn anew only for what it shows, not for every key. */
export const EntryPane = memo(function EntryPane(props: EntryPaneProps) {
  const { api, control, knownTags, onBack, marks } = props
  const [link, setLink] = useState<{ url: string; host: string } | null>(null)
  const [isSharing, setSharing] = useState(false)
  const page = useRef<PageHandle>(null)
  const [histories] = useState(createPageHistories)
  const { open } = control
  if (!open) return <EmptyPage onNew={props.onNew} />
  const { entry, journal } = open
  const isReadOnly = props.isReadOnly || open.isReadOnly
  const isShareable = props.canShare && journal === 'private' && !open.isNew
  return (
    <EntryView
      key={entry.id}
      {...{ entry, journal, marks, knownTags, isReadOnly, onBack }}
      isFormer={open.isReadOnly}
      isGone={open.isGone}
      onKeep={props.isReadOnly ? null : () => control.keep(page.current?.body() ?? entry.body)}
      status={<SavingStatus {...props} id={entry.id} journal={journal} isReadOnly={isReadOnly} isGone={open.isGone} />}
      onShare={isShareable ? () => setSharing(true) : null}
      onDescribe={(fields, before) => control.describe(entry.id, fields, before)}
      onRefusedAway={(part) => props.onRefused({ part, title: entry.title, date: entry.date, time: entry.time })}
      onTrash={open.isNew ? control.close : () => background(bestEffort(api.journal.trash({ id: entry.id })))}
      onRestore={() => background(bestEffort(api.journal.restore({ id: entry.id })))}
    >
      <EntryPage
        {...props}
        {...{ open, histories }}
        isFixed={isReadOnly || open.isGone || entry.trashedAt !== null}
        ref={page}
        onLink={setLink}
      />
      <LinkDialog
        link={link}
        onClose={() => setLink(null)}
        onOpen={(url) => {
          setLink(null)
          background(bestEffort(api.app.openLink({ url })))
        }}
      />
      <ShareEntry
        {...{ api, entry, isSharing }}
        partner={props.partner}
        nonce={props.nonce}
        sharedAt={marks.sharedAt}
        body={() => page.current?.body() ?? entry.body}
        onClose={() => setSharing(false)}
        onOpen={props.onOpen}
      />
    </EntryView>
  )
})

interface EntryPageProps extends Pick<
  EntryPaneProps,
  'control' | 'openings' | 'nonce' | 'onSelection' | 'shared' | 'showCursor'
> {
  open: OpenEntry
  histories: PageHistories
  /** Nobody may write on it now. */
  isFixed: boolean
  ref: React.Ref<PageHandle>
  onLink(link: { url: string; host: string }): void
}

function EntryPage(props: EntryPageProps) {
  const { control, open, histories, nonce, isFixed, ref, onSelection, onLink } = props
  const { entry, journal, caret, isBegun } = open
  const isShared = journal === 'shared' && !open.isReadOnly
  const { edit } = control
  const onTouched = useCallback((body: () => string) => edit([], body), [edit])
  const text = useSharedText({ ...props, id: isShared ? entry.id : null, onTouched })
  // The vault takes no edits of a shared body but the replica's. What is typed until the text is there, also for one just
  // begun, waits for it with all that `Openings` promises.
  const isUnbound = isShared && !text
  const onOpened = useOpened(props.openings, entry.id, { isFixed, isUnbound })
  const pressed = (event: MouseEvent) => {
    if (!isUnbound || isFixed) return
    // The focus stays with what catches the words.
    event.preventDefault()
    props.openings.pressUnbound(entry.id)
  }
  return (
    // The mouse is heard for the text that is on its way; what can be pressed is within.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.around} onMouseDown={pressed}>
      {/* On a fresh page there is nothing to read yet, and nothing on it takes the focus from what catches the words. */}
      <div className={styles.around} inert={isUnbound && isBegun}>
        <Page
          ref={ref}
          entryId={entry.id}
          body={entry.body}
          {...(text ? { shared: text } : {})}
          {...(caret ? { selection: caret } : {})}
          journal={journal}
          histories={histories}
          nonce={nonce}
          readOnly={isFixed || isUnbound}
          onChanges={control.edit}
          onSelection={onSelection}
          onOpenLink={onLink}
          onOpened={onOpened}
        />
      </div>
    </div>
  )
}

/** Gives a page that has come what was typed for it, or lets it be read by the keys that would otherwise go nowhere. */
function useOpened(
  openings: Openings,
  id: EntryId,
  { isFixed, isUnbound }: { isFixed: boolean; isUnbound: boolean },
): (page: PageHandle) => void {
  useEffect(() => () => openings.gone(id), [openings, id])
  return useCallback(
    // A shared one comes again when its text is there.
    (page) => openings.opened(id, { ...page, isWritable: !isFixed }, !isUnbound),
    [openings, id, isFixed, isUnbound],
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
