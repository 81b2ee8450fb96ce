import { BrowserWindow } from 'electron'
import { exactBuffers } from '../../shared/exact-buffers'
import { pageOrigin, pagePartition } from './lockdown'
import type { DirectPorts } from './utility-vault-process'

const size = { width: 1280, height: 800, minWidth: 720, minHeight: 520 }

export interface WindowKeeper extends DirectPorts {
  /** Destroys the window, and with it its process and what that held, and opens another in its place. */
  renew(): void
  /** While the app is quitting a locked vault opens no window any more. */
  stopRenewing(): void
  resumeRenewing(): void
  /** Brings the window to the front; opens one where there is none. */
  focus(): void
  signal(name: string, payload: unknown): void
}

export interface WindowEvents {
  /** The person, or the system that shuts down, wants the window closed: it stays until the app ends. */
  onClosing(): void
  /** The page's process is gone, and with it what it showed. */
  onCrashed(): void
}

/** Keeps the app's one window. */
export function createWindowKeeper(options: { preload: string } & WindowEvents): WindowKeeper {
  let window: BrowserWindow | null = null
  let renewing = true

  function renew() {
    if (!renewing) return
    const former = window
    const next = openWindow(options.preload, former)
    listen(next, {
      onClosing: options.onClosing,
      // What becomes of a page that has been replaced is nobody's concern.
      onCrashed: () => {
        if (window === next) options.onCrashed()
      },
    })
    next.once('closed', () => {
      if (window === next) window = null
    })
    window = next
    former?.destroy()
  }

  return {
    renew,
    stopRenewing() {
      renewing = false
    },
    resumeRenewing() {
      renewing = true
    },
    focus() {
      if (!window) return renew()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    signal: (name, payload) => window?.webContents.send('signal', name, exactBuffers(payload)),
    sendPort: (port) => window?.webContents.postMessage('direct-port', null, [port]),
    endPort: (end) => window?.webContents.send('direct-port-ended', end),
  }
}

function openWindow(preload: string, former: BrowserWindow | null): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    ...former?.getBounds(),
    show: false,
    title: 'Twofold',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      partition: pagePartition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  // The vault may lock while the person works in another program: the new window must not come in between.
  const appear = !former || former.isFocused() ? 'show' : former.isMinimized() ? 'minimize' : 'showInactive'
  window.once('ready-to-show', () => window[appear]())
  // A window that is destroyed while it loads rejects; there is nobody left to tell.
  window.loadURL(`${pageOrigin}/`).catch(() => {})
  return window
}

function listen(window: BrowserWindow, { onClosing, onCrashed }: WindowEvents): void {
  window.on('close', (event) => {
    event.preventDefault()
    onClosing()
  })
  // Windows ends a session without the app's own 'before-quit'.
  window.on('query-session-end', (event) => {
    event.preventDefault()
    onClosing()
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    // A process that can't be started now would fail again and again.
    if (reason === 'launch-failed' || reason === 'integrity-failure') onClosing()
    else onCrashed()
  })
}
