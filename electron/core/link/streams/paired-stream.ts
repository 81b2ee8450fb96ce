import { background, bestEffort } from '../../../../shared/background'
import type { LinkNews, LinkReach } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import { readAddresses, writeAddresses } from './addresses'
import type { AuthenticatedStream, Channel } from './streams'

/** What lies on a paired stream: it hears the other channels than the addresses'. */
export interface OnStream {
  heard(channel: Channel, bytes: Uint8Array): void
  ended(): void
}

export interface PairedStreamTools {
  readonly clock: Clock
  current(): LinkReach | null
  /** This device's own addresses, told to the partner's; empty where nothing listens. */
  addresses(): readonly string[]
  tell(news: LinkNews): void
  /** Asked what shall lie on a stream. */
  onStream(stream: AuthenticatedStream): OnStream
}

/** The one stream that stays of those that both devices open. */
export interface PairedStream {
  current(): AuthenticatedStream | null
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

/** Holds the stream to the partner's device; tells `linked` and `unlinked`. */
export function createPairedStream(
  tools: PairedStreamTools & {
    onLinked(): void
    /** The other device, or the network, has ended the stream, which lasted so long. */
    onLost(lastedMs: number): void
  },
): PairedStream {
  const { clock, tell } = tools
  let link: { stream: AuthenticatedStream; since: number; on: OnStream } | null = null

  const forget = (): AuthenticatedStream | null => {
    const former = link
    link = null
    if (!former) return null
    former.on.ended()
    tell({ type: 'unlinked' })
    return former.stream
  }
  const sayAddresses = () => {
    const own = tools.addresses()
    // A stream that has ended is told of as such.
    if (link && own.length > 0) background(bestEffort(link.stream.send('addresses', writeAddresses(own))))
  }
  const hear = (stream: AuthenticatedStream, channel: Channel, bytes: Uint8Array) => {
    if (link?.stream !== stream) return
    if (channel !== 'addresses') return link.on.heard(channel, bytes)
    const addresses = readAddresses(bytes)
    if (!addresses) return stream.destroy()
    tell({ type: 'partner-addresses', addresses })
  }
  return {
    current: () => link?.stream ?? null,
    adopt(stream) {
      const reach = tools.current()
      if (!reach?.paired?.connect || (link && !isBetter(stream, link.stream, reach.noise.publicKey)))
        return stream.close()
      forget()?.close()
      const since = clock.now()
      link = { stream, since, on: tools.onStream(stream) }
      tell({ type: 'linked', handshakeHash: stream.handshakeHash })
      tools.onLinked()
      sayAddresses()
      stream.onMessage((channel, bytes) => hear(stream, channel, bytes))
      stream.onClose(() => {
        if (link?.stream !== stream) return
        forget()
        tools.onLost(clock.now() - since)
      })
    },
    drop: () => forget()?.close(),
    sayAddresses,
  }
}
