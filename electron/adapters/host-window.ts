import type { ChildProcess } from 'node:child_process'
import { openAppWindow } from './open-browser'

/** The window of the browser host. */
export interface HostWindow {
  /** Opens it on the address, or has the one that is open go there. */
  show(address: string): void
  close(): void
}

/**
 * Makes a window that is a browser with a profile of its own. `onClosed` is told each time that it has ended or couldn't be
 * opened; it can be shown again after.
 */
export function createHostWindow(options: { browser: string; dataFolder: string; onClosed(): void }): HostWindow {
  // Of two, one hands its address to the other and ends at once: whichever it is, the window is there till both have.
  const running = new Set<ChildProcess>()
  return {
    show(address) {
      const opened = openAppWindow({ ...options, address })
      running.add(opened)
      const ended = () => {
        if (running.delete(opened) && running.size === 0) options.onClosed()
      }
      opened.once('exit', ended)
      opened.once('error', ended)
    },
    close: () => running.forEach((each) => each.kill()),
  }
}
