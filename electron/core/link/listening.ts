import { failureOf } from '../../../shared/failure'
import type { LinkNews } from '../host/link-protocol'
import type { Clock } from '../ports'
import { formatAddress, maxAddresses } from './addresses'
import type { AnsweringSide, Handshaken, Listener, Streams } from './streams'

/** How often the machine's addresses are looked at, in milliseconds: it may have joined another network. */
export const addressCheckMs = 30_000
/** A port that was taken is tried again after so many milliseconds: who had it may be ending just now. */
export const portRetryMs = 10_000

export interface Listening {
  /** Listens on this port (0: any free one), or with null not at all. */
  want(port: number | null): void
  /** Where the partner's device may dial; empty while nothing listens. */
  addresses(): readonly string[]
}

interface ListeningOptions {
  streams: Streams
  clock: Clock
  /** The one address to bind and to tell of; null for every interface. */
  linkHost: string | null
  /** The addresses of this machine's interfaces. */
  ownHosts(): readonly string[]
  side: AnsweringSide
  onStream(handshaken: Handshaken): void
  tell(news: LinkNews): void
  onAddresses(): void
}

/** Keeps one port open as long as it is wanted, and tells where it is: `listening`, or `failed` once. */
export function createListening(options: ListeningOptions): Listening {
  const { streams, clock, linkHost, side, onStream } = options
  let wanted: number | null = null
  let listener: Listener | null = null
  let told: readonly string[] | null = null
  let run = 0
  let cancelTimer: () => void = () => undefined

  const stop = () => {
    run++
    cancelTimer()
    listener?.close()
    listener = null
    told = null
  }
  const look = ({ port }: Listener) => {
    const hosts = linkHost ? [linkHost] : options.ownHosts().slice(0, maxAddresses)
    const addresses = hosts.map((host) => formatAddress(host, port))
    if (told && addresses.join() === told.join()) return
    told = addresses
    options.tell({ type: 'listening', port, addresses })
    options.onAddresses()
  }
  const watch = (open: Listener) => {
    cancelTimer = clock.after(addressCheckMs, () => {
      look(open)
      watch(open)
    })
  }
  async function start(port: number, isRetry: boolean): Promise<void> {
    const own = ++run
    try {
      const opened = await streams.listen({ host: linkHost, port, side, onStream })
      if (own !== run) return opened.close()
      listener = opened
      look(opened)
      watch(opened)
    } catch (error) {
      if (own !== run) return
      if (!isRetry) options.tell({ type: 'failed', failure: failureOf(error) })
      cancelTimer = clock.after(portRetryMs, () => void start(port, true))
    }
  }
  return {
    want(port) {
      const isAsBefore = port === wanted || (port !== null && port === listener?.port)
      wanted = port
      if (isAsBefore) return
      stop()
      if (port !== null) void start(port, false)
    },
    addresses: () => told ?? [],
  }
}
