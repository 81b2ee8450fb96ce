import { BrowserWindow, nativeTheme, type WebContents } from 'electron'
import { exactBuffers } from '../../shared/exact-buffers'
import { offerContextMenu } from './context-menu'
import { whenShowable } from './first-show'
import { pageOrigin, pagePartition } from './lockdown'
import { type Placement, placeWindow, reachableBounds } from './placement'
import { deskColor } from './theme'
import type { DirectPorts } from './utility-vault-process'
import { type Zoom, zoomWhenAsked } from './zoom'

const size = { width: 1280, height: 800, minWidth: 720, minHeight: 520 }

export interface WindowEvents {
  /** The person, or the system that shuts down, wants the window closed: it stays until the app ends. */
  onClosing(): void
  /** Windows ends the session now, whatever the app does. */
  onSessionEnding(): void
  /** The page's process is gone, and with it what it showed. */
  onCrashed(): void
  /** The window is gone. */
  onClosed(): void
}

/** One window of the app with its page, from its opening until it is destroyed. */
export interface AppWindow extends DirectPorts {
  placement(): Placement
  /** Brings it to the front. */
  raise(): void
  /** Does nothing to a page that is gone; neither does what concerns its port. */
  signal(name: string, payload: unknown): void
  /** Whether there is a page that could answer. */
  hasPage(): boolean
  destroy(): void
}

export interface AppWindowOptions extends WindowEvents {
  readonly preload: string
  readonly zoom: Zoom
  /** How the window stood that this one takes the place of. */
  readonly former: Placement | null
}

/** Opens a window that appears when its page can be seen. */
export function openAppWindow(options: AppWindowOptions): AppWindow {
  const { former, zoom } = options
  const window = newWindow(options)
  // Whoever has the page and not the window to ask for it finds nothing where that is gone, and no error.
  let page: WebContents | null = window.webContents
  const placed = placeWindow(window, former)
  const stopWaiting = whenShowable(window, placed.appear)
  const followTheme = () => window.setBackgroundColor(deskColor())

  nativeTheme.on('updated', followTheme)
  zoomWhenAsked(window.webContents, zoom)
  offerContextMenu(window)
  hearEnds(window, {
    ...options,
    onCrashed() {
      page = null
      options.onCrashed()
    },
    // By then every method of the window throws, and a moment later every one of its page.
    onClosed() {
      page = null
      stopWaiting()
      nativeTheme.off('updated', followTheme)
      options.onClosed()
    },
  })
  // A window that is destroyed while it loads rejects; there is nobody left to tell.
  window.loadURL(`${pageOrigin}/`).catch(() => {})
  return {
    placement: placed.placement,
    raise() {
      stopWaiting()
      placed.raise()
    },
    signal: (name, payload) => page?.send('signal', name, exactBuffers(payload)),
    hasPage: () => page !== null,
    sendPort: (port) => page?.postMessage('direct-port', null, [port]),
    endPort: (end) => page?.send('direct-port-ended', end),
    destroy: () => window.destroy(),
  }
}

function newWindow({ preload, zoom, former }: AppWindowOptions): BrowserWindow {
  return new BrowserWindow({
    ...size,
    ...(former && reachableBounds(former)),
    show: false,
    backgroundColor: deskColor(),
    title: 'Twofold',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      partition: pagePartition,
      zoomFactor: zoom.current(),
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
}

function hearEnds(window: BrowserWindow, events: WindowEvents): void {
  const { onClosing, onSessionEnding, onCrashed, onClosed } = events
  window.on('close', (event) => {
    event.preventDefault()
    onClosing()
  })
  // Windows ends a session without the app's own 'before-quit'. It says which program holds it up, and would say why
  // (ShutdownBlockReasonCreate), but Electron has no way to set that: pull request 44601 was closed unmerged, and the
  // types of 45.4 have none.
  window.on('query-session-end', (event) => {
    event.preventDefault()
    onClosing()
  })
  window.on('session-end', () => onSessionEnding())
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    // A process that can't be started now would fail again and again.
    if (reason === 'launch-failed' || reason === 'integrity-failure') onClosing()
    else onCrashed()
  })
  window.once('closed', onClosed)
}
