import type { EditorView } from '@codemirror/view'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/IconButton'
import styles from './FindBar.module.css'
import { mostMatches } from './find-count'
import type { FindPlace } from './find-panel'
import { closeFind, findNext, findPrevious, lookFor } from './find-state'

/** Finds words in the open entry: as one types them, with the matches counted and marked on the page. */
export function FindBar({ view, find }: { view: EditorView; find: FindPlace }) {
  const { t } = useTranslation('page')
  const { place, words } = find
  return createPortal(
    <search className={styles.bar}>
      <input
        ref={begin}
        data-find-field
        type="text"
        className={styles.field}
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        value={words}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => lookFor(view, event.target.value)}
      />
      <output className={styles.count}>
        <Count {...find} />
      </output>
      <IconButton icon={ChevronUp} label={t('find.previous')} keys="⇧↵" onPress={() => findPrevious(view)} />
      <IconButton icon={ChevronDown} label={t('find.next')} keys="↵" onPress={() => findNext(view)} />
      <IconButton icon={X} label={t('find.close')} keys="Esc" onPress={() => closeFind(view)} />
    </search>,
    place,
  )
}

/** A bar that opens is there to be typed into. */
function begin(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}

function Count({ words, count, current }: FindPlace) {
  const { t } = useTranslation('page')
  if (words === '' || count === null) return null
  if (count === 0) return t('find.none')
  if (count > mostMatches) return t('find.many', { count: mostMatches })
  return current > 0 ? t('find.place', { current, count }) : t('find.count', { count })
}
