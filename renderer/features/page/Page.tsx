import { useEffect, useId, useImperativeHandle, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FindBar } from './FindBar'
import { LinkPopover } from './LinkPopover'
import styles from './Page.module.css'
import { PasteRefused } from './PasteRefused'
import type { PageHandle, PageProps } from './page-props'
import type { OpenPage, PageSettings } from './page-view'
import { Toolbar } from './Toolbar'
import { usePage } from './use-page'
import { useReading } from './use-reading'

/** The page one writes on: Markdown dressed as what it means, with a toolbar above. */
export function Page(props: PageProps) {
  return <OpenedPage key={props.entryId} {...props} />
}

function OpenedPage({ ref, ...props }: PageProps) {
  const hintId = useId()
  const { t } = useTranslation('page')
  const settings = useSettings(props, hintId)
  const { paper, page, status, find, isLinking, setLinking, refusal, setRefusal } = usePage(props, settings)
  useReading(page, props.readOnly ?? false)
  const handle = useMemo(() => handleOf(page, props.body), [page, props.body])
  useImperativeHandle(ref, () => handle, [handle])
  const { onOpened } = props
  useEffect(() => {
    if (page) onOpened?.(handle)
  }, [page, handle, onOpened])
  return (
    <div className={styles.page} data-journal={props.journal}>
      {page && !props.readOnly ? (
        <Toolbar view={page.view} status={status} onLink={() => beginLink(page, setLinking)} />
      ) : (
        <div className={styles.bare} />
      )}
      {refusal ? <PasteRefused refusal={refusal} onClose={() => closeRefusal(page, setRefusal)} /> : null}
      <div ref={paper} className={styles.paper} />
      <span id={hintId} hidden>
        {t('leaveHint')}
      </span>
      {page && find ? <FindBar view={page.view} find={find} /> : null}
      {page && isLinking ? <LinkPopover view={page.view} onClose={() => setLinking(false)} /> : null}
    </div>
  )
}

/** The popover gives the focus back to where it was: to the page, not to the button. */
function beginLink({ view }: OpenPage, setLinking: (isLinking: boolean) => void): void {
  view.focus()
  setLinking(true)
}

function closeRefusal(page: OpenPage | null, setRefusal: (refusal: null) => void): void {
  setRefusal(null)
  page?.view.focus()
}

function handleOf(page: OpenPage | null, body: string): PageHandle {
  return {
    focus: () => page?.view.focus(),
    read: () => page?.view.scrollDOM.focus(),
    write(words) {
      if (!page) return
      const { view } = page
      const { head } = view.state.selection.main
      view.dispatch({
        changes: { from: head, insert: view.state.toText(words) },
        selection: { anchor: head + words.length },
        scrollIntoView: true,
        userEvent: 'input.type',
      })
    },
    body: () => page?.view.state.doc.toString() ?? body,
    replace: (next) => page?.replace(next),
  }
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
