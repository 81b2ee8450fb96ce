import { background } from '../../../../shared/background'
import type { PartnerStatus } from '../../../../shared/partner'
import type { LinkReach } from '../../protocol/link-protocol'
import { sameBytes, toHex } from '../../vault/bytes'
import { pairedSecrets } from './answering'
import { courtesyMs, dialUntilOpen, type DiallingTools } from './dialling'
import { createPairedStream, isSmaller, type PairedStreamTools } from './paired-stream'
import type { Session } from './session'
import { createStreamHistory } from './stream-history'
import type { AuthenticatedStream } from './streams'

/** The stream to the partner's device: at most one, dialled for as long as there is none and one is wanted. */
export interface PairedWay {
  reach(reach: LinkReach | null): void
  adopt(stream: AuthenticatedStream): void
  /** The stream, once both have said hello on it. */
  session(): Session | null
  /** Says this device's addresses, where somebody listens. */
  sayAddresses(): void
}

interface PairedTools extends DiallingTools, PairedStreamTools {
  timestamp(): bigint
}

/** Keeps up one stream to the partner's device while the reach wants it; tells `state` and `fault`. */
export function createPairedWay(tools: PairedTools): PairedWay {
  let reach: LinkReach | null = null
  let dialling: AbortController | null = null
  let state: string | null = null
  const history = createStreamHistory(tools)

  const showState = () => {
    const next = stateOf(reach, held.session() !== null)
    if (next !== state) tools.tell({ type: 'state', state: next })
    state = next
  }
  const stopDialling = () => {
    dialling?.abort()
    dialling = null
  }
  async function dial(round: number): Promise<void> {
    stopDialling()
    if (!reach || held.held()) return
    const own = new AbortController()
    dialling = own
    const dialled = await dialPartner(tools, reach, round, own.signal)
    if (dialled?.status === 'open' && !own.signal.aborted) held.adopt(dialled.stream)
  }
  const held = createPairedStream({
    ...tools,
    onHeld() {
      stopDialling()
      showState()
      history.began()
    },
    onLost(lastedMs, fault) {
      const round = history.ended(lastedMs, fault)
      showState()
      background(dial(round))
    },
  })
  return {
    reach(next) {
      const isSame = isSameWay(reach, next)
      const isSameKey = reach?.paired && next?.paired && sameBytes(reach.paired.psk, next.paired.psk)
      reach = next
      const stream = held.held()
      const mayStay = stream && isSameKey && pairedSecrets(next, tools.current)?.accepts(stream.remoteNoiseKey)
      if (!mayStay) held.drop()
      showState()
      if (isSame) return
      // Where only the addresses are others, which each stream may tell anew, what came of streams so far still counts.
      if (!isSameKey || !next.paired?.connect) history.forget()
      background(dial(0))
    },
    adopt: held.adopt,
    session: held.session,
    sayAddresses: held.sayAddresses,
  }
}

function dialPartner(tools: PairedTools, reach: LinkReach, round: number, stopped: AbortSignal) {
  const secrets = pairedSecrets(reach, tools.current)
  if (!secrets || !reach.paired) return null
  const { addresses, partnerNoiseKeys } = reach.paired
  const courtesy = partnerNoiseKeys.some((key) => isSmaller(key, reach.noise.publicKey)) ? courtesyMs : 0
  const payload = new Uint8Array()
  const side = () => ({ ...secrets, purpose: 'paired' as const, timestamp: tools.timestamp(), payload })
  return dialUntilOpen(tools, { addresses, side, round, courtesy, stopped })
}

function stateOf(reach: LinkReach | null, isLinked: boolean): PartnerStatus['link']['state'] {
  if (!reach?.paired) return 'off'
  if (!reach.paired.connect) return 'paused'
  return isLinked ? 'connected' : 'searching'
}

/** Whether what concerns the paired device is the same in both. */
function isSameWay(a: LinkReach | null, b: LinkReach | null): boolean {
  const [before, after] = [a?.paired, b?.paired]
  if (!before || !after) return before === after
  return (
    sameBytes(before.psk, after.psk) &&
    before.connect === after.connect &&
    before.addresses.join() === after.addresses.join() &&
    before.partnerNoiseKeys.map(toHex).join() === after.partnerNoiseKeys.map(toHex).join()
  )
}
