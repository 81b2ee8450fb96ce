import { useId, useImperativeHandle, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FindBar } from './FindBar'
import { LinkPopover } from './LinkPopover'
import styles from './Page.module.css'
import type { PageProps } from './page-props'
import type { PageSettings } from './page-view'
import { Toolbar } from './Toolbar'
import { usePage } from './use-page'

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
