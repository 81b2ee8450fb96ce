import { exactBuffers } from '../../shared/exact-buffers'
import type { FromVault, ToVault } from '../core/host/vault-protocol'

/** The vault process's side of its channel to the host, and of the ports that go past it to a window. */
export interface HostChannel {
  post(message: FromVault): void
  /** `answer` replies by the way the message came. */
  onMessage(listener: (message: ToVault, answer: (message: FromVault) => void) => void): void
  /** The host is gone. */
  onGone(listener: () => void): void
}

/** Electron's port to the main process, which Electron puts on `process` in a utility process; types of what is used. */
interface ParentPort {
  postMessage(message: unknown): void
  on(type: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): void
}

interface Port {
  postMessage(message: unknown): void
  on(type: 'message', listener: (event: { data: unknown }) => void): void
  start(): void
}

/** The channel of this process, whichever host has started it. */
export function openHostChannel(): HostChannel {
  const { parentPort } = process as { parentPort?: ParentPort }
  return parentPort ? electronChannel(parentPort) : childChannel()
}

function electronChannel(parent: ParentPort): HostChannel {
  const postTo = (port: Pick<Port, 'postMessage'>) => (message: FromVault) => port.postMessage(exactBuffers(message))
  const post = postTo(parent)
  return {
    post,
    onMessage: (listener) =>
      parent.on('message', ({ data, ports }) => {
        const [port] = ports
        if (port) {
          port.on('message', (event) => listener(event.data as ToVault, postTo(port)))
          port.start()
        } else {
          listener(data as ToVault, post)
        }
      }),
    // Electron ends its utility processes itself.
    onGone: () => {},
  }
}

function childChannel(): HostChannel {
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
