import { background, reporting } from '../../../shared/background'
import type { Reply } from '../../../shared/contract'
import type { Clock } from '../ports'
import { createVaultLink, type VaultLink } from './vault-link'
import type { LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { VaultEnd, VaultProcess } from '../protocol/vault-protocol'

export interface VaultSession {
  /** True from a successful unlock or create until the process has ended. */
  isOpen(): boolean
  /** Starts the process ahead of the first call, so that unlocking doesn't wait for it. */
  warm(): void
  /**
   * Passes a call through to the vault process; one that ends meanwhile answers `vault-locked`, one that couldn't be
   * started `vault-process-not-started`.
   */
  call(name: string, input: unknown): Promise<Reply>
  /** Makes everything typed so far durable, soon, without locking. */
  flush(): void
  /** Tells the vault process, if one runs, what happened on the link. */
  tell(news: LinkNews): void
  /** The person did something: the idle time begins anew. */
  activity(): void
  /**
   * Hears the page out, flushes, ends the process, resolves when it is gone. Rejects, and stays open, when words can't
   * be written.
   */
  lock(): Promise<void>
}

interface Running {
  readonly link: VaultLink
  /** 0 until the vault is open. */
  idleMinutes: number
  /** The lock under way, which all share who ask for one. */
  locking: Promise<void> | null
}

export interface VaultSessionOptions {
  start(): VaultProcess
  clock: Clock
  /** Lets the page say what waits there; null where there is no page. Never rejects, and ends in good time. */
  hearOut(): Promise<void> | null
  /** The vault was opened (true) or has locked (false). */
  onChange(open: boolean): void
  onSignal(name: string, payload: unknown): void
  /** What the vault process asks of the link and the mirror. */
  onOrder(order: LinkOrder): void
  /** The vault process has ended, whether it was open or not: what it ordered holds no more. */
  onEnded(): void
  /** Said before that where nobody had asked for it. */
  onBroken(end: VaultEnd): void
}

/** The life of the vault process in a host: started on demand, ended on lock, idle or crash. */
export function createVaultSession(options: VaultSessionOptions): VaultSession {
  const { clock } = options
  let running: Running | null = null
  const idle = createIdleTime(clock, () => lockIdle())
  const watchIdle = () => idle.begin(running?.idleMinutes ?? 0)

  // A vault that can't be locked now (the disk is full) is tried again after the next idle time.
  const lockIdle = () => background(lock().catch(reporting(watchIdle)))
  const lock = async () => {
    const session = running
    if (!session) return
    session.locking ??= end(session, options, () => running === session).finally(() => (session.locking = null))
    await session.locking
  }
  const launch = () => {
    const link = createVaultLink({
      process: options.start(),
      clock,
      onSignal: options.onSignal,
      onOrder: (order) => {
        if (running === session) options.onOrder(order)
      },
      onOpened(idleMinutes) {
        const isFirst = session.idleMinutes === 0
        session.idleMinutes = idleMinutes
        watchIdle()
        if (isFirst) options.onChange(true)
      },
      onBroken: options.onBroken,
      onEnded() {
        if (running === session) {
          running = null
          options.onEnded()
        }
        idle.end()
        if (session.idleMinutes) options.onChange(false)
      },
    })
    const session: Running = { link, idleMinutes: 0, locking: null }
    running = session
    return session
  }

  return {
    isOpen: () => Boolean(running?.idleMinutes),
    warm: () => {
      running ??= launch()
    },
    call: (name, input) => (running ??= launch()).link.call(name, input),
    flush: () => running?.link.flush(),
    tell: (news) => running?.link.tell(news),
    activity: () => (idle.isOver() ? lockIdle() : watchIdle()),
    lock,
  }
}

/** The time without activity after which a vault locks. */
function createIdleTime(clock: Clock, onOver: () => void) {
  let cancel = () => {}
  let from = Infinity
  const end = () => {
    cancel()
    from = Infinity
  }
  return {
    /** Begins anew with so many minutes; 0 for none. */
    begin(minutes: number) {
      end()
      if (minutes === 0) return
      from = clock.now() + minutes * 60_000
      cancel = clock.after(minutes * 60_000, onOver)
    },
    end,
    /** Timers stand still while the computer sleeps: idle time that went by meanwhile counts all the same. */
    isOver: () => clock.now() >= from,
  }
}

/** Hears the page of an open vault out and has the process write and end, if it hasn't meanwhile. */
async function end(
  { link, idleMinutes }: Running,
  { hearOut }: Pick<VaultSessionOptions, 'hearOut'>,
  isRunning: () => boolean,
): Promise<void> {
  const heardOut = idleMinutes ? hearOut() : null
  if (heardOut) {
    // Should the page hang, or the system end the app first, what it has said so far is on the disk all the same.
    link.flush()
    await heardOut
  }
  if (isRunning()) await link.close()
}
