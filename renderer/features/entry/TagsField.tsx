import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover, Tag, TagGroup, TagList } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { distinctTags, foldTag, maxTags, normalizeTags } from '../../../shared/entry'
import { foldForSearch } from '../../../shared/folding'
import { Note } from '../../ui/Note'
import optionStyles from '../../ui/Options.module.css'
import styles from './TagsField.module.css'
import { fittingTag, hasSeparator, holdsLongTag, typedSoFar, typedTag, typedTags } from './typed-tag'

export interface TagsFieldProps {
  tags: readonly string[]
  knownTags: readonly string[]
  onChange(tags: string[]): void
  isReadOnly: boolean
}

/** The tags of an entry: each removable, and a field that adds one with Enter or a comma, and as many as are pasted. */
export function TagsField({ tags, knownTags, onChange, isReadOnly }: TagsFieldProps) {
  const { t } = useTranslation('app')
  const [cut, setCut] = useState<'tagCut' | 'tagsCut' | null>(null)
  const add = (added: readonly string[]) => {
    const all = [...tags, ...added]
    if (distinctTags(all).length > maxTags) setCut('tagsCut')
    onChange(normalizeTags(all))
  }
  return (
    <>
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
          <TagInput
            tags={tags}
            knownTags={knownTags}
            onAdd={add}
            onTyped={(isCut) => setCut(isCut ? 'tagCut' : null)}
          />
        )}
      </div>
      <Note text={cut && t(`entry.${cut}`, { most: maxTags })} />
    </>
  )
}

interface TagInputProps {
  tags: readonly string[]
  knownTags: readonly string[]
  onAdd(tags: readonly string[]): void
  /** Something was typed or pasted, of which some had to be left out. */
  onTyped(isCut: boolean): void
}

function TagInput({ tags, knownTags, onAdd, onTyped }: TagInputProps) {
  const { t } = useTranslation('app')
  const { text, type, add, addTyped } = useTypedTags(onAdd)
  const isComposing = useRef(false)
  const taken = new Set(tags.map(foldTag))
  const sought = foldForSearch(typedTag(text))
  const offered = knownTags.filter((tag) => !taken.has(foldTag(tag)) && foldForSearch(tag).includes(sought)).slice(0, 8)
  return (
    <ComboBox
      aria-label={t('entry.addTag')}
      allowsCustomValue
      inputValue={text}
      items={offered.map((tag) => ({ id: tag }))}
      onInputChange={(next) => {
        if (next !== '') onTyped(holdsLongTag(next))
        type(next, { isFinal: !isComposing.current })
      }}
      onSelectionChange={(key) => {
        if (key !== null) add([String(key)])
      }}
    >
      <Input
        className={styles.input ?? ''}
        placeholder={t('entry.addTag')}
        autoComplete="off"
        spellCheck={false}
        onBlur={addTyped}
        onCompositionStart={() => (isComposing.current = true)}
        onCompositionEnd={({ currentTarget }) => {
          isComposing.current = false
          type(currentTarget.value, { isFinal: true })
        }}
        onPaste={(event) => {
          const pasted = pastedInto(event.currentTarget, event.clipboardData.getData('text/plain').trim())
          if (!hasSeparator(pasted)) return
          event.preventDefault()
          onTyped(holdsLongTag(pasted))
          add(typedTags(pasted))
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          // With an option chosen by the arrows, Enter is the list's, which adds that one.
          if (event.key === 'Enter' && !event.currentTarget.hasAttribute('aria-activedescendant')) addTyped()
          if (event.key === 'Escape') type('', { isFinal: true })
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

function pastedInto({ value, selectionStart, selectionEnd }: HTMLInputElement, pasted: string): string {
  return value.slice(0, selectionStart ?? value.length) + pasted + value.slice(selectionEnd ?? value.length)
}

/**
 * A tag being typed, which is also added when the field goes away before it is finished: beside the tags that the entry
 * has by then, for the partner may have changed them meanwhile. The field belongs to one entry.
 */
function useTypedTags(onAdd: (tags: readonly string[]) => void) {
  const [text, setText] = useState('')
  const typed = useRef('')
  const latest = useRef(onAdd)
  useLayoutEffect(() => {
    latest.current = onAdd
  })
  const keep = (next: string) => {
    typed.current = fittingTag(next)
    setText(typed.current)
  }
  const add = (tags: readonly string[]) => {
    keep('')
    if (tags.length > 0) latest.current(tags)
  }
  useEffect(
    () => () => {
      const tags = typedTags(typed.current)
      typed.current = ''
      if (tags.length > 0) latest.current(tags)
    },
    [],
  )
  return {
    text,
    add,
    /** What a composition has typed isn't final, and can't be taken out of the field yet. */
    type(next: string, { isFinal }: { isFinal: boolean }) {
      const { finished, rest } = isFinal ? typedSoFar(next) : { finished: [], rest: next }
      if (finished.length > 0) add(finished)
      keep(rest)
    },
    addTyped() {
      if (typed.current) add(typedTags(typed.current))
    },
  }
}
