import { Compartment, EditorState, Transaction, type Extension } from '@codemirror/state'
import { EditorView, placeholder, type ViewUpdate } from '@codemirror/view'
import type { TextChange } from '../../../shared/text-change'
import { difference } from '../../../shared/whole-characters'
import { composedOver } from './composed-over'
import { journalMarkdown } from './dialect'
import { wordsByPointer } from './double-click'
import { dress } from './dress'
import { findPanel, type FindPlace } from './find-panel'
import { lineMarks } from './line-marks'
import { linkedWords } from './linked-words'
import { linkOpening, openLinkAtCaret, type OpenLink } from './link-opening'
import { pageKeys, type PageShortcut } from './page-keys'
import { pageFilters } from './page-filters'
import { historyFields, type PageHistories } from './page-histories'
import type { SharedText } from './page-props'
import { plainUndo } from './page-undo'
import { pasting, type PasteRefusal } from './paste-events'
import { sharedText } from './shared-text'
import { shownBreaks } from './shown-breaks'
import { lettersOf } from './text-binding'
import { pageTheme } from './theme'
import { composedSigns } from './typed-signs/composed-signs'

/** The words and rights of a page, which may change while it is open. */
export interface PageSettings {
  readOnly: boolean
  spellCheck: boolean
  label: string
  describedBy: string
  placeholder: string
  /** CodeMirror's own words, in the person's language. */
  phrases: Record<string, string>
}

/** What a page tells whoever shows it. */
export interface PageEvents {
  onUpdate(update: ViewUpdate): void
  onChanges(changes: readonly TextChange[], body: () => string): void
  onOpenLink: OpenLink
  onEditLink(view: EditorView): void
  onFind(find: FindPlace | null): void
  /** Nothing of what was pasted or dropped was put on the page. */
  onPasteFailed(refusal: PasteRefusal): void
}

export interface PageStart {
  parent: HTMLElement
  entryId: string
  body: string
  /** In place of `body`: the text that the page is bound to. */
  shared?: SharedText
  selection: { anchor: number; head: number } | undefined
  nonce: string
  keysOf(id: PageShortcut): string
  settings: PageSettings
  /** Where what can be taken back is kept while the page is away. */
  histories: PageHistories
}

/** An open page: its view, and what can be changed while it is open. */
export interface OpenPage {
  view: EditorView
  configure(settings: PageSettings): void
  /**
   * Puts another text in the place of the one shown, unless that is shared. It is not reported as a change and can't be
   * undone.
   */
  replace(body: string): void
  /** Binds the page to its text, which has come, and shows that as it stands: until then nobody can write on the page. */
  share(shared: SharedText): void
  /** Puts the page away, and keeps what can be taken back on it. */
  close(): void
}

/**
 * Opens a page in `parent`. Its text keeps every character of `body`: a line ends with `\n` and nothing else. What is no
 * character, half a surrogate pair, is U+FFFD.
 */
export function openPage({ parent, settings, histories, ...start }: PageStart, events: PageEvents): OpenPage {
  const changeable = new Compartment()
  const writing = new Compartment()
  let bound = start.shared ? { ...start.shared, history: histories.of(start.shared.text) } : null
  const extensions = [
    EditorView.updateListener.of((update) => report(update, events, bound !== null)),
    writing.of(bound ? sharedText(bound, bound.history) : plainUndo()),
    pageExtensions(start, events),
    changeable.of(changeableExtensions(settings)),
  ]
  const state = bound
    ? EditorState.create({ doc: lettersOf(bound.text), extensions })
    : privateState(start, histories, extensions)
  const { selection, scrollTo } = placeOf(state, start.selection)
  const view = new EditorView({ state: state.update({ selection }).state, parent, ...(scrollTo ? { scrollTo } : {}) })
  return {
    view,
    configure: (next) => view.dispatch({ effects: changeable.reconfigure(changeableExtensions(next)) }),
    replace: (body) => {
      if (!bound) replaceText(view, body)
    },
    share(next) {
      if (bound) return
      replaceText(view, lettersOf(next.text))
      bound = { ...next, history: histories.of(next.text) }
      view.dispatch({ effects: writing.reconfigure(sharedText(next, bound.history)) })
    },
    close() {
      view.destroy()
      if (bound) histories.leaveShared(bound.text, bound.history)
      else histories.leavePrivate(start.entryId, view.state)
    },
  }
}

/** The page as it was left, with its history, where the body is still the same. */
function privateState(
  { entryId, body }: Pick<PageStart, 'entryId' | 'body'>,
  histories: PageHistories,
  extensions: Extension,
) {
  const doc = body.toWellFormed()
  const left = histories.stateOf(entryId, doc)
  if (left) return EditorState.fromJSON(left, { extensions }, historyFields)
  return EditorState.create({ doc, extensions })
}

function pageExtensions(start: Pick<PageStart, 'nonce' | 'keysOf'>, events: PageEvents): Extension {
  return [
    EditorState.lineSeparator.of('\n'),
    EditorView.cspNonce.of(start.nonce),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    pageFilters,
    composedOver,
    wordsByPointer,
    shownBreaks,
    composedSigns,
    pageKeys(start.keysOf, {
      editLink: (view) => {
        events.onEditLink(view)
        return true
      },
      openLink: openLinkAtCaret(events.onOpenLink),
    }),
    journalMarkdown(),
    dress(),
    pasting(events.onPasteFailed),
    linkOpening(events.onOpenLink),
    linkedWords(),
    findPanel(events.onFind),
    pageTheme,
  ]
}

/** Where the caret was, or where the words begin. */
function placeOf(state: EditorState, kept: PageStart['selection']) {
  if (!kept) return { selection: { anchor: lineMarks(state, state.doc.line(1)).contentFrom }, scrollTo: null }
  const clamp = (offset: number) => Math.min(Math.max(0, offset), state.doc.length)
  const selection = { anchor: clamp(kept.anchor), head: clamp(kept.head) }
  return { selection, scrollTo: EditorView.scrollIntoView(selection.head, { y: 'center' }) }
}

function changeableExtensions(settings: PageSettings): Extension {
  return [
    EditorState.readOnly.of(settings.readOnly),
    EditorView.contentAttributes.of({
      'aria-label': settings.label,
      'aria-describedby': settings.describedBy,
      // Reached by Tab even where it can't be written in: it must scroll by keys.
      tabindex: '0',
      spellcheck: String(settings.spellCheck),
      autocorrect: settings.spellCheck ? 'on' : 'off',
      ...(settings.readOnly ? { 'aria-readonly': 'true' } : {}),
    }),
    EditorState.phrases.of(settings.phrases),
    settings.readOnly ? [] : placeholder(settings.placeholder),
  ]
}

function report(update: ViewUpdate, events: PageEvents, isShared: boolean): void {
  for (const transaction of update.transactions) {
    if (isShared || !transaction.docChanged || transaction.annotation(Transaction.remote)) continue
    const changes: TextChange[] = []
    transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
      changes.push({ from, to, insert: inserted.toString() })
    })
    events.onChanges(changes, () => transaction.newDoc.toString())
  }
  events.onUpdate(update)
}

/** Only what differs between the two texts is replaced, so that the caret stays with its words. */
function replaceText(view: EditorView, body: string): void {
  const [old, next] = [view.state.doc.toString(), body.toWellFormed()]
  if (old === next) return
  const { from, to, insert } = difference(old, next)
  view.dispatch({
    changes: { from, to, insert: view.state.toText(insert) },
    annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
  })
}
