import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { FailureCode } from '../../shared/failure'
import type { FromVault, ToVault } from '../../electron/core/protocol/vault-protocol'

const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')

/** The built vault process of a folder, run by this Node's executable. */
export interface VaultOnNode {
  /** Null where the vault has been opened, else the code of the failure. */
  unlock(passphrase: string): Promise<FailureCode | null>
  /** Has it end in good order. */
  close(): Promise<void>
  /** Ends it at once, if it still runs. */
  kill(): Promise<void>
}

export function startVaultOn(node: string, folder: string): VaultOnNode {
  const child = fork(script, ['--vault', folder], { execPath: node, execArgv: [], serialization: 'advanced' })
  const ended = once(child, 'exit')
  let id = 0
  const post = (message: ToVault) => void child.send(message)
  return {
    async unlock(passphrase) {
      const reply = replyTo(child, ++id)
      post({ type: 'call', id, name: 'vault.unlock', input: { secret: { type: 'passphrase', value: passphrase } } })
      return reply
    },
    async close() {
      post({ type: 'close' })
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function replyTo(child: ChildProcess, id: number): Promise<FailureCode | null> {
  return new Promise((done, failed) => {
    child.on('message', (message: FromVault) => {
      if (message.type === 'reply' && message.id === id) done(message.reply.ok ? null : message.reply.failure.code)
    })
    child.once('exit', () => failed(new Error('the vault process has ended')))
  })
}
