import type { FromVault, ToVault, VaultEnd, VaultProcess } from '../../electron/core/protocol/vault-protocol'

/** The vault process's end of its channel, held by a test: what the host posts lies in `posted`. */
export interface ProcessEnd extends VaultProcess {
  readonly posted: ToVault[]
  readonly killed: boolean
  say(message: FromVault): void
  /** The process has ended: that is told once, and nothing is said any more. */
  exit(): void
}

/** A vault process whose side the test plays. */
export function createProcessEnd(pid: number): ProcessEnd {
  const posted: ToVault[] = []
  const onMessage: ((message: FromVault) => void)[] = []
  const onExit: ((end: VaultEnd) => void)[] = []
  const state = { killed: false, hasEnded: false }
  return {
    pid,
    posted,
    get killed() {
      return state.killed
    },
    post: (message) => void posted.push(message),
    onMessage: (listener) => void onMessage.push(listener),
    onExit: (listener) => void onExit.push(listener),
    kill: () => {
      state.killed = true
    },
    say(message) {
      if (!state.hasEnded) onMessage.forEach((listener) => listener(message))
    },
    exit() {
      if (state.hasEnded) return
      state.hasEnded = true
      onExit.forEach((listener) => listener(0))
    },
  }
}
