import type { WebContents } from 'electron'
import { nextZoom, type ZoomChange } from '../core/host/zoom'
import { zoomChangeOf } from './zoom-keys'

/** The one zoom of the app, for the window that there is and every one that takes its place. */
export interface Zoom {
  current(): number
  change(zoom: number): void
}

/** Zooms a page by keys and by the wheel. No menu has the keys: on two systems of three the app has none. */
export function zoomWhenAsked(contents: WebContents, zoom: Zoom): void {
  const step = (change: ZoomChange) => {
    const next = nextZoom(zoom.current(), change)
    if (next === zoom.current()) return
    zoom.change(next)
    contents.setZoomFactor(next)
  }
  contents.on('before-input-event', (event, input) => {
    const change = zoomChangeOf(input, process.platform)
    if (!change) return
    event.preventDefault()
    step(change)
  })
  contents.on('zoom-changed', (_event, direction) => step(direction))
}
