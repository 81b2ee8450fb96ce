import type { Clock } from '../ports'

/**
 * How long a page may take to finish before its vault locks, in ms. Systems that end a session wait some five seconds for
 * an app (logind's InhibitDelayMaxSec; Windows' HungAppTimeout), and the vault process writes after the page.
 */
export const finishPatience = 2000

/** The end of the window's page, as the host brings it about. */
export interface PageEnd {
  /** Asks the page to finish; resolves when it has, and after the patience with one that doesn't answer. */
  hearOut(): Promise<void>
  /** The page's answer to the ending of this number: everything that it had to say has come before. */
  finished(id: number): void
}

/** Makes the one way to end a page, the same in both hosts; `ask` tells the page that it is about to end. */
export function createPageEnd({ clock, ask }: { clock: Clock; ask(id: number): void }): PageEnd {
  let asked = 0
  let answered = () => {}
  return {
    hearOut() {
      const id = (asked += 1)
      return new Promise((resolve) => {
        const cancel = clock.after(finishPatience, resolve)
        answered = () => {
          cancel()
          resolve()
        }
        ask(id)
      })
    },
    finished(id) {
      // The answer to an ending that was waited for in vain says nothing of this one.
      if (id === asked) answered()
    },
  }
}
