import { WidgetType, type EditorView } from '@codemirror/view'
import { taskToggledAt } from './block-commands'

export const dot = '•'

/** What stands for the mark of a list item: a dot, or its number among its siblings. */
export class ItemSign extends WidgetType {
  constructor(readonly sign: string) {
    super()
  }

  override eq(other: ItemSign): boolean {
    return other.sign === this.sign
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span')
    span.className = this.sign === dot ? 'page-sign page-dot' : 'page-sign'
    span.textContent = this.sign
    return span
  }

  override ignoreEvent(): boolean {
    return false
  }
}

/** A checkbox that ticks its item; the caret stays where it is. */
export class TaskBox extends WidgetType {
  constructor(
    readonly checked: boolean,
    readonly label: string,
    readonly readOnly: boolean,
  ) {
    super()
  }

  override eq(other: TaskBox): boolean {
    return other.checked === this.checked && other.label === this.label && other.readOnly === this.readOnly
  }

  override toDOM(view: EditorView): HTMLElement {
    const span = document.createElement('span')
    span.className = 'page-sign page-task'
    const box = document.createElement('input')
    box.type = 'checkbox'
    box.tabIndex = -1
    box.checked = this.checked
    box.disabled = this.readOnly
    box.setAttribute('aria-label', this.label)
    box.addEventListener('mousedown', (event) => event.preventDefault())
    box.addEventListener('change', () => {
      const edit = taskToggledAt(view.state, view.posAtDOM(span))
      if (edit) view.dispatch(edit)
    })
    span.append(box)
    return span
  }

  override updateDOM(dom: HTMLElement, _view: EditorView, from: WidgetType): boolean {
    const box = dom.querySelector('input')
    if (!box || !(from instanceof TaskBox) || from.readOnly !== this.readOnly) return false
    box.checked = this.checked
    return true
  }

  /** A click beside the box is one on the line. */
  override ignoreEvent(event: Event): boolean {
    return event.target instanceof HTMLInputElement
  }
}

class Rule extends WidgetType {
  override ignoreEvent(): boolean {
    return false
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span')
    span.className = 'page-rule'
    return span
  }
}

export const rule = new Rule()
