import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '../../shared/journal-doc'
import type { PartnerStatus, SharedHeld } from '../../shared/partner'
import { connected, type Home, makeHomeIn, pair, replicaOf } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

let folder = ''
let homes: Home[] = []
const servers: Server[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  await removeFolder(folder)
})

async function makeCouple(): Promise<[Home, Home]> {
  homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
  const [ana, ben] = homes as [Home, Home]
  await pair(ana, ben)
  return [ana, ben]
}

const portOf = ({ addresses }: PartnerStatus) => Number(addresses.own[0]?.split(':')[1])

/** Another program on this port of 127.0.0.1. */
async function taking(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return server
}

const bodyAt = async (home: Home, id: string) => {
  const { entry } = await home.call<{ entry: { body: string } }>('journal.read', { id })
  return entry.body
}
const hasEntry = (home: Home, id: string) =>
  home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) =>
    entries.some((entry) => entry.id === id),
  )
interface Rows {
  entries: { id: string }[]
  deleted: string[]
}
const allHeld = (home: Home) =>
  home.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)

describe('two homes', () => {
  it('[Z1] pair by an invite, and what one writes the other has, and says so', async () => {
    const [ana, ben] = await makeCouple()
    expect((await ana.status()).partner).toMatchObject({ name: 'Ben', compared: true })
    expect((await ben.status()).partner).toMatchObject({ name: 'Ana', compared: true })
    ana.signals.length = 0
    await ana.call('journal.add', { entry: entryOf(1, { body: 'By the sea' }), journal: 'shared' })
    await hasEntry(ben, idOf(1))
    expect(await bodyAt(ben, idOf(1))).toBe('By the sea')
    await ana.until<SharedHeld>('shared.held', ({ entries }) => entries.length === 1)
    await allHeld(ana)
  })

  it('[Z40] tell of a deletion only what somebody deleted for ever, and nothing of what isn’t to be seen yet', async () => {
    const [ana, ben] = await makeCouple()
    const deleted = (home: Home) =>
      home.signals.flatMap(([name, payload]) => (name === 'journal.changed' ? (payload as Rows).deleted : []))
    const begin = (number: number, fields: object) =>
      ana.call('journal.add', { entry: entryOf(number, fields), journal: 'shared' })
    await begin(1, { body: 'By the sea' })
    await hasEntry(ben, idOf(1))
    await begin(2, {})
    await begin(3, { body: 'By the lake' })
    await hasEntry(ben, idOf(3))
    await begin(4, { body: 'By the river' })
    await hasEntry(ben, idOf(4))
    const listed = async () =>
      (await ben.call<Rows>('journal.list', { offset: 0, limit: 100 })).entries.map(({ id }) => id)
    expect((await listed()).toSorted()).toEqual([1, 3, 4].map(idOf))
    expect([deleted(ana), deleted(ben)]).toEqual([[], []])

    await allHeld(ana)
    for (const home of [ana, ben]) {
      await home.stop()
      await home.unlock()
      await hasEntry(home, idOf(4))
    }
    await Promise.all([ana, ben].map(connected))
    expect([deleted(ana), deleted(ben)]).toEqual([[], []])
    await ana.call('journal.describe', { id: idOf(2), fields: { title: 'By the way' } })
    await hasEntry(ben, idOf(2))
    await ana.call('journal.trash', { id: idOf(1) })
    await ana.call('journal.deleteForever', { id: idOf(1) })
    for (const home of [ana, ben]) await home.until<Rows>('journal.changed', (rows) => rows.deleted.includes(idOf(1)))
    expect([deleted(ana), deleted(ben)]).toEqual([[idOf(1)], [idOf(1)]])
  })

  it('[Z7] tell a window that takes over which words the partner lacks', async () => {
    const [ana, ben] = await makeCouple()
    await ben.stop()
    await ana.call('journal.add', { entry: entryOf(1, { body: 'By the sea' }), journal: 'shared' })
    await ana.until<{ pending: boolean }>('journal.saving', ({ pending }) => pending)
    await ana.until<{ pending: boolean }>('journal.saving', ({ pending }) => !pending)
    ana.signals.length = 0
    await replicaOf(ana)
    await ana.until<SharedHeld>('shared.held', ({ entries }) => entries[0] === idOf(1))
  })

  it('[Z2] write on apart, and have all of both exactly once when they meet again, by themselves', async () => {
    const [ana, ben] = await makeCouple()
    await ana.call('journal.add', { entry: entryOf(1, { body: 'one' }), journal: 'shared' })
    await hasEntry(ben, idOf(1))
    await ben.stop()
    const replica = await replicaOf(ana)
    let sent: Uint8Array | null = null
    replica.on('update', (update: Uint8Array) => (sent = update))
    bodyOf(replica, idOf(1))?.insert(3, ' and two')
    await ana.call('shared.push', { update: sent, origin: 'own' })
    await ana.stop()
    await ben.unlock()
    await ben.call('journal.add', { entry: entryOf(2, { body: 'three' }), journal: 'shared' })
    await ana.unlock()
    await Promise.all([hasEntry(ana, idOf(2)), connected(ben)])
    await allHeld(ana)
    await ben.until<{ entries: { id: string; excerpt: string }[] }>('journal.changed', ({ entries }) =>
      entries.some(({ id, excerpt }) => id === idOf(1) && excerpt === 'one and two'),
    )
    expect(await bodyAt(ben, idOf(1))).toBe('one and two')
    expect(await bodyAt(ana, idOf(2))).toBe('three')
    const [a, b] = [await replicaOf(ana), await replicaOf(ben)]
    expect(Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))).toBe(true)
  })

  it('[Q46] pair though the remembered port is taken, and once paired show a taken port until it is free', async () => {
    homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
    const [ana, ben] = homes as [Home, Home]
    await ana.call('partner.invite')
    const remembered = portOf(await ana.status())
    await ana.call('partner.withdrawInvite')
    await ana.stop()
    const other = await taking(remembered)
    await ana.unlock()
    await pair(ana, ben)
    const port = portOf(await ana.status())
    expect(port).not.toBe(remembered)
    await ana.stop()
    const another = await taking(port)
    await ana.unlock()
    await ana.until<PartnerStatus>('partner.changed', ({ addresses }) => addresses.portTaken === port)
    expect((await ana.status()).addresses.own).toEqual([])
    // Ana's device still finds Ben's.
    await connected(ana)
    for (const server of [other, another]) server.close()
    await ana.until<PartnerStatus>('partner.changed', ({ addresses: { own } }) => own[0] === `127.0.0.1:${port}`)
    expect((await ana.status()).addresses.portTaken).toBe(null)
    // Where nobody is to connect nothing listens, and no address is shown.
    const { addresses } = await ben.status()
    expect(addresses.own).not.toEqual([])
    await ben.call('partner.reach', { addresses: addresses.partner, connect: false })
    const isNowhere = ({ addresses: { own }, link }: PartnerStatus) => !own[0] && link.state === 'paused'
    await ben.until('partner.changed', isNowhere)
  })

  it('[Z3] what the inviter wrote before the pairing reaches the other, and both keep it when they unpair', async () => {
    homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben')]
    const [ana, ben] = homes as [Home, Home]
    await ana.call('partner.invite')
    await ana.call('journal.add', { entry: entryOf(1, { body: 'alone' }), journal: 'shared' })
    await pair(ana, ben)
    await hasEntry(ben, idOf(1))
    await ben.call('partner.unpair')
    expect((await ben.status()).partner).toBe(null)
    expect(await ben.call('journal.read', { id: idOf(1) })).toMatchObject({
      isReadOnly: true,
      entry: { body: 'alone' },
    })
    await ben.stop()
    await ben.unlock()
    await hasEntry(ben, idOf(1))
    await ana.call('partner.unpair')
    for (const home of homes) home.signals.length = 0
    await pair(ben, ana)
    expect((await ana.status()).earlier).toHaveLength(1)
  })
})
