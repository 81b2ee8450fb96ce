import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { composedSpan, composes, isFinish } from '../composed-span'
import { mapSpan, type Span } from '../inline-marks'
import { marksBesideLetters } from '../command-marks'
import { backslashesIn, guardsIn, mayNeedBackslash } from './typed-signs'

/**
 * Does for what an input method composed, a dead key's sign as well as a whole face, what `typedSigns` does for a key: when
 * the composition has ended, for a browser ends it without a word where its line is changed. It stays one step of undo.
 */
export const composedSigns: Extension = ViewPlugin.define((view) => new ComposedSigns(view), {
  eventObservers: {
    compositionend() {
      this.finishSoon()
    },
  },
})

class ComposedSigns {
  private composed: Span | null = null
  private due: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly view: EditorView) {}

  update({ transactions }: ViewUpdate): void {
    for (const transaction of transactions) {
      const { changes } = transaction
      this.composed &&= mapSpan(this.composed, changes)
      if (!transaction.isUserEvent(composes) || transaction.annotation(isFinish)) continue
      changes.iterChanges((_fromA, _toA, from, to) => {
        this.composed = {
          from: Math.min(from, this.composed?.from ?? from),
          to: Math.max(to, this.composed?.to ?? to),
        }
      })
    }
    if (this.composed) this.finishSoon()
  }

  /** The input method's last letters are read from the page in a turn of their own. */
  finishSoon(): void {
    clearTimeout(this.due)
    this.due = setTimeout(() => {
      if (!this.view.compositionStarted) this.finish()
    })
  }

  destroy(): void {
    clearTimeout(this.due)
  }

  private finish(): void {
    const { composed: typed, view } = this
    const { state } = view
    this.composed = null
    // What was taken back leaves what it came beside, as long as nothing else went for it.
    if (typed?.from === typed?.to && !state.field(composedSpan, false)?.tookOthers) return
    if (!typed || state.readOnly || !mayNeedBackslash(state.doc, typed)) return
    const without = state.update({ changes: typed, filter: false })
    const changes = backslashesIn(
      {
        state: without.state,
        changes: without.changes.invertedDesc,
        doc: state.doc,
        written: [],
        way: 'typed',
        isGoingOn: false,
      },
      typed,
    )
    if (changes.length === 0) return
    const marks = marksBesideLetters.of({ removed: [], inserted: guardsIn(changes) })
    view.dispatch({ changes, userEvent: composes, annotations: [isFinish.of(true), marks] })
  }
}
