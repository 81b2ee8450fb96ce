import { redo, undo } from '../../../renderer/features/page/page-undo'
import { openPage, type OpenPage } from '../../../renderer/features/page/page-view'
import { shortcuts } from '../../../renderer/lib/shortcuts'
import { bodyOf } from '../../../shared/journal-doc'
import type { EntryId } from '../../../shared/ids'
import type { TextChange } from '../../../shared/text-change'
import * as Y from 'yjs'

/** Pages whose edits are driven in code units, with all that they tell the vault process. */
type Who = 'ana' | 'ben'
interface Side {
  page: OpenPage
  /** Null on a private page. */
  text: Y.Text | null
  untold: Uint8Array[]
  pushed: { update: number[]; origin: 'own' | 'live' }[]
  edited: { length: number; changes: TextChange[] }[]
}
/** One thing that a person or a program does, with random numbers from 0 to 1. */
interface Step {
  who: Who
  dice: number
  places: readonly number[]
  inserts: readonly string[]
}

const sides = new Map<Who, Side>()
const side = (who: Who): Side => {
  const found = sides.get(who)
  if (!found) throw new Error(`${who} has no page`)
  return found
}
const nonce = document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? ''

function open(who: Who, start: { body: string; text: Y.Text | null }): Side {
  sides.get(who)?.page.view.destroy()
  const parent = document.body.appendChild(document.createElement('section'))
  parent.style.height = '320px'
  let { length } = start.body
  const page = openPage(
    {
      parent,
      body: start.body,
      ...(start.text ? { shared: { text: start.text, presence: null } } : {}),
      selection: undefined,
      nonce,
      keysOf: (id) => shortcuts[id].keys,
      settings: { readOnly: false, spellCheck: false, label: who, describedBy: '', placeholder: '', phrases: {} },
    },
    {
      onUpdate: () => {},
      onChanges(changes, body) {
        made.edited.push({ length, changes: [...changes] })
        length = body().length
      },
      onOpenLink: () => {},
      onEditLink: () => {},
      onFind: () => {},
      onPasteFailed: () => {},
    },
  )
  const made: Side = { page, text: start.text, untold: [], pushed: [], edited: [] }
  sides.set(who, made)
  return made
}

/** Changes that ascend and lie apart, with borders anywhere, also within characters. */
function changesOf(length: number, { places, inserts }: Step): TextChange[] {
  const borders = [...new Set(places.map((place) => Math.floor(place * (length + 1))))].sort((a, b) => a - b)
  return borders.flatMap((from, index) => {
    const to = borders[index + 1] ?? from
    // Long deletions would leave nothing to cut.
    return index % 2 === 0 ? [{ from, to: Math.min(to, from + 4), insert: inserts[index] ?? '' }] : []
  })
}

const driven = {
  /** Opens a page of the entry in the replica that this update makes. */
  openShared(who: Who, update: readonly number[], id: EntryId) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Uint8Array.from(update))
    const text = bodyOf(doc, id)
    if (!text) throw new Error('no such entry')
    const { untold, pushed } = open(who, { body: '', text })
    doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== 'other') untold.push(bytes)
      pushed.push({ update: [...bytes], origin: origin === 'other' ? 'live' : 'own' })
    })
  },
  openPrivate: (who: Who, body: string) => void open(who, { body, text: null }),
  /** Does as the steps say, on whichever page. */
  run(steps: readonly Step[]) {
    for (const step of steps) {
      const { view } = side(step.who).page
      if (step.dice < 0.6) view.dispatch({ changes: changesOf(view.state.doc.length, step), userEvent: 'input.type' })
      else if (step.dice < 0.7) undo(view)
      else if (step.dice < 0.75) redo(view)
      else driven.exchange(1 + (Math.floor(step.dice * 8) % 3))
    }
  },
  /** Tells each side what the other has done so far, as much of it as `count`. */
  exchange(count = Infinity) {
    if (!sides.has('ben')) return
    const carried = (['ana', 'ben'] as const).map((who) => side(who).untold.splice(0, count))
    for (const update of carried[0] ?? []) Y.applyUpdate(docOf('ben'), update, 'other')
    for (const update of carried[1] ?? []) Y.applyUpdate(docOf('ana'), update, 'other')
  },
  /** An edit that a changed app makes in its text, past any page. */
  insertInText: (who: Who, at: number, letters: string) => textOf(who).insert(at, letters),
  /** As that, and taken out again before anybody hears of it. */
  insertAndDeleteInText: (who: Who, at: number, letters: string) =>
    docOf(who).transact(() => {
      textOf(who).insert(at, letters)
      textOf(who).delete(at, letters.length)
    }),
  embedInText: (who: Who, at: number) => textOf(who).insertEmbed(at, { of: 'another app' }),
  select: (who: Who, anchor: number, head = anchor) => side(who).page.view.dispatch({ selection: { anchor, head } }),
  insert: (who: Who, letters: string) => {
    const { view } = side(who).page
    view.dispatch({ ...view.state.replaceSelection(letters), userEvent: 'input.type' })
  },
  undo: (who: Who) => undo(side(who).page.view),
  redo: (who: Who) => redo(side(who).page.view),
  focus: (who: Who) => side(who).page.view.focus(),
  caret: (who: Who) => side(who).page.view.state.selection.main.head,
  words: (who: Who) => side(who).page.view.state.doc.toString(),
  text: (who: Who) => textOf(who).toJSON(),
  pushed: (who: Who) => side(who).pushed.splice(0),
  edited: (who: Who) => side(who).edited.splice(0),
}

function textOf(who: Who): Y.Text {
  const { text } = side(who)
  if (!text) throw new Error(`${who} has a private page`)
  return text
}

function docOf(who: Who): Y.Doc {
  const { doc } = textOf(who)
  if (!doc) throw new Error('a text without a document')
  return doc
}

export type DrivenPages = typeof driven
declare global {
  // oxlint-disable-next-line no-var
  var pages: DrivenPages
}
globalThis.pages = driven
