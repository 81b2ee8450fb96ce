import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { dialStream } from '../../electron/adapters/link/noise-stream'
import { createTcpStreams, maxStrangers } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { parseAddress } from '../../shared/address'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { readAddresses, writeAddresses } from '../../electron/core/link/streams/addresses'
import { backOff } from '../../electron/core/link/streams/dialling'
import { portRetryMs } from '../../electron/core/link/streams/listening'
import type { Clock } from '../../electron/core/ports'
import { alone, inviterReach, joinerReach, type LinkEnd, linkEnd, pairedReach } from '../support/link-ends'
import { createManualClock } from '../support/manual-clock'
import { answeringSide, diallingSide, filled, gone, listenPlainly, noiseKeys } from '../support/stream-ends'

const ends: { close(): void }[] = []
const end = (o: Parameters<typeof linkEnd>[0] = {}): LinkEnd => {
  const made = linkEnd(o)
  ends.push(made)
  return made
}
afterEach(() => ends.splice(0).forEach((one) => one.close()))

const whereOf = async ({ news }: LinkEnd) => (await news.next('listening')).addresses
/** A listening partner and one who dials it. */
async function linked(): Promise<[LinkEnd, LinkEnd]> {
  const [a, b] = [end(), end()]
  a.link.reach(pairedReach(a, b, []))
  b.link.reach(pairedReach(b, a, await whereOf(a)))
  await Promise.all([a.news.next('linked'), b.news.next('linked')])
  return [a, b]
}

describe('two paired devices', () => {
  it('[Q12] find each other, tell so, and know each other’s addresses', async () => {
    const [a, b] = [end(), end()]
    a.link.reach(pairedReach(a, b, []))
    b.link.reach(pairedReach(b, a, await whereOf(a)))
    const hashes = await Promise.all([a.news.next('linked'), b.news.next('linked')])
    expect([...hashes[0].handshakeHash]).toEqual([...hashes[1].handshakeHash])
    expect((await a.news.next('partner-addresses')).addresses).toEqual(await whereOf(b))
    const states = [a, b].map(({ news }) => news.all.flatMap((one) => (one.type === 'state' ? [one.state] : [])))
    expect(states).toEqual([
      ['searching', 'connected'],
      ['searching', 'connected'],
    ])
  })

  it('[Q13] of which both dial keep one and the same stream', async () => {
    const [a, b] = [end(), end()]
    a.link.reach({ ...alone(a.keys), listen: true })
    b.link.reach({ ...alone(b.keys), listen: true })
    const [atA, atB] = [await whereOf(a), await whereOf(b)]
    a.link.reach(pairedReach(a, b, atB))
    b.link.reach(pairedReach(b, a, atA))
    await Promise.all([a.news.next('linked'), b.news.next('linked')])
    const hash = (one: LinkEnd) => Buffer.from(one.link.session()?.handshakeHash ?? []).toString('hex')
    await expect.poll(() => hash(a) !== '' && hash(a) === hash(b)).toBe(true)
  })

  it('[Q14] find each other again after the stream is cut, and pause when told to', async () => {
    const [a, b] = await linked()
    a.link.session()?.destroy()
    await Promise.all([a, b].map(async ({ news }) => [await news.next('unlinked'), await news.next('linked')]))
    const where = a.news.all.flatMap((one) => (one.type === 'listening' ? one.addresses : []))
    b.link.reach(pairedReach(b, a, where, false))
    await Promise.all([a.news.next('unlinked'), b.news.next('state', ({ state }) => state === 'paused')])
    expect(b.link.session()).toBeNull()
    a.link.reach(null)
    await a.news.next('state', ({ state }) => state === 'off')
  })

  it('[Q15] hang up when the journal’s key changes', async () => {
    const [a, b] = await linked()
    const next = pairedReach(a, b, [])
    a.link.reach({ ...next, paired: next.paired && { ...next.paired, psk: filled(32, 9) } })
    await Promise.all([a.news.next('unlinked'), b.news.next('unlinked')])
  })
})

