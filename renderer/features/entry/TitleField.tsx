import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxTitleLength } from '../../../shared/entry'
import { placeThrough, textChanges } from '../../../shared/merge-text'
import { useFittedInput } from '../../lib/use-fitted-input'
import { Note } from '../../ui/Note'
import styles from './EntryView.module.css'

export interface TitleFieldProps {
  title: string
  /** The person has changed it; `before` is what the field held until then. */
  onTitle(title: string, before: string): void
  isReadOnly: boolean
}

/**
 * The title of an entry, which the partner may be writing as well: what comes from outside is put into the field letter
 * by letter, so that caret and selection stay with their letters, and after a composition where one is under way. The
 * field's words are therefore its own, and not what was rendered last.
 */
export function TitleField({ title, onTitle, isReadOnly }: TitleFieldProps) {
  const { t } = useTranslation('app')
  const [first] = useState(title)
  const [isCut, setCut] = useState(false)
  const input = useFittedInput(setCut)
  const held = useRef(title)
  const isComposing = useRef(false)
  const follow = useCallback(() => {
    if (!input.current || isComposing.current) return
    showTitle(input.current, title)
    held.current = title
  }, [input, title])
  useLayoutEffect(follow, [follow])
  return (
    <>
      <input
        ref={input}
        className={styles.title}
        aria-label={t('entry.title')}
        placeholder={isReadOnly ? '' : t('entry.titlePlaceholder')}
        defaultValue={first}
        maxLength={maxTitleLength}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        // React's change leaves out an input that makes the field what the person's last one had made it.
        onInput={({ currentTarget: { value } }) => {
          const before = held.current
          held.current = value
          onTitle(value, before)
        }}
        onCompositionStart={() => {
          isComposing.current = true
        }}
        onCompositionEnd={() => {
          isComposing.current = false
          follow()
        }}
      />
      <Note text={isCut ? t('entry.titleCut') : null} />
    </>
  )
}

/**
 * Makes the field hold this title; from the end, so that the places before each change still count. The browser's own
 * rule would select what is put in the place of letters that end at the caret, and the next key would delete it.
 */
function showTitle(field: HTMLInputElement, title: string): void {
  const changes = textChanges(field.value, title)
  if (changes.length === 0) return
  const { selectionStart, selectionEnd, selectionDirection } = field
  for (const { from, to, insert } of changes.toReversed()) field.setRangeText(insert, from, to)
  const place = (offset: number | null) => placeThrough(changes, offset ?? 0)
  field.setSelectionRange(place(selectionStart), place(selectionEnd), selectionDirection ?? 'none')
}
