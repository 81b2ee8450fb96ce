import type { Reply } from '../../shared/contract'
import { exactBuffers } from '../../shared/exact-buffers'
import type { FromVault, ToVault } from '../core/protocol/vault-protocol'

type Call = (name: string, input: unknown) => Promise<unknown>

/** The calls by one port, until its other end is gone. */
interface Line {
  readonly call: Call
  /** Answers the calls under way, and those that still come, with `vault-locked`. */
  close(): void
}

const locked: Reply = { ok: false, failure: { code: 'vault-locked' } }
const notStarted: Reply = { ok: false, failure: { code: 'vault-process-not-started' } }

/**
 * Calls straight to the vault process, past the host. A port comes for every vault process that is launched. A call made
 * while there is none asks for one and waits for it; a call whose port closes is answered with `vault-locked`, and one
 * whose process can't be started with `vault-process-not-started`.
 */
export function createDirectPort(options: {
  onPort(listener: (port: MessagePort) => void): void
  /** Tells that the process has ended, or that (`hasRun` false) it never ran. */
  onEnded(listener: (end: { hasRun: boolean }) => void): void
  askForPort(): void
}): Call {
  let current: Line | null = null
  let wanting: ((call: Call) => void)[] = []

  const give = (call: Call) => {
    const wants = wanting
    wanting = []
    for (const want of wants) want(call)
  }
  const forget = (line: Line | null) => {
    line?.close()
    if (current === line) current = null
  }

  options.onPort((port) => {
    const line = createLine(port)
    port.addEventListener('close', () => forget(line))
    port.start()
    current = line
    give(line.call)
  })
  options.onEnded(({ hasRun }) => {
    forget(current)
    if (!hasRun) give(async () => notStarted)
    // Whoever saw the port close before the host knew of it has asked in vain.
    else if (wanting.length > 0) options.askForPort()
  })

  return async (name, input) => {
    if (current) return current.call(name, input)
    const next = new Promise<Call>((resolve) => wanting.push(resolve))
    options.askForPort()
    return (await next)(name, input)
  }
}

function createLine(port: MessagePort): Line {
  const waiting = new Map<number, (reply: unknown) => void>()
  let isClosed = false
  let nextId = 1
  port.addEventListener('message', ({ data }) => {
    const message = data as FromVault
    if (message.type !== 'reply') return
    waiting.get(message.id)?.(message.reply)
    waiting.delete(message.id)
  })
  return {
    async call(name, input) {
      if (isClosed) return locked
      const id = nextId++
      port.postMessage(exactBuffers({ type: 'call', id, name, input } satisfies ToVault))
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    close() {
      isClosed = true
      for (const resolve of waiting.values()) resolve(locked)
      waiting.clear()
    },
  }
}
