import { type ChildProcess, fork } from 'node:child_process'
import type { FromVault, VaultProcess } from '../core/protocol/vault-protocol'
import { noInspectorSwitches } from './no-inspector'
import { heapFlags } from './vault-heap'

/** Starts the vault process as a child of this one; it ends by itself, after a flush, when its parent is gone. */
export function forkVaultProcess(options: { script: string; folder: string }): VaultProcess {
  const child = forked(options)
  if (!child) return neverStarted
  // What is sent to a process that has just died fails here; that it is gone is told by its exit.
  child.on('error', () => {})
  return {
    get pid() {
      return child.pid
    },
    post: (message) => {
      if (child.connected) child.send(message)
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromVault)),
    onExit(listener) {
      child.once('exit', listener)
      // A process that couldn't be started has no exit.
      child.once('error', () => {
        if (child.pid === undefined) listener('not-started')
      })
    },
    kill: () => child.kill('SIGKILL'),
  }
}

/** Null where the system can't be asked at all: a folder's name may be one that no process can be told. */
function forked({ script, folder }: { script: string; folder: string }): ChildProcess | null {
  try {
    return fork(script, ['--vault', folder], {
      // Node's own serializer of messages writes of each view its own bytes alone (`v8.DefaultSerializer`).
      serialization: 'advanced',
      execArgv: [...heapFlags, ...noInspectorSwitches],
    })
  } catch {
    return null
  }
}

const neverStarted: VaultProcess = {
  pid: undefined,
  post: () => {},
  onMessage: () => {},
  // Whoever starts a process hears of its end only afterwards.
  onExit: (listener) => setImmediate(listener, 'not-started'),
  kill: () => {},
}
