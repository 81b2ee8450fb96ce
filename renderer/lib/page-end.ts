import { background, bestEffort } from '../../shared/background'
import type { TwofoldApi } from './api'

/** Dispatched on the window when this page, or its part in the vault, is about to end: what waits must be said now. */
export const endingEvent = 'twofold-ending'

/** How long this page waits for what takes a while, in ms: less than its host waits, which is to hear an answer. */
const patience = 1500

declare global {
  interface WindowEventMap {
    [endingEvent]: PageEnding
  }
}

/** What takes longer than the event itself says so, as a service worker's events let it. */
export class PageEnding extends Event {
  private readonly awaited: Promise<unknown>[] = []

  constructor() {
    super(endingEvent)
  }

  /** The page doesn't end before this has settled, as long as it is waited for at all. */
  waitUntil(said: Promise<unknown>): void {
    this.awaited.push(said)
  }

  /** Resolves when everything has settled that was to be waited for. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.awaited)
  }
}

/** Lets everything in this window say what waits; resolves when it has, or when the patience with it has run out. */
export async function finishPage(): Promise<void> {
  const ending = new PageEnding()
  dispatchEvent(ending)
  let timer: ReturnType<typeof setTimeout> | undefined
  await Promise.race([ending.settled(), new Promise((resolve) => (timer = setTimeout(resolve, patience)))])
  clearTimeout(timer)
}

/** Finishes this page whenever its host is about to end it, and tells it so. */
export function finishWhenAsked({ app }: Pick<TwofoldApi, 'app'>): void {
  app.onEnding(({ id }) => background(finishPage().then(() => bestEffort(app.finished({ id })))))
}
