import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { obtainNode24 } from '../../scripts/node-24'
import { builtChild } from '../support/built-children'
import { makePlace, passphrase, type SmokePlace, unlock, vaultPids } from '../support/electron-stand-in/smoke-app'
import { failureCode } from '../support/vault-folder'

const host = builtChild('driven-host')
const node24 = (await obtainNode24()) ?? process.execPath

let place: SmokePlace
const hosts: ChildProcess[] = []
beforeEach(async () => {
  place = await makePlace({ vault: true })
})
afterEach(async () => {
  for (const each of hosts.splice(0)) each.kill('SIGKILL')
  await place.remove()
})

interface Opened {
  kill(): Promise<void>
}

/** The browser host, without its window, on this Node; null where the vault is in use. */
async function openHost(node: string): Promise<Opened | null> {
  const args = [host, join(place.folder, 'vault'), passphrase]
  const child = spawn(node, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  hosts.push(child)
  let complaint = ''
  child.stderr?.on('data', (piece) => (complaint += String(piece)))
  const ended = once(child, 'exit')
  const opened = once(child, 'message') as Promise<[{ vaultProcess: number }]>
  const [said] = (await Promise.race([opened, ended])) as [{ vaultProcess: number } | number]
  if (typeof said === 'number') {
    expect(complaint).toContain('vault-in-use')
    return null
  }
  return {
    async kill() {
      child.kill('SIGKILL')
      process.kill(said.vaultProcess, 'SIGKILL')
      await ended
    },
  }
}

/** The Electron host on this Node; null where the vault is in use. */
async function openApp(node: string): Promise<Opened | null> {
  const app = await place.start([], {}, { node })
  const failure = await failureCode(unlock(app))
  expect(failure === null || failure === 'vault-in-use').toBe(true)
  if (failure) {
    await app.kill()
    return null
  }
  const [vaultProcess = 0] = await vaultPids(app)
  return {
    async kill() {
      process.kill(vaultProcess, 'SIGKILL')
      await app.kill()
    },
  }
}

// Electron 45 is on Node 24; a browser host on the oldest that the app takes, and on the same one.
it.each([...new Set([process.execPath, node24])])(
  '[E270] Electron’s host and the browser host keep each other out of a vault until the other is killed, whatever Node either runs on',
  async (node) => {
    for (const [first, second] of [
      [() => openHost(node), () => openApp(node24)],
      [() => openApp(node24), () => openHost(node)],
    ] as const) {
      const holder = await first()
      expect(holder).not.toBe(null)
      expect(await second()).toBe(null)
      await holder?.kill()
      const next = await second()
      expect(next).not.toBe(null)
      await next?.kill()
    }
  },
)
