import { beforeAll, expect, it } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { systemClock } from '../../electron/adapters/system-clock'
import { heapFlags } from '../../electron/adapters/vault-heap'
import type { FromVault, VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { builtChild } from '../support/built-children'
import { app } from '../support/electron-stand-in/app'

const script = builtChild('heap-child')
beforeAll(() => {
  app.becomeReady()
})

async function heapOf(process: VaultProcess): Promise<unknown> {
  const message = await new Promise<FromVault>((heard) => process.onMessage(heard))
  process.kill()
  return message.type === 'signal' && message.payload
}

it('[H405] V8 runs with the same flags, and so with the same room, in the vault process of both hosts', async () => {
  const inChild = await heapOf(forkVaultProcess({ script, folder: '' }))
  const page = { sendPort: () => {}, endPort: () => {} }
  const inUtility = await heapOf(startUtilityVaultProcess({ script, folder: '', clock: systemClock, page }))
  expect(inUtility).toEqual(inChild)
  expect(inUtility).toMatchObject({ flags: heapFlags })
})
