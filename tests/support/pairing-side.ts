import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { identityOf, makeIdentity } from '../../electron/core/exchange/pairing/identity'
import { PairingUnderWay } from '../../electron/core/exchange/pairing/pairing-under-way'
import { createPairsStore, type PairsDocument } from '../../electron/core/exchange/partner/pairs-store'
import type { LinkOrder } from '../../electron/core/protocol/link-protocol'
import type { PartnerTools } from '../../electron/core/exchange/partner/partner-tools'
import { createMemoryStore } from './journal-entries'
import { createManualClock } from './manual-clock'

/** One side of a pairing under way, at this time in ms; its journal is adopted when the test says so. */
export async function makeSide(name: string, now = 1_772_350_200_000) {
  const cipher = createSodiumCipher()
  const clock = createManualClock(now)
  const adoptions: (() => void)[] = []
  const sent: Uint8Array[] = []
  const orders: LinkOrder['type'][] = []
  const disk = createMemoryStore<PairsDocument>({})
  const tools: PartnerTools = {
    cipher,
    clock,
    randomness: systemRandomness,
    identity: identityOf(cipher, makeIdentity(systemRandomness)),
    pairs: createPairsStore(disk.store, clock),
    name: () => name,
    order(order) {
      orders.push(order.type)
      if (order.type === 'control') sent.push(order.bytes)
    },
    journal: () => null,
    setAside: () => [],
    ensureIdentity: async () => {},
    ensureJournal: async () => {},
    adopt: () => new Promise((resolve) => void adoptions.push(resolve)),
    onChange: () => {},
    onLive: () => {},
  }
  const pairing = new PairingUnderWay(tools, { change: () => {}, connect: () => {} })
  return { tools, pairing, sent, orders, adoptions, clock, disk }
}

export type Side = Awaited<ReturnType<typeof makeSide>>
