import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { obtainNode24 } from '../../scripts/node-24'
import { startVaultOn, type VaultOnNode } from '../support/vault-on-node'
import { makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

// Node 20 pads the name of an abstract socket with zeros, later ones don't (nodejs/node issue 50889, mended by
// libuv/libuv pull request 4266): the browser host runs on any of them, Electron 45 on Node 24.
const passphrase = 'slow lanterns over the eastern harbour'
const here = { name: `Node ${process.versions.node}`, path: process.execPath }
const node24 = await obtainNode24()
const isOther = node24 !== null && node24 !== process.execPath
const nodes = isOther ? [here, { name: 'Node 24', path: node24 }] : [here]

let root = ''
let vault = ''
const started: { kill(): Promise<void> }[] = []
beforeEach(async () => {
  root = await makeFolder()
  vault = join(root, 'vault')
  const made = await vaultsFor().create({ folder: vault, passphrase })
  await made.vault.close()
})
afterEach(async () => {
  for (const each of started.splice(0)) await each.kill()
  await removeFolder(root)
})

function start(node: string): VaultOnNode {
  const process = startVaultOn(node, vault)
  started.push(process)
  return process
}

const pairs = nodes.flatMap((first) => nodes.map((second) => ({ first, second })))

describe.each(pairs)('a vault opened on $first.name and then on $second.name', ({ first, second }) => {
  it('[F300] is in use until the first has closed it or was killed', async () => {
    const [one, other] = [start(first.path), start(second.path)]
    expect(await one.unlock(passphrase)).toBe(null)
    expect(await other.unlock(passphrase)).toBe('vault-in-use')
    await one.kill()
    expect(await other.unlock(passphrase)).toBe(null)
    const third = start(first.path)
    expect(await third.unlock(passphrase)).toBe('vault-in-use')
    await other.close()
    expect(await third.unlock(passphrase)).toBe(null)
  })
})

/** A process on this Node that holds the fence as versions before this one did, or says that it couldn't. */
async function startFormer(node: string): Promise<{ said: string; kill(): Promise<void> }> {
  const name = `twofold-${createHash('sha256')
    .update(await realpath(vault))
    .digest('hex')
    .slice(0, 24)}`
  const script = `
    const server = require('node:net').createServer()
    server.on('error', ({ code }) => console.log(code)).listen({ path: '\\0${name}' }, () => console.log('held'))`
  const child: ChildProcess = spawn(node, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  started.push({ kill })
  const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { said: said.toString('utf8').trim(), kill }
}

describe.runIf(process.platform === 'linux').each(pairs)(
  'an earlier version on $first.name beside this one on $second.name',
  ({ first, second }) => {
    it('[F301] that has the vault open keeps this one out until it is gone', async () => {
      const former = await startFormer(first.path)
      expect(former.said).toBe('held')
      const process = start(second.path)
      expect(await process.unlock(passphrase)).toBe('vault-in-use')
      await former.kill()
      expect(await process.unlock(passphrase)).toBe(null)
      // On another Node it asks for a name that this one can't be given there.
      if (first === second) expect((await startFormer(first.path)).said).toBe('EADDRINUSE')
    })
  },
)

describe.runIf(process.platform !== 'win32')('where the fence is a socket file', () => {
  const script = `
    Object.defineProperty(process, 'platform', { value: 'darwin' })
    const { socketFence } = await import('./electron/adapters/vault-fence.ts')
    for (const folder of process.argv.slice(1)) {
      await socketFence.hold(folder).then(() => console.log('held'), (error) => console.log(error.failure?.code ?? error))
    }`

  it.each(nodes)(
    '[F302] on $name two folders have two fences, however long the path of the temporary folder',
    async ({ path }) => {
      const temporary = join(root, 'x'.repeat(120))
      for (const name of [temporary, join(root, 'one'), join(root, 'other')]) await mkdir(name)
      const folders = ['one', 'other', 'one'].map((name) => join(root, name))
      const args = ['--import', 'tsx', '--input-type=module', '-e', script, ...folders]
      const child = spawn(path, args, {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, TMPDIR: temporary },
      })
      let said = ''
      child.stdout.on('data', (piece) => (said += String(piece)))
      await once(child, 'exit')
      expect(said.trim().split('\n')).toEqual(['held', 'held', 'vault-in-use'])
    },
  )
})
