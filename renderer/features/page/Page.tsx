import { type Ref, useId, useImperativeHandle, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextChange } from '../../../shared/text-change'
import { FindBar } from './FindBar'
import { LinkPopover } from './LinkPopover'
import styles from './Page.module.css'
import type { PageSettings } from './page-view'
import { Toolbar } from './Toolbar'
import { usePage } from './use-page'

/** What whoever shows a page may ask of it. */
export interface PageHandle {
  focus(): void
  /** The text as it stands, with `\n` between lines. */
  body(): string
  /** Puts this text in place of the one shown: it is not reported as a change, and undo doesn't take it back. */
  replace(body: string): void
}

export interface PageProps {
  /** Another one is another document: its own text, its own undo. */
  entryId: string
  /** The text to begin with; later values count only for another entry. */
  body: string
  selection?: { anchor: number; head: number }
  journal: 'private' | 'shared'
  nonce: string
  readOnly?: boolean
  autoFocus?: boolean
  /** Off unless asked for: a browser may send words to a service to check them. */
  spellCheck?: boolean
  /** Each edit as it happens, in UTF-16 offsets of the text before it, ascending and apart; `body` reads the text after. */
  onChanges(changes: readonly TextChange[], body: () => string): void
  /** Where the caret has come to, at most once per frame. */
  onSelection(selection: { anchor: number; head: number }): void
  onOpenLink(link: { url: string; host: string }): void
  /** What was pasted holds nothing that a page can. */
  onPasteFailed?(): void
  ref?: Ref<PageHandle>
}

/** The page one writes on: Markdown dressed as what it means, with a toolbar above. */
export function Page(props: PageProps) {
  return <OpenedPage key={props.entryId} {...props} />
}

function OpenedPage({ ref, ...props }: PageProps) {
  const hintId = useId()
  const { t } = useTranslation('page')
  const settings = useSettings(props, hintId)
  const { paper, page, status, find, isLinking, setLinking } = usePage(props, settings)
  useImperativeHandle(
    ref,
    () => ({
      focus: () => page?.view.focus(),
      body: () => page?.view.state.doc.toString() ?? props.body,
      replace: (body) => page?.replace(body),
    }),
    [page, props.body],
  )
  return (
    <div className={styles.page} data-journal={props.journal}>
      {page && !props.readOnly ? (
        <Toolbar view={page.view} status={status} onLink={() => setLinking(true)} />
      ) : (
        <div className={styles.bare} />
      )}
      <div ref={paper} className={styles.paper} />
      <span id={hintId} hidden>
        {t('leaveHint')}
      </span>
      {page && find ? <FindBar view={page.view} find={find} /> : null}
      {page && isLinking ? <LinkPopover view={page.view} onClose={() => setLinking(false)} /> : null}
    </div>
  )
}

function useSettings(
  { readOnly = false, spellCheck = false }: Omit<PageProps, 'ref'>,
  describedBy: string,
): PageSettings {
  const { t } = useTranslation('page')
  return useMemo(
    () => ({
      readOnly,
      spellCheck,
      describedBy,
      label: t('label'),
      placeholder: t('placeholder'),
      phrases: {
        Done: t('phrases.done'),
        'current match': t('phrases.currentMatch'),
        'on line': t('phrases.onLine'),
      },
    }),
    [readOnly, spellCheck, describedBy, t],
  )
}
