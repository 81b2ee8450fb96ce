import { useMemo, useState } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { EntrySummary } from '../../../shared/entry'
import { countTags, type Filters, hasTag } from '../../lib/timeline-filters'
import styles from './Sidebar.module.css'

export interface TagListProps {
  entries: readonly EntrySummary[]
  filters: Filters
  onTag(tag: string): void
}

const fewTags = 12

/** The tags, most used first; pressing one narrows the timeline to it or lets go of it again. */
export function TagList({ entries, filters, onTag }: TagListProps) {
  const { t } = useTranslation('timeline')
  const [showsAll, setShowsAll] = useState(false)
  const tags = useMemo(() => countTags(entries), [entries])
  if (tags.length === 0) return null
  const shown = showsAll ? tags : tags.filter(({ name }, place) => place < fewTags || hasTag(filters, name))
  return (
    <section aria-labelledby="sidebar-tags" className={styles.tags}>
      <h2 id="sidebar-tags" className={styles.heading}>
        {t('sidebar.tags')}
      </h2>
      <div className={styles.tagList}>
        {shown.map(({ name, count }) => (
          <ToggleButton
            key={name}
            isSelected={hasTag(filters, name)}
            onChange={() => onTag(name)}
            className={styles.tag ?? ''}
          >
            <span dir="auto" className={styles.tagName}>
              {name}
            </span>
            <span className={styles.count}>{count}</span>
          </ToggleButton>
        ))}
        {tags.length > fewTags ? (
          <Button className={styles.more ?? ''} aria-expanded={showsAll} onPress={() => setShowsAll(!showsAll)}>
            {t(showsAll ? 'sidebar.fewerTags' : 'sidebar.allTags')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}
