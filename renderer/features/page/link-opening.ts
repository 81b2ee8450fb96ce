import type { EditorState, Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, type Command } from '@codemirror/view'
import type { LinkAddress } from './link-address'
import { linkAt, type FoundLink } from './link-commands'

export type OpenLink = (address: LinkAddress) => void

const hoverMs = 250

/** Opens the link the caret is in; false when there is none that may be opened. */
export function openLinkAtCaret(open: OpenLink): Command {
  return ({ state }) => {
    const address = linkAt(state, state.selection.main.head)?.address
    if (address) open(address)
    return Boolean(address)
  }
}

/** A click on a link's words asks to open it, and hovering says where it leads; with the caret in it, it is text. */
export function linkOpening(open: OpenLink): Extension {
  return [
    EditorView.domEventHandlers({
      // Taken before the caret can move in, which would show the marks and shift the words under the pointer.
      mousedown: (event, view) => event.button === 0 && !event.shiftKey && linkUnder(view, event) !== null,
      click: (event, view) => {
        const address = event.button === 0 && !event.shiftKey ? linkUnder(view, event)?.address : null
        if (!address) return false
        event.preventDefault()
        open(address)
        return true
      },
    }),
    hoverTooltip((view, pos) => hostTooltip(view.state, pos), { hoverTime: hoverMs, hideOnChange: true }),
  ]
}

function linkUnder(view: EditorView, event: MouseEvent): FoundLink | null {
  const target = event.target instanceof Element ? event.target.closest('.page-link') : null
  if (!target) return null
  const isShown = target.classList.contains('page-link-shown')
  if (!isShown && !event.ctrlKey && !event.metaKey) return null
  return shownLink(view.state, view.posAtDOM(target))
}

function shownLink(state: EditorState, pos: number): FoundLink | null {
  const link = linkAt(state, pos)
  return link?.address ? link : null
}

function hostTooltip(state: EditorState, pos: number) {
  const link = shownLink(state, pos)
  if (!link?.address) return null
  const { host } = link.address
  const create = () => {
    const dom = document.createElement('div')
    dom.className = 'page-host'
    dom.textContent = host
    return { dom, offset: { x: 0, y: 4 } }
  }
  return { pos: link.from, end: link.to, above: false, create }
}
