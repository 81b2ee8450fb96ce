import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

interface Words {
  from: number
  to: number
}

const pointOut = StateEffect.define<Words | null>()
const pointedOut = Decoration.mark({ class: 'page-pointed-out' })

const words = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, transaction) => {
    const effect = transaction.effects.find((one) => one.is(pointOut))
    if (!effect) return shown.map(transaction.changes)
    const { value } = effect
    return value && value.to > value.from ? Decoration.set(pointedOut.range(value.from, value.to)) : Decoration.none
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Keeps the words visible that a link is being made of, while the focus and with it the selection is elsewhere. */
export function linkedWords(): Extension {
  return words
}

/** Points these words out on the page, or none any more. */
export function pointOutWords(view: EditorView, span: Words | null): void {
  view.dispatch({ effects: pointOut.of(span) })
}
