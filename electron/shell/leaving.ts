import { app, powerMonitor } from 'electron'
import { background } from '../../shared/background'
import type { VaultSession } from '../core/host/vault-session'
import type { WindowKeeper } from './window'

/**
 * How long the end of a Windows session is held up while the vault process writes, in ms: well under the five seconds
 * after which Windows ends a program that doesn't answer.
 */
const sessionEndHold = 2000

export interface Leaving {
  /**
   * The one way out: it locks, which makes every word durable and ends the vault process, and then ends the app. Where
   * words can't be written now the app stays, and its window says why. Asked twice, it leaves once.
   */
  leave(): Promise<void>
  /**
   * Windows ends the session whatever the app has said to its question, and the app's processes as soon as this returns:
   * so it leaves, if it hasn't begun to, and holds still for a moment, in which the vault process writes what it has.
   */
  sessionEnds(): void
}

/** Makes the way out of an app with this session and these windows. */
export function createLeaving(options: {
  session: Pick<VaultSession, 'lock' | 'flush' | 'isOpen'>
  windows: Pick<WindowKeeper, 'stopRenewing' | 'resumeRenewing' | 'focus'>
}): Leaving {
  const { session, windows } = options
  let leaving = false
  async function leave(): Promise<void> {
    if (leaving) return
    leaving = true
    windows.stopRenewing()
    try {
      await session.lock()
      app.exit(0)
    } catch {
      leaving = false
      windows.resumeRenewing()
      windows.focus()
    }
  }
  return {
    leave,
    sessionEnds() {
      if (!session.isOpen()) return
      background(leave())
      // Said once more: since the question was asked the page may have said something, or may still be asked for it.
      session.flush()
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, sessionEndHold)
    },
  }
}

/**
 * Leaves in good order whoever asks for it: the menu, the last window, the terminal, the system that shuts down. Flushes
 * before the computer sleeps, for it may not wake again.
 */
export function leaveWhenAsked({ leave, flush }: { leave(): Promise<void>; flush(): void }): void {
  app.on('before-quit', (event) => {
    event.preventDefault()
    background(leave())
  })
  app.on('window-all-closed', () => background(leave()))
  // Must come first: for a 'shutdown' that is the first event listened to, Electron takes no delay lock of logind.
  powerMonitor.on('suspend', flush)
  // Unprevented, Linux goes on with its shutdown at once (Electron gives up its delay lock of logind), and macOS quits
  // the app. Prevented, either waits until the app has ended. Electron passes the event, though its types leave it out.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault()
    background(leave())
  })
  // Electron puts handlers of its own in place before it is ready, which let a second signal kill: these replace them.
  // Ctrl+C comes twice where the terminal and npm both send it.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => background(leave()))
}
