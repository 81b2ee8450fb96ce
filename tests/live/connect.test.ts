import { describe, expect, it } from 'vitest'
import { useLivePair } from '../support/live-pair'
import { createSessions } from '../support/live-windows'

const pair = useLivePair()
const { ana, ben } = pair

const snapshots = () => Promise.all(pair.both().map((page) => page.evaluate(() => driven.snapshot())))

describe('two windows', () => {
  it('[R20] they find each other whoever is there first, and a key goes across and back', async () => {
    await pair.open()
    await pair.inStep()
    await ana().evaluate(() => driven.type(0, 'a'))
    await ben().evaluate(() => driven.untilText('a'))
    await ben().evaluate(() => driven.type(1, 'b'))
    await ana().evaluate(() => driven.untilText('ab'))
  })

  it('[R20] they find each other when both come at once', async () => {
    const sessions = createSessions()
    await Promise.all([
      ana().evaluate((session) => driven.open(session), sessions.ana),
      ben().evaluate((session) => driven.open(session), sessions.ben),
    ])
    await pair.inStep()
    const made = await Promise.all(pair.both().map((page) => page.evaluate(() => driven.connectionsMade())))
    expect(made).toEqual([1, 1])
  })

  for (const megabytes of [1, 20]) {
    it(`[R21] ${megabytes} MB come across whole, and both documents are then equal`, async () => {
      await ana().evaluate((bytes) => driven.fill(bytes), megabytes * 1024 * 1024)
      await ben().evaluate(() => driven.type(0, 'from Ben'))
      await pair.open()
      await pair.inStep()
      expect(await ben().evaluate(() => driven.bulkLength())).toBe(megabytes * 1024 * 1024)
      expect(await ana().evaluate(() => driven.text())).toBe('from Ben')
      const [one, other] = await snapshots()
      expect(one).toBe(other)
    })
  }

  it('[R22] keys go to and fro while 20 MB are on their way', async () => {
    const sessions = createSessions()
    await ana().evaluate(() => driven.fill(20 * 1024 * 1024))
    await ana().evaluate((session) => driven.open(session, { answer: { key: '?', answer: '!' } }), sessions.ana)
    await ben().evaluate((session) => driven.open(session, { keyOnConnect: '?' }), sessions.ben)
    await pair.inStep()
    const events = await ben().evaluate(() => driven.events())
    expect(events.filter((event) => event !== 'in-step')).toEqual(['searching', 'connected', 'key !', 'bulk'])
  })
})

describe('the end of a room', () => {
  const entry = '0b8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d'
  const bothAt = async () => {
    await ana().evaluate(() => driven.addEntry())
    await pair.open()
    await pair.inStep()
    for (const page of pair.both()) await page.evaluate((id) => driven.setPresence(id, true), entry)
    for (const page of pair.both()) await page.evaluate(() => driven.setCursor())
    for (const page of pair.both()) await page.evaluate(() => driven.untilCursors(1))
  }

  it('[R23] closing leaves no connection open and no caret of the partner, on either side', async () => {
    await bothAt()
    expect(await ana().evaluate(() => driven.cursors())).toEqual([{ name: 'Ben', color: 'second' }])
    await ana().evaluate(() => driven.close())
    await ben().evaluate(() => driven.untilState('searching'))
    for (const page of pair.both()) {
      expect(await page.evaluate(() => driven.openConnections())).toBe(0)
      expect(await page.evaluate(() => driven.others())).toBe(0)
      expect(await page.evaluate(() => driven.cursors())).toEqual([])
    }
  })

  it('[R23] a window that breaks off without a word leaves no caret, and both find each other again', async () => {
    await bothAt()
    const isGone = ana().evaluate(() => driven.untilCursors(0))
    await ben().evaluate(() => driven.breakOff())
    await isGone
    await pair.inStep()
    await ana().evaluate(() => driven.untilCursors(1))
    await ben().evaluate(() => driven.untilCursors(1))
  })

  it('[R24] twenty times opened and closed, in turn by each, nothing is left open and every key arrives', async () => {
    await pair.open()
    for (let round = 0; round < 20; round++) {
      await pair.inStep()
      const [here, there] = round % 2 === 0 ? pair.both() : pair.both().toReversed()
      await here?.evaluate((at) => driven.type(at, '.'), round)
      await there?.evaluate((words) => driven.untilText(words), '.'.repeat(round + 1))
      for (const page of pair.both()) expect(await page.evaluate(() => driven.openConnections())).toBe(1)
      await here?.evaluate(() => driven.close())
      await there?.evaluate(() => driven.untilState('searching'))
      for (const page of pair.both()) expect(await page.evaluate(() => driven.openConnections())).toBe(0)
      await here?.evaluate(() => driven.reopen())
    }
  })
})

describe('the sessions that the vault process tells', () => {
  it('[R25] are followed one after the other, from when the replica is loaded to the end', async () => {
    const [first, second] = [createSessions(), createSessions()]
    for (const page of pair.both()) await page.evaluate(() => driven.follow())
    const tell = async (sessions: ReturnType<typeof createSessions> | null) => {
      await ana().evaluate((session) => driven.tellSession(session), sessions && sessions.ana)
      await ben().evaluate((session) => driven.tellSession(session), sessions && sessions.ben)
    }
    const all = (state: 'in-step' | null) =>
      Promise.all(pair.both().map((page) => page.evaluate((wanted) => driven.untilLive(wanted), state)))
    const made = () => Promise.all(pair.both().map((page) => page.evaluate(() => driven.connectionsMade())))
    const open = () => Promise.all(pair.both().map((page) => page.evaluate(() => driven.openConnections())))

    await tell(first)
    await ben().evaluate(() => driven.replicaLoaded())
    await ben().evaluate(() => driven.untilLive('searching'))
    expect(await ana().evaluate(() => driven.liveState())).toBe(null)
    await ana().evaluate(() => driven.replicaLoaded())
    await all('in-step')
    await tell(first)
    expect(await made()).toEqual([1, 1])

    await tell(null)
    await all(null)
    expect(await open()).toEqual([0, 0])
    await tell(second)
    await all('in-step')
    await ana().evaluate(() => driven.type(0, 'a'))
    await ben().evaluate(() => driven.untilText('a'))

    for (const page of pair.both()) await page.evaluate(() => driven.endLive())
    expect(await open()).toEqual([0, 0])
  })
})
