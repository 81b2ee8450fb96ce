import { fork } from 'node:child_process'
import type { FromVault, VaultProcess } from '../core/host/vault-protocol'

/** Starts the vault process as a child of this one; it ends by itself, after a flush, when its parent is gone. */
export function forkVaultProcess(options: { script: string; folder: string }): VaultProcess {
  const child = fork(options.script, ['--vault', options.folder], { serialization: 'advanced', execArgv: [] })
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message)
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromVault)),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill('SIGKILL'),
  }
}
