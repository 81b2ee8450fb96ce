import { copyFile, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { Cipher, Randomness } from '../../electron/core/ports'
import type { Slot } from '../../electron/core/vault/header'
import { withSlot } from '../../electron/core/vault/slots'
import { createManualClock } from '../support/manual-clock'
import {
  cheapest,
  contentOf,
  failureCode,
  makeFolder,
  openVault,
  removeFolder,
  save,
  textOf,
  vaultsFor,
} from '../support/vault-folder'

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

const passphrase = 'ana and the sea'
const next = 'ben and the hills'
const withKey = (value: string) => ({ folder, secret: { type: 'recovery' as const, value } })

it('[V91] a changed slot takes the place of all of its type, and is added where there is none', () => {
  const slotOf = (type: Slot['type'], id: string) => ({ type, id }) as Slot
  const [old, twin, recovery] = [slotOf('passphrase', '1'), slotOf('passphrase', '2'), slotOf('recovery', '3')]
  const changed = slotOf('passphrase', '4')
  expect(withSlot([old, recovery, twin], changed)).toEqual([changed, recovery])
  expect(withSlot([recovery, old], changed)).toEqual([recovery, changed])
  expect(withSlot([old], recovery)).toEqual([old, recovery])
})

describe('changing what opens a vault', () => {
  it('[V13] after a change the new passphrase and the recovery key open the vault, the old passphrase does not', async () => {
    const vaults = vaultsFor()
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    await save(await vault.store('journal', textOf), 'one', 'kept')
    const change = (value: string) => vault.changePassphrase({ current: { type: 'passphrase', value }, next })
    expect(await failureCode(change('wrong'))).toBe('wrong-passphrase')
    await change(passphrase)
    await vault.close()
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('wrong-passphrase')
    expect((await contentOf(vaults, folder, next)).entries).toEqual({ one: { text: 'kept' } })
    await (await vaults.open(withKey(recoveryKey))).close()
  })

  it('[V14] whoever lost the passphrase sets a new one with the recovery key', async () => {
    const vaults = vaultsFor()
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    await vault.changePassphrase({ current: { type: 'recovery', value: recoveryKey }, next })
    await vault.close()
    await (await openVault(vaults, folder, next)).close()
  })

  it('[V15] a renewed recovery key replaces the old one', async () => {
    const vaults = vaultsFor()
    const { vault, recoveryKey } = await vaults.create({ folder, passphrase })
    const renewed = await vault.renewRecoveryKey({ passphrase })
    await vault.close()
    expect(await failureCode(vaults.open(withKey(recoveryKey)))).toBe('wrong-recovery-key')
    await (await vaults.open(withKey(renewed.recoveryKey))).close()
  })

  it('[V16] an old vault.json put back after a change is refused as rolled back', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase })
    const store = await vault.store('journal', textOf)
    await save(store, 'one', 'before')
    await copyFile(join(folder, 'vault.json'), join(folder, 'old'))
    await vault.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next })
    await save(store, 'one', 'after')
    await vault.close()
    await copyFile(join(folder, 'old'), join(folder, 'vault.json'))
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('vault-rolled-back')
  })

  it('[V29] the segments of another course of events beside this vault.json are refused as rolled back', async () => {
    const vaults = vaultsFor()
    await (await vaults.create({ folder, passphrase })).vault.close()
    const other = await makeFolder()
    await cp(folder, other, { recursive: true })
    for (const at of [folder, other]) {
      const vault = await openVault(vaults, at, passphrase)
      await save(await vault.store('journal', textOf), 'one', at === folder ? 'here' : 'there')
      await vault.close()
    }
    await copyFile(join(other, 'vault.json'), join(folder, 'vault.json'))
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('vault-rolled-back')
    await removeFolder(other)
  })

  it('[V17] a new passphrase never costs less to try than the old one did', async () => {
    const dear = { m: 32768, t: 2 }
    const { vault } = await vaultsFor({ calibrate: () => dear }).create({ folder, passphrase })
    await vault.close()
    const again = await openVault(vaultsFor({ calibrate: () => cheapest }), folder, passphrase)
    await again.changePassphrase({ current: { type: 'passphrase', value: passphrase }, next })
    expect(again.kdf).toEqual(dear)
    await again.close()
  })
})

it('[V332] where a passphrase can’t be stretched, for want of memory say, no key and no passphrase stays in memory', async () => {
  const clock = createManualClock()
  const real = createSodiumCipher()
  let refusedFrom = Infinity
  const secrets: Uint8Array[] = []
  const cipher: Cipher = {
    ...real,
    open(o) {
      const opened = real.open(o)
      if (opened?.length === 32) secrets.push(opened)
      return opened
    },
    stretch(o) {
      secrets.push(o.passphrase)
      if (o.cost.m >= refusedFrom) throw new Error('no memory')
      clock.advance(100)
      return real.stretch(o)
    },
  }
  const randomness: Randomness = {
    bytes(length) {
      const bytes = systemRandomness.bytes(length)
      // A master key, and a recovery key.
      if (length === 32 || length === 20) secrets.push(bytes)
      return bytes
    },
  }
  const isWiped = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)
  const vaults = vaultsFor({ clock, cipher, randomness })
  const { vault: made } = await vaults.create({ folder, passphrase })
  await made.close()
  const vault = await openVault(vaults, folder, passphrase)

  refusedFrom = cheapest.m + 1
  secrets.length = 0
  await expect(vault.settle()).rejects.toThrow('no memory')
  expect(secrets.length, 'two passphrases and the master key').toBe(3)
  expect(secrets.every(isWiped)).toBe(true)
  await vault.settle()
  await vault.close()
  refusedFrom = cheapest.m
  const other = join(folder, 'other')
  secrets.length = 0
  await expect(vaults.create({ folder: other, passphrase })).rejects.toThrow('no memory')
  expect(secrets.length, 'a master key, a recovery key and a passphrase').toBe(3)
  expect(secrets.every(isWiped)).toBe(true)
  refusedFrom = Infinity
  await (await openVault(vaults, folder, passphrase)).close()
})
