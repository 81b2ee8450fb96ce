import { Search as SearchIcon, X } from 'lucide-react'
import type { Ref } from 'react'
import { Button, Input, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import styles from './SearchBox.module.css'

export interface SearchBoxProps {
  text: string
  onText(text: string): void
  /** Enter, or the arrow down: on to what was found. */
  onLeave(): void
  ref?: Ref<HTMLInputElement>
}

/** Where one types what to look for; Escape empties it. */
export function SearchBox({ text, onText, onLeave, ref }: SearchBoxProps) {
  const { t } = useTranslation('timeline')
  return (
    <SearchField
      aria-label={t('search.label')}
      value={text}
      onChange={onText}
      onSubmit={onLeave}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) {
          // The key is the input method's; at Escape Chromium would empty the whole field besides.
          if (event.key === 'Escape') event.preventDefault()
          return
        }
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        onLeave()
      }}
      maxLength={500}
      autoComplete="off"
      spellCheck="false"
      className={styles.field ?? ''}
    >
      <SearchIcon size={15} strokeWidth={2} aria-hidden className={styles.icon} />
      <Input
        {...(ref ? { ref } : {})}
        placeholder={t('search.placeholder')}
        dir="auto"
        className={styles.input ?? ''}
      />
      {text ? (
        <Button aria-label={t('search.clear')} className={styles.clear ?? ''}>
          <X size={14} aria-hidden />
        </Button>
      ) : null}
    </SearchField>
  )
}