describe('a listener', () => {
  it('[Q16] is there only while inviting, asked for, or paired and wanted', async () => {
    const a = end()
    a.link.reach(alone(a.keys))
    a.link.reach(pairedReach(a, end(), [], false))
    a.link.reach({ ...alone(a.keys), listen: true })
    const { port } = await a.news.next('listening')
    a.link.reach(inviterReach(a))
    a.link.reach({ ...pairedReach(a, end(), []), port })
    expect(a.news.count('listening')).toBe(1)
    a.link.reach({ ...alone(a.keys), port })
    const socket = connect(port, '127.0.0.1')
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })

  it('[Q17] says when its port is taken, and takes it once it is free', async () => {
    const { port, server } = await listenPlainly()
    const hands = createManualClock()
    const tries = new EventEmitter()
    const after: Clock['after'] = (ms, action) => {
      if (ms === portRetryMs) tries.emit('over')
      return hands.after(ms, action)
    }
    const a = end({ clock: { now: hands.now, after } })
    a.link.reach({ ...pairedReach(a, end(), []), port })
    expect((await a.news.next('failed')).failure).toEqual({ code: 'port-taken', port })
    const triedAgain = once(tries, 'over')
    hands.advance(portRetryMs)
    await triedAgain
    server.close()
    await once(server, 'close')
    hands.advance(portRetryMs)
    expect((await a.news.next('listening')).port).toBe(port)
    expect(a.news.count('failed')).toBe(1)
  })

  it('[Q18] destroys a stranger of the right secret but another key, and a replayed handshake', async () => {
    const [a, b] = [end(), end()]
    const reach = pairedReach(a, b, [])
    a.link.reach(reach)
    const [address = ''] = await whereOf(a)
    const { port = 0 } = parseAddress(address) ?? {}
    const secrets = { psk: reach.paired?.psk ?? filled(0, 0), context: filled(16, 1) }
    const dial = async (timestamp: bigint, keys = b.keys) => {
      const socket = connect(port, '127.0.0.1')
      ends.push({ close: () => socket.destroy() })
      return dialStream(socket, systemClock, diallingSide({ ...secrets, keys, timestamp }))
    }
    expect(await dial(5n, noiseKeys())).toBeNull()
    expect(await dial(5n)).toBeNull()
    expect((await dial(6n))?.status).toBe('open')
  })

  it('[Q19] bears no more than a few strangers at once, and lets the oldest go', async () => {
    const streams = createTcpStreams(createManualClock())
    const listener = await streams.listen({
      host: '127.0.0.1',
      port: 0,
      side: answeringSide(),
      onStream: () => undefined,
    })
    const sockets = Array.from({ length: maxStrangers }, () => connect(listener.port, '127.0.0.1'))
    ends.push(listener, ...sockets.map((socket) => ({ close: () => void socket.destroy() })))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const known = await streams.dial(`127.0.0.1:${listener.port}`, diallingSide(), new AbortController().signal)
    expect(known?.status).toBe('open')
    await gone(sockets[0]!)
    expect(sockets.slice(1).some((socket) => socket.destroyed)).toBe(false)
  })
})

