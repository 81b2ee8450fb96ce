import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover, Tag, TagGroup, TagList } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { foldTag, maxTagLength, normalizeTags } from '../../../shared/entry'
import { beginningOf } from '../../../shared/graphemes'
import optionStyles from '../../ui/Options.module.css'
import styles from './TagsField.module.css'
import { typedTag } from './typed-tag'

export interface TagsFieldProps {
  tags: readonly string[]
  knownTags: readonly string[]
  onChange(tags: string[]): void
  isReadOnly: boolean
}

/** The tags of an entry: each removable, and a field that adds one with Enter or a comma. */
export function TagsField({ tags, knownTags, onChange, isReadOnly }: TagsFieldProps) {
  const { t } = useTranslation('app')
  return (
    <div className={styles.field}>
      <TagGroup
        aria-label={t('entry.tags')}
        {...(isReadOnly ? {} : { onRemove: (keys) => onChange(tags.filter((tag) => !keys.has(tag))) })}
      >
        <TagList className={styles.list ?? ''}>
          {tags.map((tag) => (
            <Tag key={tag} id={tag} textValue={tag} className={styles.tag ?? ''}>
              <span dir="auto">{tag}</span>
              {isReadOnly ? null : (
                <Button slot="remove" className={styles.remove ?? ''} aria-label={t('entry.removeTag', { tag })}>
                  <X size={12} aria-hidden />
                </Button>
              )}
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      {isReadOnly ? null : (
        <TagInput tags={tags} knownTags={knownTags} onAdd={(tag) => onChange(normalizeTags([...tags, tag]))} />
      )}
    </div>
  )
}

interface TagInputProps {
  tags: readonly string[]
  knownTags: readonly string[]
  onAdd(tag: string): void
}

function TagInput({ tags, knownTags, onAdd }: TagInputProps) {
  const { t } = useTranslation('app')
  const { text, type, add, addTyped } = useTypedTag(onAdd)
  const taken = new Set(tags.map(foldTag))
  const sought = foldTag(typedTag(text))
  const offered = knownTags.filter((tag) => !taken.has(foldTag(tag)) && foldTag(tag).includes(sought)).slice(0, 8)
  return (
    <ComboBox
      aria-label={t('entry.addTag')}
      allowsCustomValue
      inputValue={text}
      items={offered.map((tag) => ({ id: tag }))}
      onInputChange={(next) => (next.endsWith(',') ? add(next.slice(0, -1)) : type(beginningOf(next, maxTagLength)))}
      onSelectionChange={(key) => {
        if (key !== null) add(String(key))
      }}
    >
      <Input
        className={styles.input ?? ''}
        placeholder={t('entry.addTag')}
        autoComplete="off"
        spellCheck={false}
        onBlur={addTyped}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          // With an option chosen by the arrows, Enter is the list's, which adds that one.
          if (event.key === 'Enter' && !event.currentTarget.hasAttribute('aria-activedescendant')) addTyped()
          if (event.key === 'Escape') type('')
        }}
      />
      <Popover className={optionStyles.popover ?? ''}>
        <ListBox className={optionStyles.list ?? ''}>
          {(item: { id: string }) => (
            <ListBoxItem id={item.id} className={optionStyles.option ?? ''}>
              {item.id}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

/**
 * A tag being typed, which is also added when the field goes away before it is finished: beside the tags that the entry
 * has by then, for the partner may have changed them meanwhile. The field belongs to one entry.
 */
function useTypedTag(onAdd: (tag: string) => void) {
  const [text, setText] = useState('')
  const typed = useRef('')
  const latest = useRef(onAdd)
  useLayoutEffect(() => {
    latest.current = onAdd
  })
  const type = (next: string) => {
    typed.current = next
    setText(next)
  }
  const add = (words: string) => {
    type('')
    const tag = typedTag(words)
    if (tag) latest.current(tag)
  }
  useEffect(
    () => () => {
      const tag = typedTag(typed.current)
      typed.current = ''
      if (tag) latest.current(tag)
    },
    [],
  )
  return {
    text,
    type,
    add,
    addTyped() {
      if (typed.current) add(typed.current)
    },
  }
}
