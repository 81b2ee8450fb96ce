import { z } from 'zod'
import { AppError, failureOf } from '../../../shared/failure'
import { openCarrierPart } from '../exchange/carrier-part'
import type { PartnerLink } from '../host/host'
import type { LinkKeys, LinkNews, LinkOrder } from '../host/link-protocol'
import type { Cipher, Clock, Files, Randomness } from '../ports'
import { fromUtf8, utf8, wipe } from '../vault/bytes'
import { createTurns } from '../vault/in-turn'
import { type Carrier, carrierNews, createCarrier } from './carrier'
import { Link } from './link'
import { type Mirror, type MirroredFile, openMirror } from './mirror'
import { createPairingStream } from './pairing-stream'
import { createPartials, type Partials } from './partials'
import { type AuthenticatedStream, channels, type Streams } from './streams'

/** What the hosts tell each other: where they are reached. */
const hostMessage = z.object({ addresses: z.array(z.string().min(3).max(260)).max(8) })
const maxHostMessage = 4096

interface OpenedMirror {
  readonly mirror: Mirror
  readonly keys: LinkKeys
  readonly partials: Partials
}

interface Options {
  readonly files: Files
  readonly cipher: Promise<Cipher>
  readonly clock: Clock
  readonly randomness: Randomness
  readonly streams: Streams
  /** The vault's folder. */
  readonly folder: string
  tell(news: LinkNews): void
  onSignaled(message: string): void
}

/** The host's half of the shared journal of one vault: the mirror, the stream to the partner, and the carrier on it. */
export function createPartnerLink(options: Options): PartnerLink {
  const { tell } = options
  const pairing = createPairingStream(options)
  const exchange = new Exchange(options)
  const link = new Link({
    ...options,
    events: {
      onState: (state) => tell({ type: 'state', state }),
      onListening(port, addresses) {
        tell({ type: 'listening', port, addresses })
        exchange.reachedAt(addresses)
      },
      onPairing: pairing.take,
      onPaired: (stream) => exchange.begin(stream),
      onSecondTaker: () => tell({ type: 'second-taker' }),
      onFailed: (failure) => tell({ type: 'failed', failure }),
    },
  })

  return {
    order(order) {
      switch (order.type) {
        case 'mirror':
          return exchange.open(order.keys)
        case 'keep':
          return exchange.keep(order)
        case 'drop':
          return exchange.drop(order.names)
        case 'reach':
          return link.reach(order.reach)
        case 'control':
          return pairing.send(order.bytes)
        case 'end-pairing':
          return pairing.end()
      }
    },
    signal: (message) => exchange.signal(message),
    close() {
      pairing.close()
      link.close()
      exchange.close()
    },
  }
}

/** The mirror of the journal there is now, and what goes between it and the partner's while there is a stream. */
class Exchange {
  readonly #o: Options
  readonly #inTurn = createTurns()
  /** What came while the mirror was being opened. */
  readonly #early: Uint8Array[] = []
  #opened: OpenedMirror | null = null
  #stream: AuthenticatedStream | null = null
  #carrier: Carrier | null = null
  #ownAddresses: readonly string[] = []
  #isClosed = false

  constructor(options: Options) {
    this.#o = options
  }

  begin(stream: AuthenticatedStream): void {
    const { tell } = this.#o
    this.#stream = stream
    this.#carrier = null
    tell({ type: 'linked', handshakeHash: stream.handshakeHash })
    stream.onMessage((channel, bytes) => this.#heard(stream, channel, bytes))
    stream.onClose(() => {
      if (this.#stream !== stream) return
      this.#stream = null
      this.#carrier = null
      tell({ type: 'unlinked' })
    })
    this.#tellAddresses()
    // The mirror may still be read.
    void this.#inTurn(async () => this.#carry())
  }

  reachedAt(addresses: readonly string[]): void {
    this.#ownAddresses = addresses
    this.#tellAddresses()
  }

  open(keys: LinkKeys | null): void {
    const { tell } = this.#o
    void this.#inTurn(() => this.#openMirror(keys)).catch((error: unknown) =>
      tell({ type: 'failed', failure: failureOf(error) }),
    )
  }

  keep(order: Extract<LinkOrder, { type: 'keep' }>): void {
    void this.#inTurn(() => this.#keep(order))
  }

  drop(names: readonly string[]): void {
    void this.#inTurn(async () => this.#opened?.mirror.drop(names))
  }

  signal(message: string): void {
    if (!this.#stream) throw new AppError({ code: 'not-paired' })
    void this.#stream.send(channels.signaling, utf8(message))
  }

  close(): void {
    this.#isClosed = true
    if (this.#opened) wipe(this.#opened.keys.carrierKey)
    this.#opened = null
  }

  async #openMirror(keys: LinkKeys | null): Promise<void> {
    if (this.#opened) wipe(this.#opened.keys.carrierKey)
    this.#opened = null
    this.#carrier = null
    this.#early.length = 0
    if (!keys || this.#isClosed) return
    const cipher = await this.#o.cipher
    const verify = (bytes: Uint8Array) => openCarrierPart({ cipher, ...keys }, bytes)
    const folder = `${this.#o.folder}/mirror/${keys.folder}`
    this.#opened = { mirror: await openMirror({ ...this.#o, folder, verify }), keys, partials: createPartials() }
    this.#carry()
  }

  #carry(): void {
    if (!this.#stream || !this.#opened || this.#carrier) return
    const { mirror, partials, keys } = this.#opened
    const events = carrierNews(this.#o.tell)
    this.#carrier = createCarrier({ stream: this.#stream, mirror, partials, own: keys.own, events })
    for (const message of this.#early.splice(0)) this.#carrier.hear(message)
  }

  async #keep({ id, name, bytes }: Extract<LinkOrder, { type: 'keep' }>): Promise<void> {
    const { tell } = this.#o
    try {
      const file: MirroredFile | null | undefined = await this.#opened?.mirror.keep(name, bytes)
      tell({ type: 'kept', id, failure: file ? null : { code: 'bug' } })
      if (file) this.#carrier?.added(file)
    } catch (error) {
      tell({ type: 'kept', id, failure: failureOf(error) })
    }
  }

  #heard(stream: AuthenticatedStream, channel: number, bytes: Uint8Array): void {
    switch (channel) {
      case channels.carrier:
        if (this.#carrier) return this.#carrier.hear(bytes)
        if (this.#early.push(bytes.slice()) > mostEarly) stream.close()
        return
      case channels.signaling:
        return this.#o.onSignaled(fromUtf8Safely(bytes))
      case channels.host:
        return this.#hearHost(stream, bytes)
      default:
        stream.close()
    }
  }

  #hearHost(stream: AuthenticatedStream, bytes: Uint8Array): void {
    const said = bytes.length <= maxHostMessage ? hostMessage.safeParse(parsedSafely(bytes)) : null
    if (!said?.success) return stream.close()
    this.#o.tell({ type: 'partner-addresses', addresses: said.data.addresses })
  }

  #tellAddresses(): void {
    void this.#stream?.send(channels.host, utf8(JSON.stringify({ addresses: this.#ownAddresses.slice(0, 8) })))
  }
}

/** Most messages that wait while a mirror is opened. */
const mostEarly = 64

function fromUtf8Safely(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    return ''
  }
}

function parsedSafely(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch {
    return null
  }
}
