import { Annotation, type EditorState, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import * as Y from 'yjs'
import { placeInText, placeOnPage } from './held-back'
import type { PagePresence, PartnerCaret } from './page-props'

const moved = Annotation.define<true>()

/** Shows where the partner is in `text` and what they have selected, and tells them the same of this page. */
export function sharedCursors(text: Y.Text, presence: PagePresence): Extension {
  const plugin = ViewPlugin.define((view) => new SharedCursors(view, text, presence), {
    decorations: ({ decorations }) => decorations,
  })
  return [plugin, cursorTheme]
}

class SharedCursors {
  decorations: DecorationSet
  private readonly stop: () => void

  constructor(
    view: EditorView,
    private readonly text: Y.Text,
    private readonly presence: PagePresence,
  ) {
    this.decorations = this.draw(view.state)
    this.stop = presence.subscribe(() => view.dispatch({ annotations: moved.of(true) }))
    this.tell(view)
  }

  update(update: ViewUpdate): void {
    const hasMoved = update.transactions.some((transaction) => transaction.annotation(moved))
    if (hasMoved || update.docChanged) this.decorations = this.draw(update.state)
    if (update.selectionSet || update.docChanged || update.focusChanged) this.tell(update.view)
  }

  destroy(): void {
    this.stop()
    this.presence.setCursor(null)
  }

  private tell(view: EditorView): void {
    const { state } = view
    const { anchor, head } = state.selection.main
    const place = (offset: number): unknown =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, placeInText(state, offset)))
    this.presence.setCursor(view.hasFocus ? { anchor: place(anchor), head: place(head) } : null)
  }

  private draw(state: EditorState): DecorationSet {
    return Decoration.set(
      this.presence.cursors().flatMap((caret) => this.drawn(state, caret)),
      true,
    )
  }

  private drawn(state: EditorState, caret: PartnerCaret): Range<Decoration>[] {
    const [anchor, head] = [this.offsetOf(state, caret.anchor), this.offsetOf(state, caret.head)]
    if (anchor === null || head === null) return []
    const widget = Decoration.widget({ widget: new CaretWidget(caret), side: head > anchor ? -1 : 1 }).range(head)
    if (anchor === head) return [widget]
    const selection = Decoration.mark({ class: `page-partner-selection page-partner-${caret.color}` })
    return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), widget]
  }

  /** Null for a place in another text, or in words that have not come yet. */
  private offsetOf(state: EditorState, place: unknown): number | null {
    const { doc } = this.text
    const found = doc && Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), doc)
    return found?.type === this.text ? placeOnPage(state, found.index) : null
  }
}

/** The partner's caret, with their name for a moment whenever they have moved it. */
class CaretWidget extends WidgetType {
  private readonly place: string

  constructor(private readonly caret: PartnerCaret) {
    super()
    this.place = JSON.stringify(caret.head)
  }

  override eq(other: CaretWidget): boolean {
    const { name, color } = this.caret
    return other.place === this.place && other.caret.name === name && other.caret.color === color
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = `page-partner-caret page-partner-${this.caret.color}`
    // What a caret is called at every key would drown the words for who listens to them.
    caret.setAttribute('aria-hidden', 'true')
    const name = caret.appendChild(document.createElement('span'))
    name.className = 'page-partner-name'
    name.textContent = this.caret.name
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}

const cursorTheme = EditorView.theme({
  '.page-partner-first': { '--partner': 'var(--partner-first)' },
  '.page-partner-second': { '--partner': 'var(--partner-second)' },
  '.page-partner-selection': { backgroundColor: 'color-mix(in srgb, var(--partner) 22%, transparent)' },
  '.page-partner-caret': {
    position: 'relative',
    borderInlineStart: '2px solid var(--partner)',
    marginInline: '-1px',
    fontStyle: 'normal',
  },
  '.page-partner-name': {
    position: 'absolute',
    // Between the letters of this line and those of the one above, so that it covers neither.
    bottom: 'calc(100% - 0.62em)',
    insetInlineStart: '-2px',
    maxWidth: '20ch',
    padding: '0 0.35em',
    borderRadius: '0.3em',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    backgroundColor: 'var(--partner)',
    color: 'var(--surface)',
    fontFamily: 'var(--font-ui)',
    fontSize: '0.6em',
    fontWeight: '600',
    lineHeight: '0.92',
    pointerEvents: 'none',
    userSelect: 'none',
    zIndex: '1',
    animation: 'page-partner-fade 2.5s ease-in forwards',
  },
  '.page-partner-caret:hover .page-partner-name': { animation: 'none' },
  '@keyframes page-partner-fade': { '0%, 70%': { opacity: '1' }, '100%': { opacity: '0' } },
})
