import { Lock, Users } from 'lucide-react'
import { Fragment } from 'react'
import type { SearchMatch } from '../../../shared/contract'
import type { EntrySummary } from '../../../shared/entry'
import { oneLine } from '../../../shared/plain-lines'
import type { Detail, EntryWords } from './entry-words'
import { Highlighted } from './Highlighted'
import styles from './EntryCard.module.css'

export interface EntryCardProps {
  entry: EntrySummary
  words: EntryWords
  /** False where the row above is of the same day: the time stands in the weekday's place. */
  firstOfDay?: boolean
  /** Where the search found its words in this entry. */
  match?: SearchMatch | undefined
}

/** What a row shows of an entry; whoever uses it gives it a role, a name and a journal (`data-journal`). */
export function EntryCard({ entry, words, firstOfDay = true, match }: EntryCardProps) {
  const Icon = entry.journal === 'private' ? Lock : Users
  const author = words.author(entry)
  return (
    <>
      <span className={styles.spoken}>{words.date(entry.date, 'full')}</span>
      {entry.isNews ? <span className={styles.spoken}>{words.news}</span> : null}
      <span aria-hidden className={firstOfDay ? styles.day : `${styles.day} ${styles.sameDay}`}>
        {entry.isNews ? <span className={styles.news} /> : null}
        <span className={styles.number}>{words.date(entry.date, 'day')}</span>
        <span className={styles.weekday}>
          {firstOfDay ? words.date(entry.date, 'weekday') : words.time(entry.time)}
        </span>
      </span>
      <span className={styles.body}>
        {entry.title ? (
          <span className={styles.title} dir="auto">
            {match ? <Highlighted text={oneLine(entry.title)} ranges={match.inTitle} /> : oneLine(entry.title)}
          </span>
        ) : null}
        <Excerpt entry={entry} words={words} match={match} />
        <span className={styles.quiet}>
          <Icon size={12} strokeWidth={2} aria-hidden />
          <span className={styles.journal}>{words.journal(entry)}</span>
          {author === null ? null : <span className={styles.author}>{author}</span>}
          <span className={styles.details}>
            <Details entry={entry} words={words} match={match} />
          </span>
        </span>
      </span>
    </>
  )
}

/**
 * One text where nothing is marked, for a list has many rows; else the tags that were searched for first and marked, since
 * a narrow list has no room for all.
 */
function Details({ entry, words, match }: Pick<EntryCardProps, 'entry' | 'words' | 'match'>) {
  const details = words.details(entry)
  if (!match || match.tags.length === 0) return details.map((detail) => detail.word).join(' · ')
  const isFound = ({ tag }: Detail) => tag !== null && match.tags.includes(tag)
  const foundFirst = [...details.filter(isFound), ...details.filter((detail) => !isFound(detail))]
  return foundFirst.map((detail, index) => (
    <Fragment key={detail.word}>
      {index > 0 ? ' · ' : null}
      {isFound(detail) ? <mark className={styles.mark}>{detail.word}</mark> : detail.word}
    </Fragment>
  ))
}

function Excerpt({ entry, words, match }: Pick<EntryCardProps, 'entry' | 'words' | 'match'>) {
  const look = entry.title ? styles.excerpt : `${styles.excerpt} ${styles.untitled}`
  if (match?.excerpt)
    return (
      <span className={look} dir="auto">
        <Highlighted text={match.excerpt} ranges={match.inExcerpt} />
      </span>
    )
  if (entry.excerpt)
    return (
      <span className={look} dir="auto">
        {entry.excerpt}
      </span>
    )
  return <span className={`${look} ${styles.nothing}`}>{words.wordless(entry)}</span>
}