describe('a pairing', () => {
  it('[Q20] links who joins with who invited, and carries control messages both ways', async () => {
    const [a, b] = [end(), end()]
    a.link.reach(inviterReach(a))
    b.link.reach(joinerReach(b, await whereOf(a)))
    const [atA, atB] = await Promise.all([a.news.next('pairing-linked'), b.news.next('pairing-linked')])
    expect([[...atA.payload], [...atA.remoteNoiseKey]]).toEqual([[7, 8, 9], [...b.keys.publicKey]])
    expect([[...atB.payload], [...atB.remoteNoiseKey]]).toEqual([[], [...a.keys.publicKey]])
    expect([...atA.handshakeHash]).toEqual([...atB.handshakeHash])
    a.link.control(filled(3, 1))
    b.link.control(filled(4, 2))
    expect([...(await b.news.next('control')).bytes]).toEqual([1, 1, 1])
    expect([...(await a.news.next('control')).bytes]).toEqual([2, 2, 2, 2])
    a.link.control(filled(1, 3))
    a.link.endPairing()
    expect([...(await b.news.next('control')).bytes]).toEqual([3])
    expect((await b.news.next('pairing-ended')).failure).toEqual({ code: 'pairing-broken-off' })
    expect(a.news.count('pairing-ended')).toBe(0)
  })

  it('[Q21] tells who comes second that the invite is used, and warns who invited', async () => {
    const [a, b, c] = [end(), end(), end()]
    a.link.reach(inviterReach(a))
    const where = await whereOf(a)
    b.link.reach(joinerReach(b, where))
    await a.news.next('pairing-linked')
    c.link.reach(joinerReach(c, where))
    expect((await c.news.next('pairing-ended')).failure).toEqual({ code: 'invite-used' })
    await a.news.next('second-taker')
    expect(b.news.count('pairing-ended')).toBe(0)
  })

  it('[Q22] by a used or expired invite gets nowhere; the one who took it is no second taker', async () => {
    const [a, b] = [end(), end()]
    a.link.reach(inviterReach(a))
    const where = await whereOf(a)
    b.link.reach(joinerReach(b, where))
    await a.news.next('pairing-linked')
    a.link.reach(inviterReach(a, 'used'))
    b.link.reach(null)
    await a.news.next('pairing-ended')
    b.link.reach(joinerReach(b, where))
    expect((await b.news.next('pairing-ended')).failure).toEqual({ code: 'invite-used' })
    a.link.reach(inviterReach(a, 'expired'))
    b.link.reach(null)
    b.link.reach(joinerReach(b, where))
    expect((await b.news.next('pairing-ended')).failure).toEqual({ code: 'invite-expired' })
    expect(a.news.count('second-taker')).toBe(0)
  })

  it('[Q23] says that the partner is out of reach after three rounds', async () => {
    const { port, server } = await listenPlainly()
    server.close()
    const clock = createManualClock()
    const b = end({ clock })
    b.link.reach(joinerReach(b, [`127.0.0.1:${port}`]))
    const ended = b.news.next('pairing-ended')
    const turning = setInterval(() => clock.advance(1000), 5)
    expect((await ended).failure).toEqual({ code: 'partner-unreachable' })
    clearInterval(turning)
  })
})

describe('dialling', () => {
  it('[Q24] waits longer each time, up to a minute, and never the same', () => {
    const waits = Array.from({ length: 12 }, (_, round) => backOff(round, systemRandomness))
    expect(waits[0]).toBe(0)
    waits.slice(1).forEach((wait, at) => {
      const full = Math.min(1000 * 2 ** at, 60_000)
      expect(wait).toBeGreaterThanOrEqual(full / 2)
      expect(wait).toBeLessThanOrEqual(full)
    })
  })

  it('[Q25] takes addresses only as host and port, and no more than a few', () => {
    expect(parseAddress('192.0.2.1:80')).toEqual({ host: '192.0.2.1', port: 80 })
    expect(parseAddress('[2001:db8::1]:4000')).toEqual({ host: '2001:db8::1', port: 4000 })
    for (const text of [
      '',
      'a',
      'a:0',
      'a:65536',
      '2001:db8::1:80',
      'a b:1',
      'u@h:1',
      'http://a:1',
      `${'a'.repeat(254)}:1`,
    ])
      expect(parseAddress(text)).toBeNull()
    expect(readAddresses(writeAddresses(['a:1', 'b:2']))).toEqual(['a:1', 'b:2'])
    // Of a kind that only a newer version can dial.
    expect(readAddresses(writeAddresses(['a:1', 'relay!ana', '']))).toEqual(['a:1'])
    const nine = JSON.stringify(Array.from({ length: 9 }, () => 'a:1'))
    for (const text of [nine, '{}', '[1]', '[', JSON.stringify(['a'.repeat(2048)])])
      expect(readAddresses(new TextEncoder().encode(text))).toBeNull()
  })
})
