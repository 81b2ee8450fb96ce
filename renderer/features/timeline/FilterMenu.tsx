import { Check, ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type Selection,
  Text,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type EntrySummary, foldTag } from '../../../shared/entry'
import { type Count, countJournals, countKinds, countTags, type Filters } from '../../lib/timeline-filters'
import { kindWord } from '../../lib/timeline-words'
import styles from './FilterMenu.module.css'

export interface FilterMenuProps {
  /** All of them: what the filters hide is offered as well. */
  entries: readonly EntrySummary[]
  filters: Filters
  onFilters(filters: Filters): void
}

/** The button that opens the journals, kinds and tags to choose from. */
export function FilterMenu(props: FilterMenuProps) {
  const { t } = useTranslation('timeline')
  return (
    <MenuTrigger>
      <Button className={styles.button ?? ''}>
        <ListFilter size={15} strokeWidth={2} aria-hidden />
        {t('filter.button')}
      </Button>
      <Popover placement="bottom end" offset={4} className={styles.popover ?? ''}>
        <Choices {...props} />
      </Popover>
    </MenuTrigger>
  )
}

// Counted only while the menu is open, so that opening the timeline doesn't wait for it.
function Choices({ entries, filters, onFilters }: FilterMenuProps) {
  const { t } = useTranslation('timeline')
  const { t: tCommon } = useTranslation('common')
  const kinds = useMemo(() => withChosen(countKinds(entries), filters.kinds, (kind) => kind), [entries, filters.kinds])
  const tags = useMemo(() => withChosen(countTags(entries), filters.tags, foldTag), [entries, filters.tags])
  const journals = useMemo(() => countJournals(entries), [entries])
  // With one journal there is nothing to choose.
  const isShared = journals.some(({ name, count }) => name === 'shared' && count > 0)
  const kindSelected = new Set(filters.kinds)
  const tagSelected = new Set(filters.tags.map(foldTag))
  return (
    <Menu aria-label={t('filter.menu')} className={styles.menu ?? ''}>
      {isShared || filters.journals.length > 0 ? (
        <MenuSection
          selectionMode="multiple"
          shouldCloseOnSelect={false}
          selectedKeys={new Set(filters.journals)}
          onSelectionChange={(keys) =>
            onFilters({
              ...filters,
              journals: journals.map(({ name }) => name).filter((name) => keys === 'all' || keys.has(name)),
            })
          }
        >
          <Header className={styles.header ?? ''}>{t('filter.journals')}</Header>
          {journals.map(({ name, count }) => (
            <Choice key={name} id={name} word={tCommon(name)} count={count} />
          ))}
        </MenuSection>
      ) : null}
      <MenuSection
        selectionMode="multiple"
        shouldCloseOnSelect={false}
        selectedKeys={kindSelected}
        onSelectionChange={(keys) => onFilters({ ...filters, kinds: chosen(kinds, keys, (kind) => kind) })}
      >
        <Header className={styles.header ?? ''}>{t('filter.kinds')}</Header>
        {kinds.map(({ name, count }) => (
          <Choice key={name} id={name} word={kindWord(tCommon, name)} count={count} />
        ))}
      </MenuSection>
      {tags.length > 0 ? (
        <MenuSection
          selectionMode="multiple"
          shouldCloseOnSelect={false}
          selectedKeys={tagSelected}
          onSelectionChange={(keys) => onFilters({ ...filters, tags: chosen(tags, keys, foldTag) })}
        >
          <Header className={styles.header ?? ''}>{t('filter.tags')}</Header>
          {tags.map(({ name, count }) => (
            <Choice key={foldTag(name)} id={foldTag(name)} word={name} count={count} />
          ))}
        </MenuSection>
      ) : null}
    </Menu>
  )
}

function Choice({ id, word, count }: { id: string; word: string; count: number }) {
  return (
    <MenuItem id={id} textValue={word} className={styles.item ?? ''}>
      {({ isSelected }) => (
        <>
          <Check size={15} aria-hidden className={isSelected ? styles.checked : styles.unchecked} />
          <Text slot="label" dir="auto" className={styles.word ?? ''}>
            {word}
          </Text>
          <span className={styles.count}>{count}</span>
        </>
      )}
    </MenuItem>
  )
}

// What is chosen can always be unchosen, even when its last entry is gone.
function withChosen(counts: readonly Count[], names: readonly string[], keyOf: (name: string) => string): Count[] {
  const byKey = new Map(counts.map((count) => [keyOf(count.name), count]))
  for (const name of names) if (!byKey.has(keyOf(name))) byKey.set(keyOf(name), { name, count: 0 })
  return [...byKey.values()]
}

function chosen(counts: readonly Count[], keys: Selection, keyOf: (name: string) => string): string[] {
  return counts.map(({ name }) => name).filter((name) => keys === 'all' || keys.has(keyOf(name)))
}
