import { findCall, type Reply } from '../../shared/contract'
import type { Transport } from './api'

/** What Electron's preload hands to the page. */
export interface Bridge {
  call(name: string, input: unknown, isDirect: boolean): Promise<unknown>
  onSignal(listener: (name: string, payload: unknown) => void): void
}

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly twofold?: Bridge
  }
}

/** Calls through the preload; the calls that carry a secret go straight to the vault process. */
export function createBridgeTransport(bridge: Bridge): Transport {
  const listeners = new Set<(name: string, payload: unknown) => void>()
  bridge.onSignal((name, payload) => {
    for (const listener of listeners) listener(name, payload)
  })
  return {
    call: async (name, input) => (await bridge.call(name, input, findCall(name)?.direct ?? false)) as Reply,
    onSignal(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
