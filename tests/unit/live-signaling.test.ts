import { describe, expect, it } from 'vitest'
import type { Room, WebrtcConn } from 'y-webrtc'
import { type LiveSignal, openSignaling, WebsocketClient } from '../../renderer/sync/signaling-client'
import { admitSignal } from '../../renderer/sync/signaling-gate'
import { createSeal } from '../../renderer/sync/signaling-seal'

const session = { room: 'a'.repeat(64), password: 'b'.repeat(64) }
const offer = { type: 'offer', sdp: 'v=0' } as const
const answer = { type: 'answer', sdp: 'v=0' } as const
const candidate = { type: 'candidate', candidate: { candidate: 'candidate:1', sdpMLineIndex: 0, sdpMid: '0' } } as const
const announce = (from: string): LiveSignal => ({ type: 'announce', from })
const signal = (from: string, to: string, said: typeof offer | typeof answer | typeof candidate): LiveSignal => ({
  type: 'signal',
  from,
  to,
  token: 1,
  signal: said,
})
/** A client of one window, what it hands to y-webrtc, and the messages it sends. */
async function createClient(secrets = session) {
  const sent: string[] = []
  const heard: unknown[] = []
  const waiting = new Set<() => void>()
  const happened = () => waiting.forEach((check) => check())
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isMet()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  let hear = (_message: string) => {}
  const seal = await createSeal(secrets)
  const { address } = openSignaling({
    port: {
      send: (message) => {
        sent.push(message)
        happened()
      },
      onMessage: (listener) => {
        hear = listener
        return () => {}
      },
    },
    seal,
    admit: () => Promise.resolve(true),
  })
  const client = new WebsocketClient(address)
  client.on('message', ({ topic, data }: { topic: string; data: unknown }) => {
    heard.push([topic, data])
    happened()
  })
  client.send({ type: 'subscribe', topics: [secrets.room] })
  const untilSent = () => until(() => sent.length > 0)
  const untilHeard = (count: number) => until(() => heard.length >= count)
  return { client, sent, heard, seal, untilSent, untilHeard, hear: (message: string) => hear(message) }
}
async function sentBy(from: Awaited<ReturnType<typeof createClient>>, data: LiveSignal, topic = session.room) {
  from.client.send({ type: 'publish', topic, data })
  await from.untilSent()
  return from.sent.shift() ?? ''
}

describe('signals of two windows', () => {
  it('[R40] arrive as they were said, in order, and mean nothing on the way', async () => {
    const [ana, ben] = [await createClient(), await createClient()]
    const messages = [await sentBy(ana, announce('ana')), await sentBy(ana, signal('ana', 'ben', offer))]
    for (const message of messages) ben.hear(message)
    await ben.untilHeard(2)
    expect(ben.heard).toEqual([
      [session.room, announce('ana')],
      [session.room, signal('ana', 'ben', offer)],
    ])
    expect(messages.join(' ')).not.toMatch(/announce|offer|ana/)
  })

  it('[R41] replayed, of another session, of another room or changed on the way are not heard', async () => {
    const [ana, ben] = [await createClient(), await createClient()]
    const stranger = await createClient({ room: session.room, password: 'c'.repeat(64) })
    const first = await sentBy(ana, announce('ana'))
    const second = await sentBy(ana, announce('ana'))
    ben.hear(second)
    ben.hear(first)
    ben.hear(second)
    ben.hear(await sentBy(stranger, announce('eve')))
    ben.hear(await sentBy(ana, announce('ana'), 'another room'))
    ben.hear(first.slice(0, -8))
    ben.hear('no message at all')
    ben.hear(await ben.seal.seal({ n: 9, topic: session.room, data: { type: 'announce' } }))
    ben.hear(await sentBy(ana, signal('ana', 'ben', offer)))
    // One is heard after the other.
    await ben.untilHeard(2)
    expect(ben.heard).toEqual([
      [session.room, announce('ana')],
      [session.room, signal('ana', 'ben', offer)],
    ])
  })

  it('[R41] nothing is heard or said after its end', async () => {
    const [ana, ben] = [await createClient(), await createClient()]
    const message = await sentBy(ana, announce('ana'))
    ben.hear(message)
    ben.client.destroy()
    ben.client.send({ type: 'publish', topic: session.room, data: announce('ben') })
    expect(await ben.seal.open(message)).toBeDefined()
    expect([ben.heard, ben.sent]).toEqual([[], []])
  })
})

describe('what y-webrtc may hear', () => {
  /** A room with these connections; ended ones are noted. */
  function roomWith(peerId: string, connections: Record<string, boolean> = {}) {
    const ended: string[] = []
    const conns = new Map<string, WebrtcConn>()
    for (const [id, connected] of Object.entries(connections)) {
      const peer = { destroy: () => (ended.push(id), conns.delete(id)), closed: Promise.resolve() }
      conns.set(id, { connected, peer } as unknown as WebrtcConn)
    }
    let announced = 0
    const room = { peerId, webrtcConns: conns } as unknown as Room
    return {
      ended,
      announced: () => announced,
      admit: (said: LiveSignal) => admitSignal(room, said, () => announced++),
    }
  }

  it('[R42] of two windows that announce themselves exactly one begins', async () => {
    const [ana, ben] = [roomWith('ana'), roomWith('ben')]
    expect(await ana.admit(announce('ben'))).toBe(false)
    expect(ana.announced()).toBe(1)
    expect(await ben.admit(announce('ana'))).toBe(true)
    expect(ben.announced()).toBe(0)
    expect(await ana.admit(signal('ben', 'ana', offer))).toBe(true)
    expect(await ben.admit(signal('ana', 'ben', offer))).toBe(false)
  })

  it('[R42] a connection that is being made goes on, one that has ended over there makes room', async () => {
    const beginning = roomWith('ben', { ana: false })
    expect(await beginning.admit(announce('ana'))).toBe(false)
    expect(beginning.ended).toEqual([])
    const stale = roomWith('ben', { ana: true })
    expect(await stale.admit(announce('ana'))).toBe(true)
    expect(stale.ended).toEqual(['ana'])
    const renewed = roomWith('ana', { ben: true })
    expect(await renewed.admit(signal('ben', 'ana', offer))).toBe(true)
    expect(renewed.ended).toEqual(['ben'])
  })

  it('[R42] a new window of the partner takes the place of the one before', async () => {
    const room = roomWith('ben', { 'ana-before': true })
    expect(await room.admit(announce('ana'))).toBe(true)
    expect(room.ended).toEqual(['ana-before'])
  })

  it('[R43] an answer or candidate to nothing is kept from it (:539), and what is meant for others', async () => {
    const room = roomWith('ana', { ben: false })
    expect(await room.admit(signal('ben', 'ana', answer))).toBe(true)
    expect(await room.admit(signal('ben', 'ana', candidate))).toBe(true)
    expect(await room.admit(signal('eve', 'ana', answer))).toBe(false)
    expect(await room.admit(signal('eve', 'ana', candidate))).toBe(false)
    expect(await room.admit(signal('ben', 'eve', answer))).toBe(false)
    expect(await room.admit(announce('ana'))).toBe(false)
    expect(room.ended).toEqual([])
  })
})
