import { z } from 'zod'
import { failureOf } from '../../../shared/failure'
import { openCarrierPart } from '../exchange/carrier-part'
import type { PartnerLink } from '../host/host'
import type { LinkKeys, LinkNews, LinkOrder } from '../host/link-protocol'
import type { Cipher, Clock, Files, Randomness } from '../ports'
import { fromUtf8, utf8, wipe } from '../vault/bytes'
import { createTurns } from '../vault/in-turn'
import { type Carrier, carrierNews, createCarrier } from './carrier'
import { createLink, notPaired } from './link'
import { type Mirror, type MirroredFile, openMirror } from './mirror'
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

/** The host's half of the shared journal of one vault: the mirror, the stream to the partner, and the carrier on it. */
export function createPartnerLink(options: {
  files: Files
  cipher: Promise<Cipher>
  clock: Clock
  randomness: Randomness
  streams: Streams
  /** The vault's folder. */
  folder: string
  tell(news: LinkNews): void
  onSignaled(message: string): void
}): PartnerLink {
  const { tell } = options
  const inTurn = createTurns()
  let opened: OpenedMirror | null = null
  let paired: AuthenticatedStream | null = null
  let pairing: AuthenticatedStream | null = null
  let carrier: Carrier | null = null
  let ownAddresses: readonly string[] = []
  let isClosed = false

  const link = createLink({
    ...options,
    events: {
      onState: (state) => tell({ type: 'state', state }),
      onListening(port, addresses) {
        ownAddresses = addresses
        tell({ type: 'listening', port, addresses })
        tellAddresses()
      },
      onPairing: takePairing,
      onPaired: takePaired,
      onSecondTaker: () => tell({ type: 'second-taker' }),
      onFailed: (failure) => tell({ type: 'failed', failure }),
    },
  })

  function takePairing(stream: AuthenticatedStream): void {
    if (pairing) {
      // Somebody else came with the invite while two are comparing words.
      stream.close()
      return tell({ type: 'second-taker' })
    }
    pairing = stream
    const { handshakeHash, remoteNoiseKey, payload } = stream
    tell({ type: 'pairing-linked', handshakeHash, remoteNoiseKey, payload })
    stream.onMessage((channel, bytes) => {
      if (channel === channels.control) tell({ type: 'control', bytes })
      else stream.close()
    })
    stream.onClose(() => {
      if (pairing !== stream) return
      pairing = null
      tell({ type: 'pairing-ended', failure: { code: 'pairing-broken-off' } })
    })
  }

  function takePaired(stream: AuthenticatedStream): void {
    paired = stream
    carrier = null
    tell({ type: 'linked', handshakeHash: stream.handshakeHash })
    stream.onMessage((channel, bytes) => heard(stream, channel, bytes))
    stream.onClose(() => {
      if (paired !== stream) return
      paired = null
      carrier = null
      tell({ type: 'unlinked' })
    })
    tellAddresses()
    // The mirror may still be read.
    void inTurn(async () => beginCarrying())
  }

  function beginCarrying(): void {
    if (!paired || !opened || carrier) return
    const { mirror, partials, keys } = opened
    carrier = createCarrier({ stream: paired, mirror, partials, own: keys.own, events: carrierNews(tell) })
    for (const message of early.splice(0)) carrier.hear(message)
  }
  /** What came while the mirror was being opened. */
  const early: Uint8Array[] = []
  const mostEarly = 64

  function heard(stream: AuthenticatedStream, channel: number, bytes: Uint8Array): void {
    switch (channel) {
      case channels.carrier:
        if (carrier) return carrier.hear(bytes)
        if (early.push(bytes.slice()) > mostEarly) stream.close()
        return
      case channels.signaling:
        return options.onSignaled(fromUtf8Safely(bytes))
      case channels.host:
        return hearHost(stream, bytes)
      default:
        stream.close()
    }
  }

  function hearHost(stream: AuthenticatedStream, bytes: Uint8Array): void {
    const said = bytes.length <= maxHostMessage ? hostMessage.safeParse(parsedSafely(bytes)) : null
    if (!said?.success) return stream.close()
    tell({ type: 'partner-addresses', addresses: said.data.addresses })
  }

  function tellAddresses(): void {
    void paired?.send(channels.host, utf8(JSON.stringify({ addresses: ownAddresses.slice(0, 8) })))
  }

  async function openFor(keys: LinkKeys | null): Promise<void> {
    if (opened) wipe(opened.keys.carrierKey)
    opened = null
    carrier = null
    early.length = 0
    if (!keys || isClosed) return
    const cipher = await options.cipher
    const verify = (bytes: Uint8Array) => openCarrierPart({ cipher, ...keys }, bytes)
    const folder = `${options.folder}/mirror/${keys.folder}`
    opened = { mirror: await openMirror({ ...options, folder, verify }), keys, partials: createPartials() }
    beginCarrying()
  }

  async function keep({ id, name, bytes }: Extract<LinkOrder, { type: 'keep' }>): Promise<void> {
    try {
      const file: MirroredFile | null | undefined = await opened?.mirror.keep(name, bytes)
      tell({ type: 'kept', id, failure: file ? null : { code: 'bug' } })
      if (file) carrier?.added(file)
    } catch (error) {
      tell({ type: 'kept', id, failure: failureOf(error) })
    }
  }

  return {
    order(order) {
      switch (order.type) {
        case 'mirror':
          return void inTurn(() => openFor(order.keys)).catch((error: unknown) =>
            tell({ type: 'failed', failure: failureOf(error) }),
          )
        case 'keep':
          return void inTurn(() => keep(order))
        case 'drop':
          return void inTurn(async () => opened?.mirror.drop(order.names))
        case 'reach':
          return link.reach(order.reach)
        case 'control':
          return void pairing?.send(channels.control, order.bytes)
        case 'end-pairing': {
          const ended = pairing
          pairing = null
          // What was said last must arrive: the other side ends its own.
          return void options.clock.after(pairingLinger, () => ended?.close())
        }
      }
    },
    signal(message) {
      if (!paired) throw notPaired()
      void paired.send(channels.signaling, utf8(message))
    },
    close() {
      isClosed = true
      pairing?.close()
      link.close()
      if (opened) wipe(opened.keys.carrierKey)
      opened = null
    },
  }
}

/** How long a pairing's stream stays after its end, so that the last word reaches the other side; ms. */
const pairingLinger = 1000

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
