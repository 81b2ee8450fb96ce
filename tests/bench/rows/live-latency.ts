import { bundlePage, createSessions, openLiveWindows, startBrowser } from '../../support/live-windows'
import { interleave } from '../interleave'
import type { Row } from '../row'

/** From a key in A's document to B's and the answer back, between two browser processes. */
export const liveLatency: Row = {
  name: 'live-latency',
  limitName: 'the echo of a bare data channel between the same two windows',
  goal: { ratio: 2 },
  async measure() {
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
    const samples = await interleave({
      rounds: 400,
      warmUps: 50,
      limit: () => ana.evaluate(() => driven.bareEcho()),
      product: () => ana.evaluate(() => driven.keyAndAnswer('?')),
    })
    await windows.close()
    await Promise.all([browsers.ana.close(), browsers.ben.close()])
    return samples
  },
}
