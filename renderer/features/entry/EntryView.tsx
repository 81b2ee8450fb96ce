import { parseDate, parseTime } from '@internationalized/date'
import { ArrowLeft, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Entry, type EntryFields, type Journal, kinds, moods } from '../../../shared/entry'
import { dateOf } from '../../lib/moments'
import { kindWord, moodWord } from '../../lib/timeline-words'
import type { EntryMarks } from '../../lib/use-open-marks'
import { Button } from '../../ui/Button'
import { useDateLocale } from '../../ui/DateLocale'
import { DateTimeField } from '../../ui/DateTimeField'
import { IconButton } from '../../ui/IconButton'
import { Select } from '../../ui/Select'
import styles from './EntryView.module.css'
import { JournalBand } from './JournalBand'
import { TagsField } from './TagsField'
import { TitleField } from './TitleField'

export interface EntryViewProps {
  entry: Entry
  journal: Journal
  /** All tags used so far, to be offered while one is typed. */
  knownTags: readonly string[]
  marks: EntryMarks
  /** The quiet line that says how its words stand. */
  status: ReactNode
  /** The vault is open for reading only, or the entry is. */
  isReadOnly: boolean
  /** The entry can't be changed by anyone any more. */
  isFormer: boolean
  /** It was deleted for ever while it is open: what stands here is nowhere else. */
  isGone: boolean
  /** Present where what stands here can be kept as a private entry. */
  onKeep: (() => void) | null
  /** Present where it can be copied into the shared journal. */
  onShare: (() => void) | null
  /** Present where list and page alternate. */
  onBack: (() => void) | null
  /** `before` is what stood there, where it isn't what `entry` says. */
  onDescribe(fields: Partial<EntryFields>, before?: Partial<EntryFields>): void
  /** A date or time typed last was none, and the entry has left the screen that would say so. */
  onRefusedAway(part: 'date' | 'time'): void
  onTrash(): void
  onRestore(): void
  /** The page one writes on. */
  children: ReactNode
}

/** One entry: which journal it is in, what is said about it, and its page. */
export function EntryView(props: EntryViewProps) {
  const { entry, journal, isReadOnly, onDescribe, children } = props
  const { t } = useTranslation('app')
  const isTrashed = entry.trashedAt !== null
  const isFixed = isReadOnly || isTrashed || props.isGone
  const note = useNote(props.marks)
  return (
    <section className={styles.view} data-journal={journal} aria-label={t('entry.region')}>
      <JournalBand
        journal={journal}
        note={note}
        before={props.onBack ? <IconButton icon={ArrowLeft} label={t('entry.back')} onPress={props.onBack} /> : null}
      >
        {props.status}
        {props.onShare && !isFixed ? <Button onPress={props.onShare}>{t('entry.share')}</Button> : null}
        {isTrashed || props.isGone ? null : (
          <IconButton icon={Trash2} label={t('entry.toTrash')} onPress={props.onTrash} isDisabled={isReadOnly} />
        )}
      </JournalBand>
      <EntryNotice {...props} isTrashed={isTrashed} />
      <header className={styles.header}>
        <TitleField
          title={entry.title}
          isReadOnly={isFixed}
          onTitle={(title, before) => onDescribe({ title }, { title: before })}
        />
        <EntryDetails {...props} isFixed={isFixed} />
      </header>
      {children}
    </section>
  )
}

/** Why nothing can be written in the entry, and what can be done about it. */
function EntryNotice(props: EntryViewProps & { isTrashed: boolean }) {
  const { t } = useTranslation('app')
  if (props.isGone) {
    return (
      <div className={styles.notice} role="alert">
        <p>{t('entry.gone')}</p>
        {props.onKeep ? <Button onPress={props.onKeep}>{t('entry.keep')}</Button> : null}
      </div>
    )
  }
  return (
    <>
      {props.isTrashed ? (
        <div className={styles.notice}>
          <p>{t('entry.trashed')}</p>
          <Button onPress={props.onRestore} isDisabled={props.isReadOnly}>
            {t('entry.restore')}
          </Button>
        </div>
      ) : null}
      {props.isFormer ? (
        <div className={styles.notice}>
          <p>{t('entry.readOnly')}</p>
        </div>
      ) : null}
    </>
  )
}

/** 'by Ben', or 'Shared on 3 May 2026'. */
function useNote({ author, sharedAt }: EntryMarks): string | null {
  const { t } = useTranslation('app')
  const locale = useDateLocale()
  if (author) return author.isMe ? t('entry.byMe') : t('entry.by', { name: author.name })
  return sharedAt === null ? null : t('entry.sharedOn', { date: dateOf(locale, sharedAt) })
}

function EntryDetails({ entry, knownTags, onDescribe, onRefusedAway, isFixed }: EntryViewProps & { isFixed: boolean }) {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation('common')
  const kindOptions = withCurrent(kinds, entry.kind).map((id) => ({ id, label: kindWord(common, id) }))
  const moodOptions = withCurrent(moods, entry.mood).map((id) => ({ id, label: moodWord(common, id) }))
  return (
    <div className={styles.details}>
      <DateTimeField
        date={parseDate(entry.date)}
        time={parseTime(entry.time)}
        onDate={(date) => onDescribe({ date: date.toString() })}
        onTime={(time) => onDescribe({ time: time.toString().slice(0, 5) })}
        onRefusedAway={onRefusedAway}
        words={{
          date: t('entry.date'),
          time: t('entry.time'),
          chooseDay: t('entry.chooseDay'),
          noSuchDay: t('entry.noSuchDay'),
          noSuchTime: t('entry.noSuchTime'),
        }}
        isReadOnly={isFixed}
      />
      <Select
        label={t('entry.kind')}
        options={kindOptions}
        value={entry.kind}
        onChange={(kind) => onDescribe({ kind })}
        isDisabled={isFixed}
      />
      <Select
        label={t('entry.mood')}
        options={[{ id: noMood, label: t('entry.noMood') }, ...moodOptions]}
        value={entry.mood ?? noMood}
        onChange={(mood) => onDescribe({ mood: mood === noMood ? null : mood })}
        isDisabled={isFixed}
      />
      <TagsField
        tags={entry.tags}
        knownTags={knownTags}
        onChange={(tags) => onDescribe({ tags })}
        isReadOnly={isFixed}
      />
    </div>
  )
}

const noMood = 'none'

/** The known words, and the entry's own where a newer version wrote one that isn't known here. */
function withCurrent(known: readonly string[], current: string | null): readonly string[] {
  return current === null || known.includes(current) ? known : [...known, current]
}
