import type { Reply } from '../../../shared/contract'
import type { Failure } from '../../../shared/failure'
import type { LinkNews, LinkOrder } from './link-protocol'

/** What the host says to its vault process. */
export type ToVault =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'flush' }
  /** Make everything durable, then end; answered by `not-closed` if that can't be done now. */
  | { readonly type: 'close' }
  | { readonly type: 'news'; readonly news: LinkNews }

/** What the vault process says to its host. */
export type FromVault =
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly type: 'signal'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'opened'; readonly idleMinutes: number }
  | { readonly type: 'not-closed'; readonly failure: Failure }
  | { readonly type: 'order'; readonly order: LinkOrder }

/** How a vault process has ended: with this exit code, by a signal (null), or without ever having run. */
export type VaultEnd = number | null | 'not-started'

/** A started vault process, whatever starts it: Electron's `utilityProcess` or a child process of Node. */
export interface VaultProcess {
  /** Undefined until it runs; Electron tells it later than it gives the process. */
  readonly pid: number | undefined
  post(message: ToVault): void
  /** Called once each, before anything is posted. */
  onMessage(listener: (message: FromVault) => void): void
  /** Told once, also of a process that couldn't be started, and of one that is closed before it runs. */
  onExit(listener: (end: VaultEnd) => void): void
  /** Ends it without a flush: only where it does not answer any more. */
  kill(): void
}
