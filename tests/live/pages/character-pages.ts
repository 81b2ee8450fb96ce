import * as Y from 'yjs'
import { createPageHistories } from '../../../renderer/features/page/page-histories'
import { pageStatus } from '../../../renderer/features/page/page-status'
import { redo, undo } from '../../../renderer/features/page/page-undo'
import { openPage, type OpenPage } from '../../../renderer/features/page/page-view'
import { shortcuts } from '../../../renderer/lib/shortcuts'
import type { EntryId } from '../../../shared/ids'
import { bodyOf } from '../../../shared/journal-doc'
import type { TextChange } from '../../../shared/text-change'

/** Pages of two people whose edits are driven in code units, with all that they tell the vault process. */
type Who = 'ana' | 'ben'
interface Replica {
  doc: Y.Doc
  text: Y.Text
  untold: Uint8Array[]
  pushed: { update: number[]; origin: 'own' | 'live' }[]
}
/** One thing that a person or a program does, with random numbers from 0 to 1. */
interface Step {
  who: Who
  dice: number
  places: readonly number[]
  inserts: readonly string[]
}

const replicas = new Map<Who, Replica>()
const pages = new Map<Who, OpenPage>()
const edited: { length: number; changes: TextChange[] }[] = []
/** What each window can take back on the pages that were left. */
const histories = { ana: createPageHistories(), ben: createPageHistories() }
const nonce = document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? ''

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('not opened')
  return found
}
const replicaOf = (who: Who) => required(replicas.get(who))
const viewOf = (who: Who) => required(pages.get(who)).view

function open(who: Who, body: string, text: Y.Text | null): void {
  driven.leave(who)
  const parent = document.body.appendChild(document.createElement('section'))
  parent.style.height = '320px'
  let { length } = body
  const page = openPage(
    {
      parent,
      entryId: 'one',
      body,
      ...(text ? { shared: { text, presence: null } } : {}),
      histories: histories[who],
      selection: undefined,
      nonce,
      keysOf: (id) => shortcuts[id].keys,
      settings: { readOnly: false, spellCheck: false, label: who, describedBy: '', placeholder: '', phrases: {} },
    },
    {
      onUpdate: () => {},
      onChanges(changes, after) {
        edited.push({ length, changes: [...changes] })
        length = after().length
      },
      onOpenLink: () => {},
      onEditLink: () => {},
      onFind: () => {},
      onPasteFailed: () => {},
    },
  )
  pages.set(who, page)
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
    const replica: Replica = { doc, text, untold: [], pushed: [] }
    replicas.set(who, replica)
    doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== 'other') replica.untold.push(bytes)
      replica.pushed.push({ update: [...bytes], origin: origin === 'other' ? 'live' : 'own' })
    })
    open(who, '', text)
  },
  /** Opens the page of the shared entry again. */
  comeBack: (who: Who) => open(who, '', replicaOf(who).text),
  openPrivate: (who: Who, body: string) => open(who, body, null),
  /** Looks at another entry. */
  leave(who: Who) {
    pages.get(who)?.close()
    pages.delete(who)
  },
  /** Does as the steps say, on whichever page. */
  run(steps: readonly Step[]) {
    for (const step of steps) {
      const view = viewOf(step.who)
      if (step.dice < 0.6) view.dispatch({ changes: changesOf(view.state.doc.length, step), userEvent: 'input.type' })
      else if (step.dice < 0.7) undo(view)
      else if (step.dice < 0.75) redo(view)
      else driven.exchange(1 + (Math.floor(step.dice * 8) % 3))
    }
  },
  /** Tells each side what the other has done so far, as much of it as `count`. */
  exchange(count = Infinity) {
    const [ana, ben] = [replicaOf('ana'), replicaOf('ben')]
    const [toBen, toAna] = [ana.untold.splice(0, count), ben.untold.splice(0, count)]
    for (const update of toBen) Y.applyUpdate(ben.doc, update, 'other')
    for (const update of toAna) Y.applyUpdate(ana.doc, update, 'other')
  },
  /** As `exchange`, of what a page in another window has told. */
  receive(who: Who, updates: readonly (readonly number[])[]) {
    for (const update of updates) Y.applyUpdate(replicaOf(who).doc, Uint8Array.from(update), 'other')
  },
  /** An edit that a changed app makes in its text, past any page. */
  insertInText: (who: Who, at: number, letters: string) => replicaOf(who).text.insert(at, letters),
  /** As that, and taken out again before anybody hears of it. */
  insertAndDeleteInText(who: Who, at: number, letters: string) {
    const { doc, text } = replicaOf(who)
    doc.transact(() => {
      text.insert(at, letters)
      text.delete(at, letters.length)
    })
  },
  embedInText: (who: Who, at: number) => replicaOf(who).text.insertEmbed(at, { of: 'another app' }),
  select: (who: Who, anchor: number, head = anchor) => viewOf(who).dispatch({ selection: { anchor, head } }),
  /** Puts letters in the place of the selection, as one key does. */
  insert(who: Who, letters: string) {
    const view = viewOf(who)
    view.dispatch({ ...view.state.replaceSelection(letters), userEvent: 'input.type' })
  },
  undo: (who: Who) => undo(viewOf(who)),
  redo: (who: Who) => redo(viewOf(who)),
  focus: (who: Who) => viewOf(who).focus(),
  status(who: Who) {
    const { canUndo, canRedo } = pageStatus(viewOf(who).state)
    return { canUndo, canRedo }
  },
  caret: (who: Who) => viewOf(who).state.selection.main.head,
  words: (who: Who) => viewOf(who).state.doc.toString(),
  text: (who: Who) => replicaOf(who).text.toJSON(),
  pushed: (who: Who) => replicaOf(who).pushed.splice(0),
  edited: () => edited.splice(0),
}

export type DrivenPages = typeof driven
declare global {
  // oxlint-disable-next-line no-var
  var textPages: DrivenPages
}
globalThis.textPages = driven
