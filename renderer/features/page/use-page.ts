import type { EditorState } from '@codemirror/state'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefCallback } from 'react'
import { shortcuts } from '../../lib/shortcuts'
import type { FindPlace } from './find-panel'
import { createPageHistories } from './page-histories'
import type { PageProps } from './page-props'
import { pageStatus, sameStatus, type PageStatus } from './page-status'
import type { PasteRefusal } from './paste-events'
import { openPage, type OpenPage, type PageSettings, type PageStart } from './page-view'

export interface PageState {
  /** For the element that the page is to be opened in. */
  paper: RefCallback<HTMLDivElement>
  page: OpenPage | null
  status: PageStatus
  find: FindPlace | null
  isLinking: boolean
  setLinking(linking: boolean): void
  /** Why what was pasted or dropped last isn't on the page, until something changes there. */
  refusal: PasteRefusal | null
  setRefusal(refusal: null): void
}

const blank: PageStatus = { on: new Set(), canUndo: false, canRedo: false }

/** Opens a page in the element that gets `paper`, and keeps what is shown around it in step with it, once per frame. */
export function usePage(props: Omit<PageProps, 'ref'>, settings: PageSettings): PageState {
  const [page, setPage] = useState<OpenPage | null>(null)
  const [status, setStatus] = useState(blank)
  const [find, setFind] = useState<FindPlace | null>(null)
  const [isLinking, setLinking] = useState(false)
  const [refusal, setRefusal] = useState<PasteRefusal | null>(null)
  const latest = useRef({ props, settings })

  const paper = useCallback((element: HTMLDivElement) => {
    const { props: start, settings: first } = latest.current
    const frame = perFrame()
    let told = start.selection
    const tell = ({ selection }: EditorState) => {
      const { anchor, head } = selection.main
      if (told?.anchor !== anchor || told.head !== head) latest.current.props.onSelection({ anchor, head })
      told = { anchor, head }
    }
    const opened = openPage(pageStart(start, element, first), {
      onUpdate: ({ state, docChanged, selectionSet, transactions }) => {
        if (!docChanged && !selectionSet && transactions.length === 0) return
        if (docChanged) setRefusal(null)
        // At once, unlike what is drawn: a page that ends before its next frame has told where the caret was.
        tell(state)
        frame.run(() => {
          const next = pageStatus(opened.view.state)
          setStatus((shown) => (sameStatus(shown, next) ? shown : next))
        })
      },
      onChanges: (changes, body) => latest.current.props.onChanges(changes, body),
      onOpenLink: (address) => latest.current.props.onOpenLink(address),
      onEditLink: () => setLinking(true),
      onFind: setFind,
      onPasteFailed: setRefusal,
    })
    setPage(opened)
    setStatus(pageStatus(opened.view.state))
    return () => {
      frame.flush()
      opened.close()
      setFind(null)
      setLinking(false)
      setRefusal(null)
    }
  }, [])

  useLayoutEffect(() => {
    latest.current = { props, settings }
  })
  useEffect(() => page?.configure(settings), [page, settings])
  useEffect(() => {
    if (props.shared) page?.share(props.shared)
  }, [page, props.shared])
  return { paper, page, status, find, isLinking, setLinking, refusal, setRefusal }
}

const pageStart = (props: Omit<PageProps, 'ref'>, parent: HTMLElement, settings: PageSettings): PageStart => ({
  ...props,
  parent,
  selection: props.selection,
  settings,
  histories: props.histories ?? createPageHistories(),
  keysOf: (id) => shortcuts[id].keys,
})

interface PerFrame {
  run(action: () => void): void
  /** Does at once what waits for the next frame. */
  flush(): void
}

/** Puts an action off to the next frame; of several in one frame only the first is done, at its end. */
function perFrame(): PerFrame {
  let waiting: { id: number; action: () => void } | null = null
  const flush = () => {
    if (!waiting) return
    const { id, action } = waiting
    waiting = null
    cancelAnimationFrame(id)
    action()
  }
  return {
    run: (action) => {
      waiting ??= { id: requestAnimationFrame(flush), action }
    },
    flush,
  }
}
