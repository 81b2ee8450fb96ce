import * as Y from 'yjs'
import { createPageHistories } from '../../../renderer/features/page/page-histories'
import { openPage, type OpenPage } from '../../../renderer/features/page/page-view'
import { shortcuts } from '../../../renderer/lib/shortcuts'
import type { Presence } from '../../../renderer/sync/presence'
import type { EntryId } from '../../../shared/ids'

/** The page of a driven window, bound to the one entry that its document has. */
export function createWindowPage(doc: Y.Doc, presence: Presence) {
  let page: OpenPage | null = null
  const opened = () => {
    if (!page) throw new Error('no page is open')
    return page.view
  }
  return {
    /** Begins the entry with these words; only one of the two windows does. */
    beginEntry: (words: string) => doc.getMap('entries').set('body', new Y.Text(words)),
    openPage(entry: string) {
      const text = doc.getMap('entries').get('body')
      if (!(text instanceof Y.Text)) throw new Error('no entry')
      const parent = document.createElement('section')
      parent.style.height = '400px'
      document.body.append(parent)
      presence.set(entry as EntryId, true)
      page = openPage(
        {
          parent,
          entryId: 'one',
          histories: createPageHistories(),
          body: '',
          shared: { text, presence },
          selection: undefined,
          nonce: document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? '',
          keysOf: (id) => shortcuts[id].keys,
          settings: {
            readOnly: false,
            spellCheck: false,
            label: 'Page',
            describedBy: '',
            placeholder: '',
            phrases: {},
          },
        },
        {
          onUpdate: () => {},
          onChanges: () => {},
          onOpenLink: () => {},
          onEditLink: () => {},
          onFind: () => {},
          onPasteFailed: () => {},
        },
      )
      page.view.focus()
    },
    select: (anchor: number, head = anchor) => opened().dispatch({ selection: { anchor, head } }),
    caret: () => opened().state.selection.main.head,
    words: () => opened().state.doc.toString(),
    paste(words: string) {
      const data = new DataTransfer()
      data.setData('text/plain', words)
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      opened().contentDOM.dispatchEvent(event)
    },
    /** Types at the end of the page; the moment before, in ms since the epoch. */
    typeAtEnd(words: string): number {
      const at = now()
      const { length } = opened().state.doc
      opened().dispatch({ changes: { from: length, insert: words }, userEvent: 'input.type' })
      return at
    },
    /** The moment at which the frame with what is on the page now has been painted; ms since the epoch. */
    async paintedAt(): Promise<number> {
      await new Promise<void>((resolve) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => resolve(), { once: true })
          port1.start()
          port2.postMessage(null)
        }),
      )
      return now()
    },
    wordsLength: () => page?.view.state.doc.length ?? -1,
  }
}

const now = () => performance.timeOrigin + performance.now()
