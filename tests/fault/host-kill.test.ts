import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Home, openHome } from '../../scripts/home'
import { builtChild } from '../support/built-children'
import { entryOf, idOf } from '../support/journal-entries'
import { makeFolder, removeFolder, vaultsFor } from '../support/vault-folder'

const script = builtChild('driven-host')
const passphrase = 'seven quiet lanterns over water'
const rounds = 5

let folder = ''
let vault = ''
const alive: (() => unknown)[] = []
beforeEach(async () => {
  folder = await makeFolder()
  vault = join(folder, 'vault')
  const made = await vaultsFor().create({ folder: vault, passphrase })
  await made.vault.close()
})
afterEach(async () => {
  for (const end of alive.splice(0)) await end()
  await removeFolder(folder)
})

/** A host in a process of its own, with its vault open. */
async function startHost(env: NodeJS.ProcessEnv = {}) {
  const host: ChildProcess = spawn(process.execPath, [script, vault, passphrase], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...env },
  })
  let said = ''
  host.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  // The vault process has the same standard error: it is closed when both have ended.
  const bothEnded = once(host.stderr ?? host, 'close').then(() => said)
  const next = async (type: string): Promise<{ vaultProcess: number; code: number | null }> => {
    for (;;) {
      const [message] = (await once(host, 'message')) as [{ type: string; vaultProcess: number; code: number | null }]
      if (message.type === type) return message
    }
  }
  const { vaultProcess } = await next('unlocked')
  const send = (name: string, input: unknown) => host.send({ name, input })
  return {
    vaultProcess,
    bothEnded,
    next,
    async call(name: string, input?: unknown) {
      send(name, input)
      await next('answered')
    },
    /** Resolves when the call has gone to the vault process, whether that runs or not. */
    async post(name: string, input: unknown) {
      send(name, input)
      await next('posted')
    },
    async kill() {
      host.kill('SIGKILL')
      await once(host, 'exit')
    },
  }
}

async function opened(): Promise<Home> {
  const home = openHome({ name: 'Ana', vault, passphrase })
  await home.unlock()
  alive.push(() => home.stop())
  return home
}

const bodyOf = async (home: Home, number: number) =>
  (await home.call<{ entry: { body: string } }>('journal.read', { id: idOf(number) })).entry.body

it('[H160] a host that is killed takes no word along that had reached the vault process, which can tell it nothing any more', async () => {
  let body = ''
  for (let round = 1; round <= rounds; round++) {
    const host = await startHost()
    if (round === 1) await host.call('journal.add', { entry: entryOf(1, { body }) })
    // What lies before the stopped process is heard when its host is dead already: all that it answers fails for sure.
    process.kill(host.vaultProcess, 'SIGSTOP')
    const insert = `words of round ${round} 😀 `
    await host.post('journal.edit', {
      id: idOf(1),
      length: body.length,
      changes: [{ from: body.length, to: body.length, insert }],
    })
    body += insert
    await host.kill()
    process.kill(host.vaultProcess, 'SIGCONT')
    expect(await host.bothEnded, `round ${round}`).toBe('')
  }
  const home = await opened()
  expect(await bodyOf(home, 1)).toBe(body)
})

it('[H161] nor words of the shared journal, which the host would have written', async () => {
  const host = await startHost()
  await host.call('partner.invite')
  process.kill(host.vaultProcess, 'SIGSTOP')
  await host.post('journal.add', { entry: entryOf(2, { body: 'ours, by the sea' }), journal: 'shared' })
  await host.kill()
  process.kill(host.vaultProcess, 'SIGCONT')
  expect(await host.bothEnded).toBe('')
  const home = await opened()
  await home.until<{ entries: { id: string }[] }>('journal.changed', ({ entries }) =>
    entries.some(({ id }) => id === idOf(2)),
  )
  expect(await bodyOf(home, 2)).toBe('ours, by the sea')
})

/** Makes something unexpected happen in every process that gets the signal. */
const faults = [
  ['thrown', "process.on('SIGUSR2', () => { throw new TypeError('kingfisher') })"],
  ['rejected', "process.on('SIGUSR2', () => { Promise.reject(new TypeError('kingfisher')) })"],
] as const

it.each(faults)(
  '[H164] what is %s in a vault process and caught nowhere ends it with a code, after it has written what it holds',
  async (_how, source) => {
    const host = await startHost({ NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(source)}"` })
    await host.call('journal.add', { entry: entryOf(3, { body: 'words nobody had saved yet' }) })
    process.kill(host.vaultProcess, 'SIGUSR2')
    expect((await host.next('broken')).code).toBe(70)
    await host.kill()
    const said = await host.bothEnded
    expect(said).toMatch(/^Twofold vault process: TypeError/u)
    expect(said).not.toContain('kingfisher')
    expect(await bodyOf(await opened(), 3)).toBe('words nobody had saved yet')
  },
)
