import type { Reply } from '../../../shared/contract'
import { AppError, type Failure } from '../../../shared/failure'
import type { Clock } from '../ports'
import type { LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { VaultEnd, VaultProcess } from '../protocol/vault-protocol'

/** How long a vault process may take to write what it holds and end, in ms; after that it is ended by force. */
const closePatience = 20_000

/** The conversation with one vault process, from its start to its end. */
export interface VaultLink {
  /** Resolves with the answer; `vault-locked` when the process ends before, `vault-process-not-started` if it never ran. */
  call(name: string, input: unknown): Promise<Reply>
  flush(): void
  tell(news: LinkNews): void
  /** Asks the process to flush and end; resolves when it is gone, rejects when it must stay for words it can't write. */
  close(): Promise<void>
}

export interface VaultLinkOptions {
  process: VaultProcess
  clock: Clock
  onSignal(name: string, payload: unknown): void
  /** The vault is open, or its idle time has changed. */
  onOpened(idleMinutes: number): void
  onOrder(order: LinkOrder): void
  /** It has ended without being asked to. */
  onBroken(end: VaultEnd): void
  onEnded(): void
}

/** Begins the conversation with a process that has just been started. */
export function createVaultLink(options: VaultLinkOptions): VaultLink {
  const { process } = options
  const waiting = new Map<number, (reply: Reply) => void>()
  let nextId = 1
  let closed = deferred()
  let closing: Promise<void> | null = null

  process.onMessage((message) => {
    switch (message.type) {
      case 'reply':
        waiting.get(message.id)?.(message.reply)
        waiting.delete(message.id)
        return
      case 'signal':
        return options.onSignal(message.name, message.payload)
      case 'opened':
        return options.onOpened(message.idleMinutes)
      case 'not-closed':
        return closed.reject(message.failure)
      case 'order':
        return options.onOrder(message.order)
    }
  })
  process.onExit((end) => {
    const code = end === 'not-started' && !closing ? 'vault-process-not-started' : 'vault-locked'
    for (const resolve of waiting.values()) resolve({ ok: false, failure: { code } })
    waiting.clear()
    if (!closing) options.onBroken(end)
    options.onEnded()
    closed.resolve()
  })

  async function closeNow(): Promise<void> {
    closed = deferred()
    process.post({ type: 'close' })
    const cancel = options.clock.after(closePatience, () => process.kill())
    try {
      await closed.promise
    } finally {
      cancel()
    }
  }

  return {
    call(name, input) {
      const id = nextId++
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        process.post({ type: 'call', id, name, input })
      })
    },
    flush: () => process.post({ type: 'flush' }),
    tell: (news) => process.post({ type: 'news', news }),
    async close() {
      await (closing ??= closeNow().finally(() => (closing = null)))
    },
  }
}

interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
  reject(failure: Failure): void
}

function deferred(): Deferred {
  let resolve = () => {}
  let reject = (_failure: Failure) => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = (failure) => onReject(new AppError(failure))
  })
  // It may be rejected while nobody waits for it: that is no unhandled error.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
