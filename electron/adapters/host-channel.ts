import type { FromVault, ToVault } from '../core/protocol/vault-protocol'

/** The vault process's side of its channel to the host, and of the ports that go past it to a window. */
export interface HostChannel {
  post(message: FromVault): void
  /** `answer` replies by the way the message came. */
  onMessage(listener: (message: ToVault, answer: (message: FromVault) => void) => void): void
  /** The host is gone. */
  onGone(listener: () => void): void
}

/** The channel of a process that Node has started, to its parent. */
export function openChildChannel(): HostChannel {
  const post = (message: FromVault) => {
    // A host that was killed can't be told anything; that it is gone is heard by 'disconnect', and without a callback
    // the failed sending would be an error event, which ends a process before it has flushed.
    if (process.connected) process.send?.(message, () => {})
  }
  return {
    post,
    onMessage: (listener) => process.on('message', (message) => listener(message as ToVault, post)),
    onGone: (listener) => process.on('disconnect', listener),
  }
}
