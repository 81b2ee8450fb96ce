import type { BrowserWindow } from 'electron'

/** How long a window stays unseen whose page is neither drawn nor loaded, in milliseconds. */
const patience = 2000

/**
 * Calls `show` once, when the window can be shown without a flash, or else is to be seen all the same: on Wayland
 * 'ready-to-show' may wait for the window to be shown first (electron 48859). Returns what calls it off.
 */
export function whenShowable(window: BrowserWindow, show: () => void): () => void {
  const { webContents } = window
  let isDone = false
  const done = () => {
    isDone = true
    clearTimeout(timer)
  }
  const showOnce = () => {
    if (isDone) return
    done()
    show()
  }
  const timer = setTimeout(showOnce, patience)
  window.once('ready-to-show', showOnce)
  webContents.once('did-finish-load', showOnce)
  webContents.once('did-fail-load', showOnce)
  return done
}
