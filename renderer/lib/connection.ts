import type { Transport } from './api'
import type { Connection } from './socket-transport'

/** Whether the host hears this window; in Electron it always does. */
export interface ConnectionStore {
  subscribe(listener: () => void): () => void
  snapshot(): Connection
}

interface Watchable {
  connection(): Connection
  onConnection(listener: () => void): () => void
}

/** The state of a transport as a store; one that can't be cut counts as connected. */
export function createConnection(transport: Transport | (Transport & Watchable)): ConnectionStore {
  if (!('onConnection' in transport)) return { subscribe: () => () => {}, snapshot: () => 'connected' }
  return { subscribe: (listener) => transport.onConnection(listener), snapshot: () => transport.connection() }
}
