import { app, powerMonitor } from 'electron'
import { background } from '../../shared/background'
import type { WindowKeeper } from './window'

/**
 * Makes the one way out: it locks, which makes every word durable and ends the vault process, and then ends the app.
 * Where words can't be written now the app stays, and its window says why. Asked twice, it leaves once.
 */
export function createLeaving(options: {
  lock(): Promise<void>
  windows: Pick<WindowKeeper, 'stopRenewing' | 'resumeRenewing' | 'focus'>
}): () => Promise<void> {
  const { lock, windows } = options
  let leaving = false
  return async () => {
    if (leaving) return
    leaving = true
    windows.stopRenewing()
    try {
      await lock()
      app.exit(0)
    } catch {
      leaving = false
      windows.resumeRenewing()
      windows.focus()
    }
  }
}

/** Leaves in good order whoever asks for it: the menu, the last window, the terminal, the system that shuts down. */
export function leaveWhenAsked(leave: () => Promise<void>): void {
  app.on('before-quit', (event) => {
    event.preventDefault()
    background(leave())
  })
  app.on('window-all-closed', () => background(leave()))
  powerMonitor.on('shutdown', () => background(leave()))
  // Electron puts handlers of its own in place before it is ready, which let a second signal kill: these replace them.
  // Ctrl+C comes twice where the terminal and npm both send it.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => background(leave()))
}
