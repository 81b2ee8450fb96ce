import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import type { Cipher } from '../../electron/core/ports'
import { calibrate, costFloor, raised } from '../../electron/core/vault/calibrate'
import { DueRaise } from '../../electron/core/vault/due-raise'
import { createManualClock } from '../support/manual-clock'
import { cheapest, failureCode, makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

const passphrase = 'ana and the sea'

describe('the cost of a passphrase', () => {
  /** `set` is the measurement during which the clock is set, and how long it then seems to have taken. */
  const timed = async (msPerMebibytePass: number, set?: { measurement: number; seems: number }) => {
    const hands = createManualClock()
    let setBy = 0
    let measurement = 0
    const clock = { ...hands, now: () => hands.now() + setBy }
    const real = createSodiumCipher()
    const stretch: Cipher['stretch'] = ({ cost }) => {
      const took = (cost.m / 1024) * cost.t * msPerMebibytePass
      hands.advance(took)
      if (set?.measurement === measurement++) setBy = set.seems - took
      return new Uint8Array(64)
    }
    const cost = calibrate({ cipher: { ...real, stretch }, clock })
    return { cost, ms: (cost.m / 1024) * cost.t * msPerMebibytePass }
  }

  it('[V18] is what a machine does in 250 to 500 ms, be it fast or slow', async () => {
    for (const speed of [0.08, 0.2, 0.4, 0.66, 1.3, 2]) {
      const { ms } = await timed(speed)
      expect(ms, String(speed)).toBeGreaterThanOrEqual(250)
      expect(ms, String(speed)).toBeLessThanOrEqual(500)
    }
  })

  it('[V333] is no other where the clock is set meanwhile, or a few times dearer where it still tells a time', async () => {
    for (const speed of [0.08, 0.2, 0.4, 0.66, 1.3, 2]) {
      for (let measurement = 0; measurement < 5; measurement++) {
        const back = await timed(speed, { measurement, seems: -3_600_000 })
        const label = `${speed} ms, set during measurement ${measurement}`
        expect(back.ms, label).toBeGreaterThanOrEqual(250)
        expect(back.ms, label).toBeLessThanOrEqual(500)
        for (const seems of [1, 3_600_000]) {
          const { ms } = await timed(speed, { measurement, seems })
          expect(ms, `${label} to seem ${seems} ms`).toBeLessThanOrEqual(4 * 500)
        }
      }
    }
  })

  it('[V334] that is due is held for five minutes, as long after another was', () => {
    const clock = createManualClock()
    const due = new DueRaise(clock)
    const raise = (m: number) => ({ passphrase, cost: { m, t: 3 } })
    due.hold(raise(1))
    clock.advance(4 * 60_000)
    due.hold(raise(2))
    clock.advance(5 * 60_000 - 1)
    expect(due.take()).toEqual(raise(2))
    expect(due.take()).toBe(null)
    due.hold(raise(3))
    clock.advance(5 * 60_000)
    expect(due.take()).toBe(null)
  })

  it('[V331] is raised after an unlock that was too quick, so that the next one takes as long as it should', async () => {
    const clock = createManualClock()
    const real = createSodiumCipher()
    // As fast as a machine that needs 100 ms for what a set-up on a busy one has left.
    const stretch: Cipher['stretch'] = (o) => {
      clock.advance((o.cost.m * o.cost.t * 100) / (cheapest.m * cheapest.t))
      return real.stretch(o)
    }
    const vaults = vaultsFor({ clock, cipher: { ...real, stretch } })
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    await vault.close()
    const [kept, before] = [join(folder, 'vault.json'), cheapest.m * cheapest.t]

    const locked = await openVault(vaults, folder, passphrase)
    await locked.close()
    const held = await openVault(vaults, folder, passphrase)
    clock.advance(5 * 60_000)
    await held.settle()
    await held.close()
    expect(held.kdf, 'neither a lock nor a passphrase held for long').toEqual(cheapest)
    const old = await readFile(kept)

    const first = await openVault(vaults, folder, passphrase)
    await first.settle()
    const { m, t } = first.kdf
    expect(m).toBeGreaterThan(cheapest.m)
    expect((m * t) / before).toBeCloseTo(3.75, 1)
    await first.close()

    const again = await openVault(vaults, folder, passphrase)
    await again.settle()
    expect(again.kdf, 'dear enough').toEqual({ m, t })
    await again.close()
    await (await vaults.open({ folder, secret: { type: 'recovery', value: recoveryKey } })).close()
    await writeFile(kept, old)
    await (await openVault(vaults, folder, passphrase)).close()
  })

  it('[V331] is raised fourfold at most, and by no time that a clock which was set has told', () => {
    expect(raised({ m: 65536, t: 3 }, 1)).toEqual({ m: 262144, t: 3 })
    for (const ms of [0, -5, 200, 10_000]) expect(raised({ m: 65536, t: 3 }, ms), String(ms)).toBe(null)
    expect(raised({ m: 262144, t: 16 }, 1)).toBe(null)
    expect(raised({ m: 1048576, t: 1 }, 1), 'never less memory').toBe(null)
  })

  it('[V19] never falls under 64 MiB and three passes, however slow the machine', async () => {
    expect((await timed(20)).cost).toEqual(costFloor)
  })

  it('[V20] that a file names is refused outside the bounds before it costs memory or time', async () => {
    let stretched = 0
    const real = createSodiumCipher()
    const cipher: Cipher = {
      ...real,
      stretch: (o) => {
        stretched++
        return real.stretch(o)
      },
    }
    const vaults = vaultsFor({ cipher })
    await (await vaults.create({ folder, passphrase })).vault.close()
    const file = join(folder, 'vault.json')
    const good = await readFile(file, 'utf8')
    stretched = 0
    const bad = ['"m":19455', '"m":1048577', '"m":4294967296', '"m":-1', '"m":1e99', '"m":"19456"', '"m":19456.5']
    for (const m of bad) await expectDamaged(good.replace('"m":19456', m))
    for (const t of ['"t":0', '"t":17', '"t":null']) await expectDamaged(good.replace('"t":1', t))
    await expectDamaged(good.replace('"m":19456,"t":1', '"m":1048576,"t":5'))
    await expectDamaged(good.replace('"p":1', '"p":2'))
    await expectDamaged(good.replace('"v":19', '"v":16'))
    await expectDamaged(good.replace('argon2id', 'argon2i'))
    await expectDamaged(
      good.replace(/"slots":\[(\{.*?\}\}),/u, (_, slot: string) => `"slots":[${`${slot},`.repeat(8)}`),
    )
    await expectDamaged(good.replace('{', `{"pad":"${'x'.repeat(1024 * 1024)}",`))
    expect(stretched).toBe(0)

    async function expectDamaged(text: string) {
      expect(text).not.toBe(good)
      await writeFile(file, text)
      expect(await failureCode(openVault(vaults, folder, passphrase)), text.slice(0, 400)).toBe('vault-damaged')
    }
  })
})
