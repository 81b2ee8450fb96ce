import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { failureOf } from '../shared/failure'
import { diskFiles } from './adapters/disk-files'
import { openHostChannel } from './adapters/host-channel'
import { createSodiumCipher } from './adapters/sodium-cipher'
import { systemClock } from './adapters/system-clock'
import { systemRandomness } from './adapters/system-randomness'
import { socketFence } from './adapters/vault-fence'
import { createVaultServices } from './core/vault-services'
import { createVaults } from './core/vault/vault'

/** The vault process: it holds keys and plaintext, has no socket but the fence, and ends on lock. */
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
    onBug: (name, error) => process.stderr.write(`${name}: ${error instanceof Error ? error.name : 'unknown error'}\n`),
  }),
)

channel.onMessage((message, answer) => {
  void services.then(async (vault) => {
    switch (message.type) {
      case 'call':
        return answer({ type: 'reply', id: message.id, reply: await vault.call(message.name, message.input) })
      case 'flush':
        // What can't be written now is said by the saving signal, and tried again.
        return vault.flush().catch(() => {})
      case 'news':
        return vault.heard(message.news)
      case 'close':
        try {
          await vault.close()
          process.exit(0)
        } catch (error) {
          channel.post({ type: 'not-closed', failure: failureOf(error) })
        }
    }
  })
})

// A host that was killed takes no words with it: they are written before this process follows.
channel.onGone(() => void services.then((vault) => vault.close()).finally(() => process.exit(1)))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The terminal's Ctrl+C reaches this process too: when to end is the host's to say.
  process.on(name, () => {})
}
