import { type AppWindow, openAppWindow, type WindowEvents } from './app-window'
import type { DirectPorts } from './utility-vault-process'
import type { Zoom } from './zoom'

export interface WindowKeeper extends DirectPorts {
  /** Destroys the window, and with it its process and what that held, and opens another in its place. */
  renew(): void
  /** While the app is quitting a locked vault opens no window any more. */
  stopRenewing(): void
  resumeRenewing(): void
  /** Brings the window to the front; opens one where there is none. */
  focus(): void
  signal(name: string, payload: unknown): void
  /** Whether there is a page that could answer. */
  hasPage(): boolean
}

/** Keeps the app's one window. */
export function createWindowKeeper(
  options: { preload: string; zoom: Zoom } & Omit<WindowEvents, 'onClosed'>,
): WindowKeeper {
  let current: AppWindow | null = null
  let renewing = true

  function renew() {
    if (!renewing) return
    const former = current
    const next = openAppWindow({
      ...options,
      former: former?.placement() ?? null,
      // What becomes of a page that has been replaced is nobody's concern.
      onCrashed: () => {
        if (current === next) options.onCrashed()
      },
      onClosed: () => {
        if (current === next) current = null
      },
    })
    current = next
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
      if (current) current.raise()
      else renew()
    },
    signal: (name, payload) => current?.signal(name, payload),
    hasPage: () => current?.hasPage() ?? false,
    sendPort: (port) => current?.sendPort(port),
    endPort: (end) => current?.endPort(end),
  }
}
