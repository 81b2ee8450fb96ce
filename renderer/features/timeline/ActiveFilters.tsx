import { X } from 'lucide-react'
import { Button, Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type Filters, noFilters, toggleTag } from '../../lib/timeline-filters'
import { kindWord } from '../../lib/timeline-words'
import styles from './ActiveFilters.module.css'

export interface ActiveFiltersProps {
  filters: Filters
  onFilters(filters: Filters): void
}

/** What the timeline is narrowed to, each to be taken away by itself, or all at once. */
export function ActiveFilters({ filters, onFilters }: ActiveFiltersProps) {
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  const withoutKind = (kind: string) => ({ ...filters, kinds: filters.kinds.filter((other) => other !== kind) })
  return (
    <Group aria-label={t('filter.active')} className={styles.chips ?? ''}>
      {filters.journals.map((journal) => (
        <Chip
          key={`journal ${journal}`}
          name={tCommon(journal)}
          onRemove={() => onFilters({ ...filters, journals: filters.journals.filter((other) => other !== journal) })}
        />
      ))}
      {filters.kinds.map((kind) => (
        <Chip key={`kind ${kind}`} name={kindWord(tCommon, kind)} onRemove={() => onFilters(withoutKind(kind))} />
      ))}
      {filters.tags.map((tag) => (
        <Chip key={`tag ${tag}`} name={t('tagMark', { tag })} onRemove={() => onFilters(toggleTag(filters, tag))} />
      ))}
      <Button className={styles.clear ?? ''} onPress={() => onFilters(noFilters)}>
        {t('filter.clear')}
      </Button>
    </Group>
  )
}

function Chip({ name, onRemove }: { name: string; onRemove(): void }) {
  const { t } = useTranslation('timeline')
  return (
    <Button className={styles.chip ?? ''} aria-label={t('filter.remove', { name })} onPress={onRemove}>
      <span className={styles.name} dir="auto">
        {name}
      </span>
      <X size={13} aria-hidden />
    </Button>
  )
}
