import { background } from '../../../../shared/background'
import { formatAddress } from '../../../../shared/address'
import { failureOf } from '../../../../shared/failure'
import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import { maxAddresses } from './addresses'
import type { AnsweringSide, Handshaken, Listener, Streams } from './streams'

/** How often the machine's addresses are looked at, in milliseconds: it may have joined another network. */
export const addressCheckMs = 30_000
/** A port that was taken is tried again after so many milliseconds: who had it may be ending just now. */
export const portRetryMs = 10_000

export interface Listening {
  /** Listens on a port, or with null not at all. */
  want(wanted: WantedPort | null): void
  /** Where the partner's device may dial; empty while nothing listens. */
  addresses(): readonly string[]
}

export interface WantedPort {
  /** 0: any free one. */
  readonly port: number
  /** Nobody has been told of the port: where it is taken any free one will do. */
  readonly mayMove: boolean
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

/** Keeps one port open as long as it is wanted, and tells: `listening`, `failed` once, and in the end `not-listening`. */
export function createListening(options: ListeningOptions): Listening {
  const { clock, linkHost } = options
  let wanted: WantedPort | null = null
  let listener: Listener | null = null
  let isFailing = false
  let told: readonly string[] | null = null
  let run = 0
  let cancelTimer: () => void = () => undefined

  const stop = () => {
    run++
    cancelTimer()
    listener?.close()
    if (listener || isFailing) options.tell({ type: 'not-listening' })
    listener = null
    isFailing = false
    told = null
  }
  const look = ({ port }: Listener) => {
    const hosts = linkHost ? [linkHost] : options.ownHosts().slice(0, maxAddresses)
    const addresses = hosts.map((host) => formatAddress({ host, port }))
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
  async function start(on: WantedPort): Promise<void> {
    const own = ++run
    try {
      const opened = await opening(options, on)
      if (own !== run) return opened.close()
      listener = opened
      isFailing = false
      look(opened)
      watch(opened)
    } catch (error) {
      if (own !== run) return
      if (!isFailing) options.tell({ type: 'failed', failure: failureOf(error) })
      isFailing = true
      cancelTimer = clock.after(portRetryMs, () => background(start(on)))
    }
  }
  return {
    want(next) {
      const isSame = next?.port === wanted?.port && (!isFailing || next?.mayMove === wanted?.mayMove)
      const isAsBefore = isSame || (next && next.port === listener?.port)
      wanted = next
      if (isAsBefore) return
      stop()
      if (next) background(start(next))
    },
    addresses: () => told ?? [],
  }
}

/** A listener on the port, or where that may be on another; `port-taken` names the port, or 0 where there is none at all. */
async function opening(o: ListeningOptions, { port, mayMove }: WantedPort): Promise<Listener> {
  const at = { host: o.linkHost, side: o.side, onStream: o.onStream }
  try {
    return await o.streams.listen({ ...at, port })
  } catch (error) {
    if (!mayMove || port === 0) throw error
    return o.streams.listen({ ...at, port: 0 })
  }
}
