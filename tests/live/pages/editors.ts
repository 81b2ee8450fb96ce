import { EditorView } from '@codemirror/view'
import * as Y from 'yjs'
import { createPageHistories } from '../../../renderer/features/page/page-histories'
import { openPage, type OpenPage, type PageSettings } from '../../../renderer/features/page/page-view'
import { markCommands, type MarkId } from '../../../renderer/features/page/page-keys'
import { pageStatus } from '../../../renderer/features/page/page-status'
import { shortcuts } from '../../../renderer/lib/shortcuts'

/** Two pages of one text, each with a document of its own, side by side in one window. */
type Who = 'ana' | 'ben'
interface Side {
  doc: Y.Doc
  text: Y.Text
  page: OpenPage
  /** What this side has still to tell the other. */
  untold: Uint8Array[]
  reported: string[]
}

const settings: PageSettings = {
  readOnly: false,
  spellCheck: false,
  label: 'Page',
  describedBy: '',
  placeholder: '',
  phrases: {},
}
const nonce = document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? ''
const sides = new Map<Who, Side>()

const side = (who: Who): Side => {
  const found = sides.get(who)
  if (!found) throw new Error(`${who} has no page`)
  return found
}

/** A page of the text, or one with `unbound` on it that has still to be bound. */
function open(words: string, from: Y.Doc | null, unbound?: string): Side {
  const doc = new Y.Doc()
  if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from))
  else doc.getMap('entries').set('one', new Y.Text(words))
  const text = doc.getMap('entries').get('one')
  if (!(text instanceof Y.Text)) throw new Error('no text')
  const parent = document.createElement('section')
  parent.style.height = '320px'
  document.body.append(parent)
  const reported: string[] = []
  const page = openPage(
    {
      parent,
      entryId: 'one',
      histories: createPageHistories(),
      ...(unbound === undefined ? { body: '', shared: { text, presence: null } } : { body: unbound }),
      selection: undefined,
      nonce,
      keysOf: (id) => shortcuts[id].keys,
      settings,
    },
    {
      onUpdate: () => {},
      onChanges: (_changes, body) => reported.push(body()),
      onOpenLink: () => {},
      onEditLink: () => {},
      onFind: () => {},
      onPasteFailed: () => {},
    },
  )
  const made: Side = { doc, text, page, untold: [], reported }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'other') made.untold.push(update)
  })
  return made
}

const driven = {
  /** Opens both pages anew with these words; Ana's with `unbound`, still to be bound, where it is given. */
  start(words: string, unbound?: string) {
    for (const { page } of sides.values()) page.view.destroy()
    document.body.replaceChildren()
    const ana = open(words, null, unbound)
    sides.set('ana', ana)
    sides.set('ben', open(words, ana.doc))
    for (const each of sides.values()) each.untold = []
  },
  /** Binds Ana's page to the text. */
  share: () => side('ana').page.share({ text: side('ana').text, presence: null }),
  /** Tells each side what the other has done so far, as much of it as `count`. */
  exchange(count = Infinity) {
    const moves: [Side, Side][] = [
      [side('ana'), side('ben')],
      [side('ben'), side('ana')],
    ]
    const carried = moves.map(([from, to]) => [to, from.untold.splice(0, count)] as const)
    for (const [to, updates] of carried) for (const update of updates) Y.applyUpdate(to.doc, update, 'other')
  },
  select(who: Who, anchor: number, head = anchor) {
    side(who).page.view.dispatch({ selection: { anchor, head } })
  },
  focus: (who: Who) => side(who).page.view.focus(),
  command(who: Who, id: MarkId) {
    markCommands[id](side(who).page.view)
  },
  /** Puts letters where the caret is, one edit each, as keys do. */
  type(who: Who, letters: string) {
    const { view } = side(who).page
    for (const letter of letters) {
      view.dispatch({ ...view.state.replaceSelection(letter), userEvent: 'input.type' })
    }
  },
  words: (who: Who) => side(who).page.view.state.doc.toString(),
  text: (who: Who) => side(who).text.toJSON(),
  caret: (who: Who) => side(who).page.view.state.selection.main.head,
  /** Whether both pages and both texts hold the same. */
  areEqual() {
    const [ana, ben] = [side('ana'), side('ben')]
    const all = [ana, ben].flatMap(({ page, text }) => [page.view.state.doc.toString(), text.toJSON()])
    return new Set(all).size === 1 && Y.equalSnapshots(Y.snapshot(ana.doc), Y.snapshot(ben.doc))
  },
  status(who: Who) {
    const { canUndo, canRedo } = pageStatus(side(who).page.view.state)
    return { canUndo, canRedo }
  },
  reported: (who: Who) => side(who).reported.length,
  /** Puts the line of the caret in the middle of the page, whatever of the page has been laid out by then. */
  scrollToCaret(who: Who) {
    const { view } = side(who).page
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: 'center' }) })
  },
  /** How far below the page's top the caret is, in px, once the page has been laid out and rests. */
  async caretTop(who: Who) {
    const { view } = side(who).page
    const measure = async () => {
      await new Promise(requestAnimationFrame)
      const top = view.coordsAtPos(view.state.selection.main.head)?.top
      return top === undefined ? null : Math.round(top - view.scrollDOM.getBoundingClientRect().top)
    }
    for (let before = await measure(); ;) {
      const now = await measure()
      if (now !== null && now === before) return now
      before = now
    }
  },
}

export type DrivenEditors = typeof driven
declare global {
  // oxlint-disable-next-line no-var
  var editors: DrivenEditors
}
globalThis.editors = driven
