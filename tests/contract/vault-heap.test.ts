import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { systemClock } from '../../electron/adapters/system-clock'
import type { FromVault, VaultProcess } from '../../electron/core/host/vault-protocol'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { app } from '../support/electron-stand-in/app'

const script = resolve(import.meta.dirname, '../support/heap-child.ts')
beforeAll(() => {
  vi.stubEnv('NODE_OPTIONS', '--import tsx')
  app.becomeReady()
})
afterAll(() => vi.unstubAllEnvs())

async function limitOf(process: VaultProcess): Promise<unknown> {
  const message = await new Promise<FromVault>((heard) => process.onMessage(heard))
  process.kill()
  return message.type === 'signal' && message.payload
}

it('[H405] V8 gives a vault process the same room in both hosts, more than it gives others', async () => {
  const inChild = await limitOf(forkVaultProcess({ script, folder: '' }))
  const page = { sendPort: () => {}, endPort: () => {} }
  const inUtility = await limitOf(startUtilityVaultProcess({ script, folder: '', clock: systemClock, page }))
  const [other] = (await once(fork(script, { execArgv: [] }), 'message')) as [{ payload: number }]
  expect(inUtility).toBe(inChild)
  expect(inUtility).toBeGreaterThan(other.payload)
})
