import { BrowserWindow, type MessagePortMain } from 'electron'
import { pageOrigin } from './lockdown'

const size = { width: 1280, height: 800, minWidth: 720, minHeight: 520 }

export interface WindowKeeper {
  /** Destroys the window, and with it its process and what that held, and opens another. */
  renew(): void
  /** While the app is quitting a locked vault opens no window any more. */
  stopRenewing(): void
  resumeRenewing(): void
  focus(): void
  signal(name: string, payload: unknown): void
  /** Gives the page its end of the port to the vault process. */
  sendPort(port: MessagePortMain): void
}

/** Keeps the app's one window. Closing it asks `onClosing` first, which ends the app once the words are safe. */
export function createWindowKeeper(options: { preload: string; onClosing(): void }): WindowKeeper {
  let window: BrowserWindow | null = null
  let renewing = true

  return {
    renew() {
      if (!renewing) return
      const bounds = window?.getBounds()
      const former = window
      window = openWindow(options.preload)
      if (bounds) window.setBounds(bounds)
      former?.destroy()
      window.on('close', (event) => {
        event.preventDefault()
        options.onClosing()
      })
    },
    stopRenewing() {
      renewing = false
    },
    resumeRenewing() {
      renewing = true
    },
    focus() {
      if (window?.isMinimized()) window.restore()
      window?.focus()
    },
    signal: (name, payload) => window?.webContents.send('signal', name, payload),
    sendPort: (port) => window?.webContents.postMessage('direct-port', null, [port]),
  }
}

function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    show: false,
    title: 'Twofold',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${pageOrigin}/`)
  return window
}
