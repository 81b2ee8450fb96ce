import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { bundlePage, createSessions, type LiveWindows, openLiveWindows, startBrowser } from './live-windows'

/** Two windows for each test of a file, each in a browser process of its own, without a complaint at its end. */
export interface LivePair {
  ana(): Page
  ben(): Page
  both(): readonly [Page, Page]
  /** Opens the live room in both windows, Ana's first. */
  open(sessions?: ReturnType<typeof createSessions>): Promise<void>
  /** Resolves when each window has all that the other had. */
  inStep(): Promise<void>
  /** Complaints like this are what the test is about. */
  forgive(pattern: RegExp): void
}

/** Sets the windows up around each test of the file that calls it. */
export function useLivePair(): LivePair {
  let script = ''
  let forgiven: RegExp | null = null
  let browsers: { ana: Browser; ben: Browser }
  let windows: LiveWindows
  beforeAll(async () => {
    script = await bundlePage('window')
    browsers = { ana: await startBrowser(), ben: await startBrowser() }
  })
  afterAll(async () => {
    await browsers.ana.close()
    await browsers.ben.close()
  })
  beforeEach(async () => {
    windows = await openLiveWindows(browsers, script)
  })
  afterEach(async () => {
    const complaints = [...windows.ana.complaints, ...windows.ben.complaints].filter((said) => !forgiven?.test(said))
    forgiven = null
    await windows.close()
    expect(complaints).toEqual([])
  })
  const pair: LivePair = {
    ana: () => windows.ana.page,
    ben: () => windows.ben.page,
    both: () => [windows.ana.page, windows.ben.page],
    forgive(pattern) {
      forgiven = pattern
    },
    async open(sessions = createSessions()) {
      await pair.ana().evaluate((session) => driven.open(session), sessions.ana)
      await pair.ben().evaluate((session) => driven.open(session), sessions.ben)
    },
    async inStep() {
      await Promise.all(pair.both().map((page) => page.evaluate(() => driven.untilState('in-step'))))
    },
  }
  return pair
}
