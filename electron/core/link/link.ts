import type { LinkNews, LinkReach } from '../protocol/link-protocol'
import { createAnswering } from './streams/answering'
import type { DiallingTools } from './streams/dialling'
import { createListening } from './streams/listening'
import type { OnStream } from './streams/paired-stream'
import { createPairedWay } from './streams/paired-way'
import { createPairingWay } from './streams/pairing-way'
import type { Session } from './streams/session'
import type { Handshaken } from './streams/streams'

/** The way to the partner's device. */
export interface Link {
  /** Listens, dials and hangs up as this reach has it; null for not at all. */
  reach(reach: LinkReach | null): void
  /** Says something on the pairing's stream; nobody hears it where there is none. */
  control(bytes: Uint8Array): void
  endPairing(): void
  /** The stream to the paired device, if there is one on which both have said hello. */
  session(): Session | null
}

/** Opens the way to the partner's device by TCP; `onStream` is asked what shall lie on each stream of the paired. */
export function createLink(
  options: DiallingTools & {
    /** The one address to bind and to tell of; null for every interface. */
    linkHost: string | null
    /** The addresses of this machine's interfaces, without ports. */
    ownHosts(): readonly string[]
    tell(news: LinkNews): void
    onStream(session: Session): OnStream
  },
): Link {
  let reach: LinkReach | null = null
  let lastTimestamp = 0n
  const current = () => reach
  // A clock that was set back must not make this device's own handshakes look like replays.
  const timestamp = () => {
    const now = BigInt(options.clock.now())
    lastTimestamp = now > lastTimestamp ? now : lastTimestamp + 1n
    return lastTimestamp
  }
  const pairing = createPairingWay({ ...options, current, timestamp })
  const paired = createPairedWay({ ...options, current, timestamp, addresses: () => listening.addresses() })
  const listening = createListening({
    ...options,
    side: createAnswering(current, pairing.isLinked),
    onStream: (handshaken: Handshaken) => {
      if (handshaken.status === 'open' && handshaken.stream.purpose === 'paired') paired.adopt(handshaken.stream)
      else pairing.heard(handshaken)
    },
    onAddresses: () => paired.sayAddresses(),
  })
  return {
    reach(next) {
      reach = next
      const isListening = next && (next.listen || next.pairing?.role === 'inviter' || next.paired?.connect)
      listening.want(isListening ? { port: next.port, mayMove: !isTold(next) } : null)
      pairing.reach(next)
      paired.reach(next)
    },
    control: pairing.control,
    endPairing: pairing.end,
    session: paired.session,
  }
}

/** Whether somebody may have been told the port: a partner, or whoever has the open invite. */
const isTold = ({ paired, pairing }: LinkReach): boolean =>
  paired !== null || (pairing?.role === 'inviter' && pairing.status === 'open')
