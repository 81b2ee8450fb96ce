import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import { beginningOf } from '../../../shared/graphemes'
import { oneLine } from '../../../shared/plain-lines'
import { dateOf } from '../../lib/moments'
import { type DateShape, formatDate, formatTime } from '../../lib/timeline-format'
import { isolated } from '../../lib/isolated'
import { kindWord, moodWord } from '../../lib/timeline-words'
import { useDateLocale } from '../../ui/DateLocale'

/** The words that rows are made of, looked up once for a whole list instead of by a hook in every row. */
export interface EntryWords {
  /** What stands in the place of words that aren't there; of an entry that is only read some may be, and not shown. */
  wordless(entry: EntrySummary): string
  date(date: string, shape: DateShape): string
  time(time: string): string
  journal(entry: EntrySummary): string
  /** Who began a shared entry; null in the private journal. */
  author(entry: EntrySummary): string | null
  /** Said of an entry that holds news. */
  readonly news: string
  /** What is special about it, then kind, mood and tags, as they stand in the quiet line, a word each. */
  details(entry: EntrySummary): readonly Detail[]
  /** What an entry is called where it is only spoken of: its title, else its first words. */
  name(entry: EntrySummary): string
  /** The same inside a sentence. */
  quoted(entry: EntrySummary): string
}

export interface Detail {
  readonly word: string
  /** The tag that it is, or null for kind and mood. */
  readonly tag: string | null
}

const longestName = 80

/** The words for rows in the language and calendar style of the person; keeps its reference between renders. */
export function useEntryWords(): EntryWords {
  const locale = useDateLocale()
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  return useMemo(() => {
    const date: EntryWords['date'] = (day, shape) => formatDate(locale, day, shape)
    const journal: EntryWords['journal'] = (entry) => tCommon(entry.journal)
    const author: EntryWords['author'] = (entry) =>
      entry.author ? (entry.author.isMe ? tCommon('you') : isolated(entry.author.name)) : null
    const details: EntryWords['details'] = ({ kind, mood, tags, sharedAt, isReadOnly }) => [
      ...(isReadOnly ? [{ word: t('readOnly'), tag: null }] : []),
      ...(sharedAt === undefined ? [] : [{ word: t('sharedOn', { date: dateOf(locale, sharedAt) }), tag: null }]),
      { word: isolated(kindWord(tCommon, kind)), tag: null },
      ...(mood === null ? [] : [{ word: isolated(moodWord(tCommon, mood)), tag: null }]),
      ...tags.map((tag) => ({ word: isolated(t('tagMark', { tag })), tag })),
    ]
    const wordless: EntryWords['wordless'] = ({ isReadOnly }) => t(isReadOnly ? 'nothingShown' : 'nothingWritten')
    const name: EntryWords['name'] = (entry) => oneLine(entry.title) || shorten(entry.excerpt) || wordless(entry)
    return {
      wordless,
      date,
      time: (time) => formatTime(locale, time),
      journal,
      author,
      news: t('news'),
      details,
      name,
      quoted: (entry) =>
        entry.title || entry.excerpt.trim() ? t('bin.quoted', { name: name(entry) }) : t('bin.withoutWords'),
    }
  }, [locale, t, tCommon])
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/gu, ' ')
  if (line.length <= longestName) return line
  const cut = line.lastIndexOf(' ', longestName)
  return `${beginningOf(line, cut > 0 ? cut : longestName)}…`
}
