import type { Reply } from '../../../shared/contract'
import { AppError, type Failure } from '../../../shared/failure'
import type { Clock } from '../ports'
import type { VaultProcess } from './vault-protocol'

/** How long a vault process may take to write what it holds and end, in ms; after that it is ended by force. */
const closePatience = 20_000

export interface VaultSession {
  /** True from a successful unlock or create until the process has ended. */
  isOpen(): boolean
  /** Starts the process ahead of the first call, so that unlocking doesn't wait for it. */
  warm(): VaultProcess
  /** Passes a call through to the vault process; a process that ends meanwhile answers `vault-locked`. */
  call(name: string, input: unknown): Promise<Reply>
  /** Makes everything typed so far durable, soon, without locking. */
  flush(): void
  /** The person did something: the idle time begins anew. */
  activity(): void
  /** Flushes, ends the process, resolves when it is gone. Rejects, and stays open, when words can't be written. */
  lock(): Promise<void>
}

/** The life of the vault process in a host: started on demand, ended on lock, idle or crash. */
export function createVaultSession(options: {
  start(): VaultProcess
  clock: Clock
  /** The vault was opened (true) or has locked (false). */
  onChange(open: boolean): void
  onSignal(name: string, payload: unknown): void
}): VaultSession {
  let running: Running | null = null
  let cancelIdle = () => {}
  let idleFrom = Infinity

  const watchIdle = () => {
    cancelIdle()
    idleFrom = Infinity
    const session = running
    if (!session?.idleMinutes) return
    const idleTime = session.idleMinutes * 60_000
    idleFrom = options.clock.now() + idleTime
    cancelIdle = options.clock.after(idleTime, lockIdle)
  }
  // A vault that can't be locked now (the disk is full) is tried again after the next idle time.
  const lockIdle = () => void lock().catch(watchIdle)

  const ended = (session: Running) => {
    if (running === session) running = null
    cancelIdle()
    for (const resolve of session.waiting.values()) resolve({ ok: false, failure: { code: 'vault-locked' } })
    session.waiting.clear()
    session.closed.resolve()
    if (session.idleMinutes) options.onChange(false)
  }

  const launch = () => {
    const session: Running = {
      process: options.start(),
      waiting: new Map(),
      nextId: 1,
      idleMinutes: 0,
      closed: deferred(),
      closing: null,
    }
    running = session
    session.process.onMessage((message) => {
      switch (message.type) {
        case 'reply':
          session.waiting.get(message.id)?.(message.reply)
          session.waiting.delete(message.id)
          return
        case 'signal':
          options.onSignal(message.name, message.payload)
          return
        case 'opened': {
          const first = session.idleMinutes === 0
          session.idleMinutes = message.idleMinutes
          watchIdle()
          if (first) options.onChange(true)
          return
        }
        case 'not-closed':
          session.closed.reject(message.failure)
      }
    })
    session.process.onExit(() => ended(session))
    return session
  }

  async function lock(): Promise<void> {
    const session = running
    // Idle time, a page that left and the person may ask at once: they share one closing.
    if (session) await (session.closing ??= close(session).finally(() => (session.closing = null)))
  }

  async function close(session: Running): Promise<void> {
    session.closed = deferred()
    session.process.post({ type: 'close' })
    const cancel = options.clock.after(closePatience, () => session.process.kill())
    try {
      await session.closed.promise
    } finally {
      cancel()
    }
  }

  return {
    isOpen: () => Boolean(running?.idleMinutes),
    warm: () => (running ?? launch()).process,
    call(name, input) {
      const session = running ?? launch()
      const id = session.nextId++
      return new Promise((resolve) => {
        session.waiting.set(id, resolve)
        session.process.post({ type: 'call', id, name, input })
      })
    },
    flush: () => running?.process.post({ type: 'flush' }),
    // Timers stand still while the computer sleeps: idle time that went by meanwhile counts all the same.
    activity: () => (options.clock.now() >= idleFrom ? lockIdle() : watchIdle()),
    lock,
  }
}

interface Running {
  readonly process: VaultProcess
  readonly waiting: Map<number, (reply: Reply) => void>
  nextId: number
  /** 0 until the vault is open. */
  idleMinutes: number
  closed: Deferred
  /** The lock under way. */
  closing: Promise<void> | null
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
