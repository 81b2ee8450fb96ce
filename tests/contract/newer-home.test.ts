import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { openCarrierBy } from '../../electron/core/link/mirror/open-carrier'
import { createPartnerLink } from '../../electron/core/link/partner-link'
import type { PartnerStatus, SharedHeld } from '../../shared/partner'
import { connected, type Home, makeHomeIn, pair } from '../support/couple'
import { entryOf, idOf } from '../support/journal-entries'
import { layAsNewer } from '../support/newer-files'
import { newerApp, newerStreams } from '../support/newer-streams'
import { makeFolder, removeFolder } from '../support/vault-folder'

let folder = ''
let homes: Home[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  await removeFolder(folder)
})

/** Ana's home, and Ben's with an app of some years hence. */
async function makeCouple() {
  const app = newerApp()
  const streams = newerStreams(createTcpStreams(systemClock), app)
  const openCarrier = openCarrierBy(createSodiumCipher())
  const network = { streams, linkHost: '127.0.0.1', ownHosts: () => [] }
  const machine = { files: diskFiles, clock: systemClock, randomness: systemRandomness }
  const openLink: Parameters<typeof makeHomeIn>[2] = (vault) =>
    createPartnerLink({ ...vault, ...machine, ...network, openCarrier })
  homes = [await makeHomeIn(folder, 'Ana'), await makeHomeIn(folder, 'Ben', openLink)]
  const [ana, ben] = homes as [Home, Home]
  await pair(ana, ben)
  return { ana, ben, app }
}

const write = (home: Home, number: number, body: string) =>
  home.call('journal.add', { entry: entryOf(number, { body }), journal: 'shared' })
const bodyAt = async (home: Home, number: number) => {
  await home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) =>
    entries.some(({ id }) => id === idOf(number)),
  )
  return (await home.call<{ entry: { body: string } }>('journal.read', { id: idOf(number) })).entry.body
}
const allHeld = (home: Home) =>
  home.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)
const links = (home: Home) =>
  home.signals.flatMap(([name, status]) => (name === 'partner.changed' ? [(status as PartnerStatus).link] : []))

it('[H410] with an app that says messages, channels, fields and features of a newer version all goes both ways', async () => {
  const { ana, ben, app } = await makeCouple()
  const bodies = ['By the sea', 'By the river', 'word '.repeat(40_000), 'rain '.repeat(40_000)]
  for (const [at, body] of bodies.entries()) {
    const [from, to] = at % 2 === 0 ? [ana, ben] : [ben, ana]
    from.signals.length = 0
    await write(from, at + 1, body)
    expect(await bodyAt(to, at + 1)).toBe(body)
    await allHeld(from)
  }
  const begun = ana.signals.findIndex(([name]) => name === 'partner.changed')
  expect(
    links(ana)
      .slice(begun)
      .some(({ state, fault }) => state !== 'connected' || fault !== null),
  ).toBe(false)
  for (const count of Object.values(app.said)) expect(count).toBeGreaterThan(0)
  const { addresses } = await ana.status()
  expect(addresses.partner).toEqual((await ben.status()).addresses.own)

  await ben.stop()
  await write(ana, 5, 'By the lake')
  await ben.unlock()
  expect(await bodyAt(ben, 5)).toBe('By the lake')
})

it('[H411] an app that no longer speaks with this one is named as that, and all is exchanged once it speaks again', async () => {
  const { ana, ben, app } = await makeCouple()
  const faultOf = (fault: PartnerStatus['link']['fault']) =>
    ana.until<PartnerStatus>('partner.changed', ({ link }) => link.fault === fault && link.state === 'searching')
  for (const [reason, fault] of [
    ['too-old', 'too-old'],
    ['a-reason-of-later', 'refused-by-partner'],
  ] as const) {
    await ben.stop()
    app.ends = reason
    await ben.unlock()
    await faultOf(fault)
  }
  await write(ana, 1, 'By the sea')
  await ben.stop()
  app.ends = null
  ana.signals.length = 0
  await ben.unlock()
  await Promise.all([ana, ben].map(connected))
  expect(await bodyAt(ben, 1)).toBe('By the sea')
})

it('[Z55] what it writes in documents and kinds of a newer version is carried and named, and holds up nothing', async () => {
  const { ana, ben, app } = await makeCouple()
  const both = [ana, ben]
  const stop = () => Promise.all(both.map((home) => home.stop()))
  const meet = async () => {
    await Promise.all(both.map((home) => home.unlock()))
    await Promise.all(both.map(connected))
  }
  await stop()
  const statements = [1, 2, 3].map((kind) => ({ document: 1, kind }))
  const ofDocuments = await layAsNewer(ben.vault, [statements, statements, [{ document: 200, kind: 77 }]])
  // Ana has had a newer app as well, and has gone back to this one.
  const ofKinds = await layAsNewer(ana.vault, [[{ document: 0, kind: 9 }]])
  const isNamed = (home: Home) =>
    home.until<PartnerStatus>('partner.changed', ({ setAside }) => setAside.some(({ by }) => by === 'partner'))
  const newer = ['me', 'partner'].map((by) => ({ by, reason: 'newer' }))
  for (const round of [1, 2]) {
    await meet()
    for (const home of both) {
      const { setAside } = await isNamed(home)
      expect(setAside.toSorted((one, other) => (one.by < other.by ? -1 : 1))).toEqual(newer)
    }
    for (const [from, to, number] of [
      [ana, ben, round],
      [ben, ana, 10 + round],
    ] as const) {
      from.signals.length = 0
      await write(from, number, 'By the sea')
      expect(await bodyAt(to, number)).toBe('By the sea')
      await allHeld(from)
    }
    await stop()
    for (const [home, names] of [
      [ana, ofDocuments],
      [ben, ofKinds],
    ] as const) {
      const carried = await readdir(join(home.vault, 'mirror'), { recursive: true })
      expect(carried.map((path) => basename(path))).toEqual(expect.arrayContaining(names))
    }
  }
  expect(app.said.message).toBeGreaterThan(0)
})
