import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createPartnerSession } from '../../electron/core/exchange/partner/partner-session'
import type { LinkOrder, LinkReach } from '../../electron/core/protocol/link-protocol'
import { alone, inviterReach, type LinkEnd, linkEnd, pairedReach } from '../support/link-ends'
import { createManualClock } from '../support/manual-clock'
import { makeSide, type Side } from '../support/pairing-side'
import { listenPlainly } from '../support/stream-ends'

const open: { close(): void }[] = []
const opened = <T extends { close(): void }>(one: T): T => {
  open.push(one)
  return one
}
const end = (o: Parameters<typeof linkEnd>[0] = {}): LinkEnd => opened(linkEnd(o))
afterEach(() => open.splice(0).forEach((one) => one.close()))

/** A port of 127.0.0.1 that another program has. */
async function takenPort(): Promise<number> {
  const { port, server } = await listenPlainly()
  opened(server)
  return port
}

describe('a port that is taken', () => {
  it('[Q44] may be any other where nobody was told of it', async () => {
    const port = await takenPort()
    const a = end()
    a.link.reach({ ...alone(a.keys), listen: true, port })
    const listening = await a.news.next('listening')
    expect(listening.port).not.toBe(port)
    const socket = connect(listening.port, '127.0.0.1')
    opened({ close: () => void socket.destroy() })
    await once(socket, 'connect')
    // It is what is listened on from here on, whatever is told of it.
    a.link.reach({ ...inviterReach(a), port: listening.port })
    a.link.reach({ ...pairedReach(a, end(), []), port: listening.port })
    expect([a.news.count('listening'), a.news.count('not-listening'), a.news.count('failed')]).toEqual([1, 0, 0])
  })

  const told: Record<string, (a: LinkEnd) => LinkReach> = {
    'a partner': (a) => pairedReach(a, end(), []),
    'whoever has the open invite': (a) => inviterReach(a),
  }
  it.each(Object.entries(told))('[Q44] is waited for where %s was told of it', async (_, reachOf) => {
    const port = await takenPort()
    const a = end({ clock: createManualClock() })
    a.link.reach({ ...reachOf(a), port })
    expect((await a.news.next('failed')).failure).toEqual({ code: 'port-taken', port })
    expect(a.news.count('listening')).toBe(0)
    // As soon as they are forgotten, another will do.
    a.link.reach({ ...alone(a.keys), listen: true, port })
    expect((await a.news.next('listening')).port).not.toBe(port)
    expect(a.news.all.map(({ type }) => type).filter((type) => type !== 'state')).toEqual([
      'failed',
      'not-listening',
      'listening',
    ])
    a.link.reach(null)
    await a.news.next('not-listening')
  })
})

/** The vault process's side of a link, as it begins on what this side's vault holds. */
function sessionOn(side: Side, link: LinkEnd) {
  const orders: LinkOrder[] = []
  const order = (one: LinkOrder) => {
    orders.push(one)
    if (one.type === 'reach') link.link.reach(one.reach)
  }
  return { session: opened(createPartnerSession({ ...side.tools, order })), orders }
}

describe('a pairing', () => {
  // An address of RFC 5737, which no machine has: no port of it can be had.
  const nowhere = '192.0.2.1'

  it('[Q45] that is to begin without any port ends as failed, and can be begun again', async () => {
    const a = end({ linkHost: nowhere })
    const { session, orders } = sessionOn(await makeSide('Ana'), a)
    for (let attempt = 0; attempt < 2; attempt++) {
      const invited = session.invite()
      session.heard(await a.news.next('failed'))
      await invited
      expect(session.status().pairing).toEqual({ stage: 'failed', failure: { code: 'port-taken', port: 0 } })
      expect(orders.at(-1)).toEqual({ type: 'reach', reach: null })
      session.heard(await a.news.next('not-listening'))
      expect(session.status().addresses).toEqual({ own: [], partner: [], portTaken: null })
      await session.dismiss()
    }
  })

  it('[Q45] whose open invite names a port that is taken now ends as failed, and another invite names another', async () => {
    const side = await makeSide('Ana')
    const before = end()
    const first = sessionOn(side, before)
    const invited = first.session.invite()
    const { port, ...listening } = await before.news.next('listening')
    first.session.heard({ port, ...listening })
    await invited
    expect(first.session.status().pairing.stage).toBe('inviting')
    first.session.close()
    before.close()
    await once(opened(createServer()).listen(port, '127.0.0.1'), 'listening')

    const after = end()
    const { session } = sessionOn(side, after)
    session.connect()
    expect(session.status().pairing.stage).toBe('inviting')
    session.heard(await after.news.next('failed'))
    expect(session.status().pairing).toEqual({ stage: 'failed', failure: { code: 'port-taken', port } })
    session.heard(await after.news.next('not-listening'))
    expect(side.tools.pairs.invite()).toBe(null)
    const again = session.invite()
    const moved = await after.news.next('listening')
    expect(moved.port).not.toBe(port)
    session.heard(moved)
    await again
    expect(session.status()).toMatchObject({ pairing: { stage: 'inviting' }, addresses: { own: moved.addresses } })
    // With the invite the listening ends.
    await session.withdrawInvite()
    session.heard(await after.news.next('not-listening'))
    expect(session.status().addresses.own).toEqual([])
  })

  it('[Q45] that is joined needs no port', async () => {
    const ana = end()
    const inviting = sessionOn(await makeSide('Ana'), ana)
    const invited = inviting.session.invite()
    inviting.session.heard(await ana.news.next('listening'))
    await invited
    const { pairing } = inviting.session.status()
    if (pairing.stage !== 'inviting') throw new Error('no invite')
    const joining = sessionOn(await makeSide('Ben'), end())
    await joining.session.join(pairing.text)
    joining.session.heard({ type: 'failed', failure: { code: 'port-taken', port: 5 } })
    expect(joining.session.status().pairing.stage).toBe('joining')
  })
})
