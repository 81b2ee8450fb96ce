import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenPage } from './page-view'

/**
 * Lets a page be read without a caret in it: what scrolls can have the focus, and Enter there begins to write. A key that
 * is held since before the page got the focus writes nothing on it.
 */
export function useReading(page: OpenPage | null, isReadOnly: boolean): void {
  const { t } = useTranslation('page')
  const label = t(isReadOnly ? 'readingOnly' : 'reading')
  useEffect(() => {
    if (!page) return
    const { scrollDOM } = page.view
    scrollDOM.setAttribute('role', 'document')
    scrollDOM.setAttribute('aria-label', label)
    const begin = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
      if (event.target !== scrollDOM || event.key !== 'Enter' || isHeld || isReadOnly) return
      event.preventDefault()
      page.view.focus()
    }
    scrollDOM.addEventListener('keydown', begin)
    return () => scrollDOM.removeEventListener('keydown', begin)
  }, [page, label, isReadOnly])
  useEffect(() => (page ? ignoreHeldKeys(page.view.contentDOM) : undefined), [page])
}

/** Keeps from an element the repetitions of a key that was pressed while something else had the focus. */
function ignoreHeldKeys(element: HTMLElement): () => void {
  const pressedHere = new Set<string>()
  const listen = (event: KeyboardEvent) => {
    if (event.type === 'keyup') pressedHere.delete(event.code)
    else if (!event.repeat) pressedHere.add(event.code)
    else if (!pressedHere.has(event.code)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }
  const forget = () => pressedHere.clear()
  for (const type of ['keydown', 'keyup'] as const) element.addEventListener(type, listen, { capture: true })
  element.addEventListener('blur', forget)
  return () => {
    for (const type of ['keydown', 'keyup'] as const) element.removeEventListener(type, listen, { capture: true })
    element.removeEventListener('blur', forget)
  }
}
