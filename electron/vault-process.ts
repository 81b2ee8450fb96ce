import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { background, bestEffort } from '../shared/background'
import { AppError, failureOf } from '../shared/failure'
import { diskFiles } from './adapters/disk-files'
import { openHostChannel } from './adapters/host-channel'
import { brokenExit, spreadNet } from './adapters/root-net'
import { createSodiumCipher } from './adapters/sodium-cipher'
import { systemClock } from './adapters/system-clock'
import { systemRandomness } from './adapters/system-randomness'
import { socketFence } from './adapters/vault-fence'
import { createUnaskedEnd } from './core/host/unasked-end'
import type { FromVault, ToVault } from './core/host/vault-protocol'
import { createVaultServices, type VaultServices } from './core/vault-services'
import { createVaults } from './core/vault/vault'

/** The vault process: it holds keys and plaintext, has no socket but the fence, and ends on lock. */
const report = spreadNet({ name: 'Twofold vault process', onCaught: () => endUnasked(brokenExit) })
const { values } = parseArgs({ options: { vault: { type: 'string' } } })
const channel = openHostChannel()
const cipher = createSodiumCipher()
const services = cipher.then((ready) =>
  createVaultServices({
    vaults: createVaults({
      files: diskFiles,
      cipher: ready,
      clock: systemClock,
      randomness: systemRandomness,
      fence: socketFence,
    }),
    folder: values.vault ?? '',
    files: diskFiles,
    cipher: ready,
    randomness: systemRandomness,
    clock: systemClock,
    newId: randomUUID,
    signal: (name, payload) => channel.post({ type: 'signal', name, payload }),
    order: (order) => channel.post({ type: 'order', order }),
    onOpened: (idleMinutes) => channel.post({ type: 'opened', idleMinutes }),
    onBug: (name, error) => report(error, name),
  }),
)

// Without what it needs it holds nothing that could be written, and nobody would ever be answered.
services.catch((error: unknown) => {
  report(error, 'start')
  process.exit(brokenExit)
})

const endUnasked = createUnaskedEnd({
  close: async () => (await services).close(),
  clock: systemClock,
  exit: (code) => process.exit(code),
})

async function hear(message: ToVault, answer: (message: FromVault) => void): Promise<void> {
  const vault = await services
  switch (message.type) {
    case 'call':
      return answer({ type: 'reply', id: message.id, reply: await vault.call(message.name, message.input) })
    case 'flush':
      // What can't be written now is said by the saving signal, and tried again.
      return bestEffort(vault.flush())
    case 'news':
      return vault.heard(message.news)
    case 'close':
      return close(vault)
  }
}

async function close(vault: VaultServices): Promise<void> {
  try {
    await vault.close()
  } catch (error) {
    if (!(error instanceof AppError)) report(error, 'close')
    return channel.post({ type: 'not-closed', failure: failureOf(error) })
  }
  process.exit(0)
}

async function followHost(): Promise<void> {
  const vault = await services
  vault.hostGone()
  endUnasked(1)
}

channel.onMessage((message, answer) => background(hear(message, answer)))
// A host that was killed takes no words with it: they are written before this process follows.
channel.onGone(() => background(followHost()))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The terminal's Ctrl+C reaches this process too: when to end is the host's to say.
  process.on(name, () => {})
}
