import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { background, bestEffort, type ReportError } from '../shared/background'
import type { Reply } from '../shared/contract'
import { AppError, failureOf } from '../shared/failure'
import { diskFiles } from './adapters/disk-files'
import { type HostChannel, openChildChannel } from './adapters/host-channel'
import { brokenExit } from './adapters/root-net'
import { createSodiumCipher } from './adapters/sodium-cipher'
import { systemClock } from './adapters/system-clock'
import { systemRandomness } from './adapters/system-randomness'
import { socketFence } from './adapters/vault-fence'
import { createUnaskedEnd } from './core/host/unasked-end'
import type { FromVault, ToVault } from './core/protocol/vault-protocol'
import { createVaultServices, type VaultServices } from './core/vault-services'
import { createVaults } from './core/vault/vault'
import { openParentPortChannel } from './shell/parent-port'

/** Puts the vault process together and listens to its host. Gives what ends it unasked, once it has written what it holds. */
export function runVaultProcess(report: ReportError): (code: number) => void {
  const channel = openParentPortChannel() ?? openChildChannel()
  const services = openServices(channel, report)
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

  const handle = createMessageHandler({ services, channel, report })
  channel.onMessage((message, answer) => background(handle(message, answer)))
  // A host that was killed takes no words with it: they are written before this process follows.
  channel.onGone(() => background(followHost()))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The terminal's Ctrl+C reaches this process too: when to end is the host's to say.
    process.on(name, () => {})
  }
  return endUnasked

  async function followHost(): Promise<void> {
    const vault = await services
    vault.hostGone()
    endUnasked(1)
  }
}

async function openServices(channel: HostChannel, report: ReportError): Promise<VaultServices> {
  const { values } = parseArgs({ args: process.argv.slice(2), options: { vault: { type: 'string' } } })
  const cipher = createSodiumCipher()
  return createVaultServices({
    vaults: createVaults({
      files: diskFiles,
      cipher,
      clock: systemClock,
      randomness: systemRandomness,
      fence: socketFence,
    }),
    folder: values.vault ?? '',
    files: diskFiles,
    cipher,
    randomness: systemRandomness,
    clock: systemClock,
    newId: randomUUID,
    signal: (name, payload) => channel.post({ type: 'signal', name, payload }),
    order: (order) => channel.post({ type: 'order', order }),
    onOpened: (idleMinutes) => channel.post({ type: 'opened', idleMinutes }),
    onBug: (name, error) => report(error, name),
  })
}

type Answer = (message: FromVault) => void

/** Makes what handles every message of the host and of the window. */
function createMessageHandler(tools: { services: Promise<VaultServices>; channel: HostChannel; report: ReportError }) {
  const { services, channel, report } = tools
  return async (message: ToVault, answer: Answer): Promise<void> => {
    const vault = await services
    switch (message.type) {
      case 'call':
        return answerCall(message, await vault.call(message.name, message.input), answer)
      case 'flush':
        // What can't be written now is said by the saving signal, and tried again.
        return bestEffort(vault.flush())
      case 'news':
        return vault.heard(message.news)
      case 'close':
        return close(vault)
    }
  }

  /** An answer that can't be sent is a bug, and even so whoever waits for it must hear something. */
  function answerCall({ id, name }: { id: number; name: string }, reply: Reply, answer: Answer): void {
    try {
      answer({ type: 'reply', id, reply })
    } catch (error) {
      report(error, name)
      answer({ type: 'reply', id, reply: { ok: false, failure: failureOf(error) } })
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
}
