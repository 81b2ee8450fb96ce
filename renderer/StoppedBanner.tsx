import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '../shared/entry'
import { copyText } from './gate/copy-text'
import styles from './JournalBanner.module.css'
import type { ConnectionStore } from './lib/connection'
import type { SavingSource } from './lib/saving-source'
import { formatDate } from './lib/timeline-format'
import { kindWord, moodWord } from './lib/timeline-words'
import { plainText, type UnsavedWords } from './lib/unsaved-words'
import { Button } from './ui/Button'
import { useDateLocale } from './ui/DateLocale'

export interface StoppedBannerProps {
  connection: ConnectionStore
  /** Knows whether there is anything that only this page has. */
  saving: SavingSource
  unsaved: UnsavedWords
}

/** Says that the host has stopped; where words are on this page alone, gives them a way out. */
export function StoppedBanner({ connection, saving, unsaved }: StoppedBannerProps) {
  const { t } = useTranslation('app', { keyPrefix: 'stopped' })
  const link = useSyncExternalStore(connection.subscribe, connection.snapshot)
  const { state } = useSyncExternalStore(saving.subscribe, saving.snapshot)
  const [copied, setCopied] = useState<boolean | null>(null)
  const saidOf = useSaid()
  if (link !== 'stopped') return null
  if (state === 'saved')
    return (
      <p className={styles.banner} role="alert">
        {t('saved')}
      </p>
    )
  return (
    <div className={styles.banner} role="alert">
      <p>{t('unsaved')}</p>
      <Button onPress={() => setCopied(copyText(plainText(unsaved.entries(), saidOf)))}>{t('copy')}</Button>
      <output>{copied === null ? '' : copied ? t('copied') : t('copyRefused')}</output>
    </div>
  )
}

/** What is said about an entry, in words. */
function useSaid(): (entry: Entry) => readonly string[] {
  const { t } = useTranslation('common')
  const locale = useDateLocale()
  return ({ date, time, kind, mood, tags }) => [
    `${formatDate(locale, date, 'full')}, ${time}`,
    kindWord(t, kind),
    ...(mood === null ? [] : [moodWord(t, mood)]),
    ...tags.map((tag) => `#${tag}`),
  ]
}
