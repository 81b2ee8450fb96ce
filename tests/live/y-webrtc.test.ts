import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useLivePair } from '../support/live-pair'
import { createSessions } from '../support/live-windows'

/** What y-webrtc 10.3.0 does by itself, and what it does here; its own behaviour is shown so that a newer one is noticed. */
const pair = useLivePair()
const { ana, ben } = pair

const megabyte = 1024 * 1024
const fence = 20 * 1024

/** Opens y-webrtc as it is in both windows. */
async function openStock(): Promise<void> {
  const sessions = createSessions()
  await ana().evaluate((session) => driven.openStock(session), sessions.ana)
  await ben().evaluate((session) => driven.openStock(session), sessions.ben)
  await ana().evaluate(() => driven.type(0, 'a'))
  await ben().evaluate(() => driven.untilText('a'))
}
/** How much Ben's window sends while Ana types a megabyte. */
async function sentBackOfAMegabyte(): Promise<number> {
  const before = await ben().evaluate(() => driven.bytesSent())
  const length = megabyte + (await ana().evaluate(() => driven.text().length))
  await ana().evaluate((length) => driven.type(0, 'x'.repeat(length)), megabyte)
  await ben().evaluate((length) => driven.untilLength(length), length)
  // Long enough to go the way on which a megabyte would be sent back, so that it comes after it.
  await ben().evaluate((more) => driven.type(0, '!'.repeat(more)), fence)
  await ana().evaluate((length) => driven.untilLength(length), length + fence)
  return (await ben().evaluate(() => driven.bytesSent())) - before
}
const unhandled = (page: Page) => page.evaluate(() => driven.unhandledSoon())

describe('what came from the partner (:347)', () => {
  it('[R30] is not sent back to them', async () => {
    await pair.open()
    await pair.inStep()
    expect(await sentBackOfAMegabyte()).toBeLessThan(0.1 * megabyte)
  })

  it('[R30] by itself it would be', async () => {
    await openStock()
    expect(await sentBackOfAMegabyte()).toBeGreaterThan(megabyte)
  })
})

describe('other windows of the origin (:399)', () => {
  it('[R31] nothing is told to them, so that the document is not encoded for nobody when a room opens', async () => {
    await ana().evaluate(() => driven.fill(100_000))
    await ana().evaluate(() => driven.clientsRead())
    await ana().evaluate((session) => driven.open(session), createSessions().ana)
    expect(await ana().evaluate(() => driven.clientsRead())).toBe(0)
    expect(await ana().evaluate(() => driven.channelsToWindows())).toBe(0)
  })

  it('[R31] by itself it would be', async () => {
    await ana().evaluate(() => driven.fill(100_000))
    await ana().evaluate(() => driven.clientsRead())
    await ana().evaluate((session) => driven.openStock(session), createSessions().ana)
    expect(await ana().evaluate(() => driven.clientsRead())).toBeGreaterThan(0)
  })
})

describe('a second document in a room (:453, :631)', () => {
  it('[R32] is refused to who asks for it, and the first goes on', async () => {
    const sessions = createSessions()
    await pair.open(sessions)
    await pair.inStep()
    expect(await ana().evaluate((session) => driven.openAnother(session), sessions.ana)).toBe('the live room is in use')
    await ana().evaluate(() => driven.type(0, 'a'))
    await ben().evaluate(() => driven.untilText('a'))
    expect(await unhandled(ana())).toEqual([])
  })

  it('[R32] by itself it would fail where nobody hears it', async () => {
    const { ana: session } = createSessions()
    await ana().evaluate((session) => driven.openStock(session), session)
    await ana().evaluate((session) => driven.openStock(session), session)
    expect(await unhandled(ana())).toEqual([expect.stringContaining('already exists')])
    pair.forgive(/already exists/)
  })
})

describe('the end of a provider (:693)', () => {
  it('[R33] a room is closed when its closing has resolved: it can be opened again at once', async () => {
    const sessions = createSessions()
    await pair.open(sessions)
    await pair.inStep()
    await ana().evaluate(async (session) => {
      for (let round = 0; round < 5; round++) {
        await driven.close()
        await driven.open(session)
      }
    }, sessions.ana)
    await pair.inStep()
    expect(await unhandled(ana())).toEqual([])
  })

  it('[R33] nothing of it is left then: no connection, and nobody who listens to signals', async () => {
    await pair.open()
    await pair.inStep()
    const left = await ana().evaluate(async () => {
      await driven.close()
      return { connections: driven.openConnections(), listeners: driven.signalListeners() }
    })
    expect(left).toEqual({ connections: 0, listeners: 0 })
  })

  it('[R33] by itself it ends some time after it was told to, and listens to signals for ever', async () => {
    await openStock()
    const connections = await ana().evaluate(() => {
      driven.destroyStock()
      return driven.openConnections()
    })
    expect(connections).toBe(1)
    await unhandled(ana())
    expect(await ana().evaluate(() => driven.signalListeners())).toBe(1)
  })
})

describe('the awareness of a window that has gone', () => {
  const entry = '0b8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d'

  it('[R34] goes with its connection', async () => {
    await pair.open()
    await pair.inStep()
    for (const page of pair.both()) await page.evaluate((id) => driven.setPresence(id, true), entry)
    await ana().evaluate(() => driven.untilOthers(1))
    const isGone = ana().evaluate(() => driven.untilOthers(0))
    await ben().evaluate(() => driven.breakOff())
    await isGone
  })

  it('[R34] by itself it stays', async () => {
    await openStock()
    for (const page of pair.both()) await page.evaluate((id) => driven.setPresence(id, true), entry)
    await ana().evaluate(() => driven.untilOthers(1))
    await ben().evaluate(() => driven.breakOff())
    await ana().evaluate(() => driven.untilNoConnection())
    expect(await ana().evaluate(() => driven.others())).toBe(1)
  })
})

describe('what files have brought', () => {
  it('[R35] is not sent to the partner, whom their own files bring it', async () => {
    await pair.open()
    await pair.inStep()
    await ana().evaluate(() => driven.fromFile('from a file'))
    await ana().evaluate(() => driven.type(0, 'a'))
    await ben().evaluate(() => driven.untilText('a'))
    expect(await ben().evaluate(() => driven.file())).toBe('')
    expect(await ana().evaluate(() => driven.file())).toBe('from a file')
  })
})
