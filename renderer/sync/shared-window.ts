import { background } from '../../shared/background'
import type { TwofoldApi } from '../lib/api'
import type { ConnectionStore } from '../lib/connection'
import type { SavingSource } from '../lib/saving-source'
import { followLive, type Live } from './live'
import { createReplica, type Replica } from './replica'

/** The shared journal in this window: its replica, the partner's window as far as it is met, and what isn't saved yet. */
export interface SharedWindow {
  readonly replica: Replica
  readonly live: Live
  /** Whether the vault process has taken every change of the replica. */
  readonly saving: SavingSource
  close(): void
}

/** Mirrors the shared journal that there is now. */
export function openSharedWindow(api: TwofoldApi, connection: ConnectionStore): SharedWindow {
  const replica = createReplica({ api, connection })
  const live = followLive({ api: { link: api.link, shared: { onLive: sessionsOf(api) } }, replica })
  return {
    replica,
    live,
    saving: { subscribe: replica.subscribe, snapshot: replica.pending },
    close() {
      background(live.close().finally(() => replica.destroy()))
    },
  }
}

/** The session there is, and each that follows: it may have been told before anybody here listened. */
const sessionsOf =
  ({ shared }: TwofoldApi): TwofoldApi['shared']['onLive'] =>
  (listener) => {
    const stop = shared.onLive(listener)
    // A host that can't be reached tells it when it is back.
    shared.session().then(listener, () => {})
    return stop
  }
