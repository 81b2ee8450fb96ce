import type { Page } from 'playwright-core'
import { bundlePage, createSessions, openLiveWindows, startBrowser } from '../../support/live-windows'
import { interleave } from '../interleave'
import type { Row } from '../row'
import type { Samples } from '../statistics'

const entry = '0b8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d'
/** One frame of a screen of 60 Hz; ms. */
const frame = 16.7

/** From a key in A's document to B's and the answer back, between two browser processes. */
export const liveLatency: Row = {
  name: 'live-latency',
  limitName: 'the echo of a bare data channel between the same two windows',
  goal: { ratio: 2 },
  measure: () =>
    betweenWindows(({ ana }) =>
      interleave({
        rounds: 400,
        warmUps: 50,
        limit: () => ana.evaluate(() => driven.bareEcho()),
        product: () => ana.evaluate(() => driven.keyAndAnswer('?')),
      }),
    ),
}

/** From a key in A's editor until the frame of B's page that shows it has been painted. */
export const liveToScreen: Row = {
  name: 'live-to-screen',
  limitName: 'half the echo of a bare data channel between the same two windows, and one frame of 16.7 ms',
  goal: { ratio: 1.5 },
  measure: () =>
    betweenWindows(async ({ ana, ben }) => {
      await ana.evaluate(() => driven.beginEntry('.'))
      await ben.evaluate(() => driven.untilEntry())
      for (const page of [ana, ben]) await page.evaluate((id) => driven.openPage(id), entry)
      return interleave({
        rounds: 400,
        warmUps: 50,
        limit: async () => (await ana.evaluate(() => driven.bareEcho())) / 2 + frame,
        async product(round) {
          await ben.evaluate((length) => driven.awaitShown(length), round + 2)
          const typed = await ana.evaluate(() => driven.typeAtEnd('w'))
          return (await ben.evaluate(() => driven.shown())) - typed
        },
      })
    }),
}

/** Two windows that are live with each other, each in a browser of its own, with a bare channel beside. */
async function betweenWindows(measure: (pages: { ana: Page; ben: Page }) => Promise<Samples>): Promise<Samples> {
  const script = await bundlePage('window')
  const browsers = { ana: await startBrowser(), ben: await startBrowser() }
  const windows = await openLiveWindows(browsers, script)
  const [ana, ben] = [windows.ana.page, windows.ben.page]
  const sessions = createSessions()
  await ben.evaluate((session) => driven.open(session, { answer: { key: '?', answer: '!' } }), sessions.ben)
  await ana.evaluate((session) => driven.open(session), sessions.ana)
  await Promise.all([ana, ben].map((page) => page.evaluate(() => driven.untilState('in-step'))))
  await ben.evaluate(() => driven.makeBare('answers'))
  await ana.evaluate(() => driven.makeBare('asks'))
  await Promise.all([ana, ben].map((page) => page.evaluate(() => driven.untilBare())))
  const samples = await measure({ ana, ben })
  await windows.close()
  await Promise.all([browsers.ana.close(), browsers.ben.close()])
  return samples
}
