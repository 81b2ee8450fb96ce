import type { MessagePortMain, ParentPort } from 'electron'
import { exactBuffers } from '../../shared/exact-buffers'
import type { HostChannel } from '../adapters/host-channel'
import type { FromVault, ToVault } from '../core/protocol/vault-protocol'

/** The channel of a process that Electron has started, by its port to the main process; null where Node has started it. */
export function openParentPortChannel(): HostChannel | null {
  // Electron's types promise the port in every process.
  const { parentPort } = process as { parentPort?: ParentPort }
  if (!parentPort) return null
  const post = postTo(parentPort)
  return {
    post,
    onMessage: (listener) =>
      parentPort.on('message', ({ data, ports }) => {
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

const postTo = (port: ParentPort | MessagePortMain) => (message: FromVault) => port.postMessage(exactBuffers(message))
