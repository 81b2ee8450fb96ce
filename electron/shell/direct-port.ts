import type { FromVault } from '../core/host/vault-protocol'

/** What the window's end of the port offers; the DOM's MessagePort, without the DOM's types. */
export interface PortEnd {
  postMessage(message: unknown): void
  onmessage: ((event: { data: unknown }) => void) | null
  /** Electron's own event on a port whose other end is gone. */
  addEventListener(type: 'close', listener: () => void): void
}

/**
 * Calls straight to the vault process, past the host. A port comes for every vault process that is started; a call made
 * before the first one waits for it.
 */
export function createDirectPort(onPort: (listener: (port: PortEnd) => void) => void) {
  const waiting = new Map<number, (reply: unknown) => void>()
  let nextId = 1
  let adopt: (port: PortEnd) => void = () => {}
  let ready = new Promise<PortEnd>((resolve) => {
    adopt = resolve
  })

  onPort((port) => {
    port.onmessage = ({ data }) => {
      const message = data as FromVault
      if (message.type !== 'reply') return
      waiting.get(message.id)?.(message.reply)
      waiting.delete(message.id)
    }
    port.addEventListener('close', () => {
      for (const resolve of waiting.values()) resolve({ ok: false, failure: { code: 'vault-locked' } })
      waiting.clear()
    })
    adopt(port)
    ready = Promise.resolve(port)
  })

  return async (name: string, input: unknown): Promise<unknown> => {
    const port = await ready
    const id = nextId++
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      port.postMessage({ type: 'call', id, name, input })
    })
  }
}
