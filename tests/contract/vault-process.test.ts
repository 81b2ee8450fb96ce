import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import { systemClock } from '../../electron/adapters/system-clock'
import type { FromVault, ToVault, VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { startUtilityVaultProcess } from '../../electron/shell/utility-vault-process'
import { createCutDisk } from '../support/cut-disk'
import { startVaultHere } from '../support/cut-home'
import { app } from '../support/electron-stand-in/app'
import { createProcessEnd } from '../support/process-end'
import { makeFolder, removeFolder } from '../support/vault-folder'

const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
let folder = ''
const started: VaultProcess[] = []
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(async () => {
  for (const process of started.splice(0)) process.kill()
  await removeFolder(folder)
})

const locked: FromVault = { type: 'reply', id: 0, reply: { ok: false, failure: { code: 'vault-locked' } } }

/** One whose side the test plays: it answers as a vault process does that has no vault open. */
function played(): VaultProcess {
  const end = createProcessEnd(1)
  const answer = (message: ToVault) => {
    if (end.killed) return
    if (message.type === 'call') end.say({ ...locked, id: message.id } as FromVault)
    if (message.type === 'close') end.exit()
  }
  const kill = () => {
    end.kill()
    setImmediate(end.exit)
  }
  return { ...end, kill, post: (message) => void (end.post(message), setImmediate(answer, message)) }
}

function inUtilityProcess(vault: string): VaultProcess {
  if (!app.isReady()) app.becomeReady()
  const page = { sendPort: () => {}, endPort: () => {} }
  return startUtilityVaultProcess({ script, folder: vault, clock: systemClock, page })
}

const kinds: readonly { name: string; start(vault: string): VaultProcess }[] = [
  { name: 'a child process', start: (vault) => forkVaultProcess({ script, folder: vault }) },
  { name: 'Electron’s utility process, on its stand-in', start: inUtilityProcess },
  { name: 'one that a test cuts off', start: (vault) => startVaultHere(vault, createCutDisk(diskFiles), () => {}) },
  { name: 'one whose side a test plays', start: played },
]

describe.each(kinds)('the vault process port: $name', ({ start }) => {
  /** A started one, with what it has said and how often it has ended. */
  function begin() {
    const process = start(join(folder, 'vault'))
    started.push(process)
    const said: FromVault[] = []
    let ends = 0
    let look = () => {}
    process.onMessage((message) => {
      said.push(message)
      look()
    })
    const ended = new Promise<void>((done) =>
      process.onExit(() => {
        ends++
        done()
      }),
    )
    const heard = (count: number) =>
      new Promise<void>((done) => {
        look = () => void (said.length >= count && done())
        look()
      })
    return { process, said, ends: () => ends, ended, heard }
  }
  const call = (id: number): ToVault => ({ type: 'call', id, name: 'settings.read', input: undefined })

  it('[F117] hears what is posted from the first moment on, and answers each call under its number, in order', async () => {
    const { process, said, heard } = begin()
    for (let id = 1; id <= 30; id++) process.post(call(id))
    await heard(30)
    expect(said).toEqual(Array.from({ length: 30 }, (_, at) => ({ ...locked, id: at + 1 })))
  })

  it('[F117] ends by itself when it is told to close, says so once, and is then spoken to in vain', async () => {
    const { process, said, ends, ended, heard } = begin()
    process.post(call(1))
    await heard(1)
    process.post({ type: 'close' })
    await ended
    for (let id = 2; id <= 5; id++) process.post(call(id))
    process.kill()
    await new Promise(setImmediate)
    expect([said.length, ends()]).toEqual([1, 1])
  })

  it('[F117] is ended at once, without an answer to what is posted then, and says so once', async () => {
    const { process, said, ends, ended, heard } = begin()
    process.post(call(1))
    await heard(1)
    process.kill()
    process.post(call(2))
    process.kill()
    await ended
    await new Promise(setImmediate)
    expect([said.length, ends()]).toEqual([1, 1])
  })
})

it('[F323] a child process that can’t even be asked for has not started, which is told once it can be heard', async () => {
  const process = forkVaultProcess({ script, folder: 'no\0name' })
  expect(process.pid).toBe(undefined)
  process.post({ type: 'close' })
  expect(await new Promise((told) => process.onExit(told))).toBe('not-started')
})
