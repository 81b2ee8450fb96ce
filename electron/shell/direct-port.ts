import type { Reply } from '../../shared/contract'
import type { FromVault } from '../core/host/vault-protocol'

type Call = (name: string, input: unknown) => Promise<unknown>

const locked: Reply = { ok: false, failure: { code: 'vault-locked' } }

/**
 * Calls straight to the vault process, past the host. A port comes for every vault process that is started. A call made
 * while there is none asks for one and waits for it; a call whose port closes is answered with `vault-locked`.
 */
export function createDirectPort(options: {
  onPort(listener: (port: MessagePort) => void): void
  askForPort(): void
}): Call {
  let current: Call | null = null
  let wanting: ((call: Call) => void)[] = []

  options.onPort((port) => {
    const call = callsBy(port, () => {
      if (current === call) current = null
    })
    current = call
    for (const want of wanting) want(call)
    wanting = []
  })

  return async (name, input) => {
    if (current) return current(name, input)
    const next = new Promise<Call>((resolve) => wanting.push(resolve))
    options.askForPort()
    return (await next)(name, input)
  }
}

function callsBy(port: MessagePort, onClose: () => void): Call {
  const waiting = new Map<number, (reply: unknown) => void>()
  let nextId = 1
  port.addEventListener('message', ({ data }) => {
    const message = data as FromVault
    if (message.type !== 'reply') return
    waiting.get(message.id)?.(message.reply)
    waiting.delete(message.id)
  })
  port.addEventListener('close', () => {
    onClose()
    for (const resolve of waiting.values()) resolve(locked)
    waiting.clear()
  })
  port.start()
  return (name, input) => {
    const id = nextId++
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      port.postMessage({ type: 'call', id, name, input })
    })
  }
}
