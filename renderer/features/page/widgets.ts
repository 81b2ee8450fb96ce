import { WidgetType, type EditorView } from '@codemirror/view'
import { taskToggledAt } from './block-commands'

export const dot = '•'
/** Room for more figures than these isn't made: nine is the most of a number, and lists nest. */
export const mostRoom = 16
/** A quote within more than these has no bar of its own. */
export const mostBars = 3

/**
 * Where a sign stands: hung before the words of its line, or `within` them; the room it takes for its figures; how many
 * bars of quotes stand between it and the words, `before` which it hangs, and how many at once behind it.
 */
export interface SignPlace {
  readonly within: boolean
  readonly room: number
  readonly before: number
  readonly gap: number
}

function signClass({ within, room: wide, before, gap }: SignPlace, kind: string): string {
  const places = Object.entries({ wide, before, gap }).map(([name, count]) =>
    count > 0 ? ` page-${name}-${count}` : '',
  )
  return `page-sign ${kind}${within ? ' page-sign-within' : ''}${places.join('')}`
}

const isSamePlace = (one: SignPlace, other: SignPlace) => signClass(one, '') === signClass(other, '')

/** What stands for the mark of a list item: a dot, or its number as it is written. */
export class ItemSign extends WidgetType {
  constructor(
    readonly sign: string,
    readonly place: SignPlace,
  ) {
    super()
  }

  override eq(other: ItemSign): boolean {
    return other.sign === this.sign && isSamePlace(other.place, this.place)
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span')
    span.className = signClass(this.place, this.sign === dot ? 'page-dot' : 'page-number')
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
    readonly place: SignPlace,
  ) {
    super()
  }

  override eq(other: TaskBox): boolean {
    const isSame = other.checked === this.checked && other.label === this.label && other.readOnly === this.readOnly
    return isSame && isSamePlace(other.place, this.place)
  }

  override toDOM(view: EditorView): HTMLElement {
    const span = document.createElement('span')
    span.className = signClass(this.place, 'page-task')
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
    if (!box || !(from instanceof TaskBox) || from.readOnly !== this.readOnly || !isSamePlace(from.place, this.place))
      return false
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
