import { background, bestEffort } from '../../../../shared/background'
import type { LinkNews, LinkReach } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import { readAddresses, writeAddresses } from './addresses'
import { openSession, type Session, type StreamFault } from './session'
import type { AuthenticatedStream, Channel } from './streams'

type PairedChannel = Exclude<Channel, 'session'>

/** What lies on a paired stream: it hears the channels that are neither the addresses' nor about the stream itself. */
export interface OnStream {
  heard(channel: 'control' | 'carrier' | 'signaling', bytes: Uint8Array): void
  ended(): void
}

export interface PairedStreamTools {
  readonly clock: Clock
  current(): LinkReach | null
  /** This device's own addresses, told to the partner's; empty where nothing listens. */
  addresses(): readonly string[]
  tell(news: LinkNews): void
  /** Asked what shall lie on a stream. */
  onStream(session: Session): OnStream
}

/** The one stream that stays of those that both devices open. */
export interface PairedStream {
  /** The stream that there is, whether or not both have said hello on it. */
  held(): AuthenticatedStream | null
  /** The stream, once both have said hello on it. */
  session(): Session | null
  /** Takes this stream instead of a worse one, or closes it. */
  adopt(stream: AuthenticatedStream): void
  /** Closes the stream, if there is one. */
  drop(): void
  sayAddresses(): void
}

/** Whether these bytes come first in order. */
export function isSmaller(a: Uint8Array, b: Uint8Array): boolean {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0)
}

/** Of two streams the one that stays: what the smaller key dialled, and of two by the same dialler the newer. */
function isBetter(next: AuthenticatedStream, now: AuthenticatedStream, own: Uint8Array): boolean {
  const dialler = ({ isInitiator, remoteNoiseKey }: AuthenticatedStream) => (isInitiator ? own : remoteNoiseKey)
  return !isSmaller(dialler(now), dialler(next))
}

interface OpenStream {
  readonly session: Session
  readonly on: OnStream
}

interface Held {
  readonly stream: AuthenticatedStream
  readonly since: number
  /** Null until both have said hello. */
  open: OpenStream | null
}

/** Holds the stream to the partner's device; tells `linked`, once both have said hello on it, and `unlinked`. */
export function createPairedStream(
  tools: PairedStreamTools & {
    /** There is a stream now, or both have said hello on it. */
    onHeld(): void
    /** The other device, the network or a fault has ended the stream, which lasted so long. */
    onLost(lastedMs: number, fault: StreamFault | null): void
  },
): PairedStream {
  const { clock, tell } = tools
  let held: Held | null = null

  const forget = (): AuthenticatedStream | null => {
    const former = held
    held = null
    if (former?.open) {
      former.open.on.ended()
      tell({ type: 'unlinked' })
    }
    return former?.stream ?? null
  }
  const sayAddresses = () => {
    const own = tools.addresses()
    // A stream that has ended is told of as such.
    if (held?.open && own.length > 0) background(bestEffort(held.open.session.send('addresses', writeAddresses(own))))
  }
  const begin = (own: Held) =>
    openSession(own.stream, clock, {
      opened(session) {
        if (held !== own) return
        own.open = { session, on: tools.onStream(session) }
        tell({ type: 'linked', handshakeHash: own.stream.handshakeHash })
        tools.onHeld()
        sayAddresses()
      },
      message(channel, bytes) {
        if (held === own && own.open) hear(tell, own.open, channel, bytes)
      },
      ended(fault) {
        if (held !== own) return
        forget()
        tools.onLost(clock.now() - own.since, fault)
      },
    })
  return {
    held: () => held?.stream ?? null,
    session: () => held?.open?.session ?? null,
    adopt(stream) {
      const reach = tools.current()
      if (!reach?.paired?.connect || (held && !isBetter(stream, held.stream, reach.noise.publicKey)))
        return stream.close()
      forget()?.close()
      held = { stream, since: clock.now(), open: null }
      tools.onHeld()
      begin(held)
    },
    drop: () => forget()?.close(),
    sayAddresses,
  }
}

function hear(tell: PairedStreamTools['tell'], { session, on }: OpenStream, channel: PairedChannel, bytes: Uint8Array) {
  if (channel !== 'addresses') return on.heard(channel, bytes)
  const addresses = readAddresses(bytes)
  if (addresses) tell({ type: 'partner-addresses', addresses })
  else session.fail('malformed')
}
