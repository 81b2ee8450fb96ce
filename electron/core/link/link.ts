import { AppError, failureOf, type Failure } from '../../../shared/failure'
import type { LinkReach } from '../host/link-protocol'
import type { Clock, Randomness } from '../ports'
import { concat, sameBytes, toHex, utf8 } from '../vault/bytes'
import {
  type AuthenticatedStream,
  InviteRefused,
  type InitiatorTerms,
  type ResponderTerms,
  type Streams,
} from './streams'

/** Pauses between attempts to reach the partner: doubled each time, up to the longest; ms. */
const firstPause = 1000
const longestPause = 60_000
/** By how much a pause may be shorter, so that two who lost each other don't always call at once. */
const jitter = 0.5
/** How often a joiner tries all of an invite's addresses before it is told that nobody answers. */
const joinTries = 3

export type LinkState = 'off' | 'paused' | 'searching' | 'connected'

export interface LinkEvents {
  onState(state: LinkState): void
  onListening(port: number, addresses: readonly string[]): void
  /** A stream with whoever has, or gave, the invite. */
  onPairing(stream: AuthenticatedStream): void
  /** A stream with the partner's device; the one before it is gone. */
  onPaired(stream: AuthenticatedStream): void
  onSecondTaker(): void
  onFailed(failure: Failure): void
}

/** Listens and dials as far as it is told to, and keeps one stream to the partner. */
export interface Link {
  reach(reach: LinkReach | null): void
  close(): void
}

const pairedPrologue = (epochId: Uint8Array) => concat(utf8('twofold/1/paired'), epochId)

export function createLink(options: {
  streams: Streams
  clock: Clock
  randomness: Randomness
  events: LinkEvents
}): Link {
  const { streams, clock, events } = options
  let current: LinkReach | null = null
  let server: { port: number; close(): void } | null = null
  let paired: AuthenticatedStream | null = null
  let cancelDial = () => {}
  /** Count what was told: what an earlier one set going ends by itself. */
  let turn = 0
  let joinTurn = 0
  let state: LinkState = 'off'

  const become = (next: LinkState) => {
    if (next !== state) events.onState(next)
    state = next
  }
  const settle = () => {
    if (!current?.paired) become('off')
    else if (!current.paired.connect) become('paused')
    else become(paired ? 'connected' : 'searching')
  }

  function termsFor(purpose: 'pairing' | 'paired'): ResponderTerms | null {
    if (!current) return null
    const { noise, pairing } = current
    if (purpose === 'pairing') {
      if (pairing?.role !== 'inviter') return null
      return { purpose, noise, psk: pairing.psk, prologue: pairing.prologue, status: pairing.status }
    }
    const partner = current.paired
    if (!partner?.connect) return null
    return { purpose, noise, psk: partner.psk, prologue: pairedPrologue(partner.epochId), status: 'open' }
  }

  function adopt(stream: AuthenticatedStream): void {
    if (stream.purpose === 'pairing') return events.onPairing(stream)
    const partner = current?.paired
    const isKnown = partner?.partnerNoiseKeys.some((key) => sameBytes(key, stream.remoteNoiseKey))
    if (!current || !partner?.connect || !isKnown) return stream.close()
    if (paired && !prefers(current.noise.publicKey, stream, paired)) return stream.close()
    const former = paired
    paired = stream
    former?.close()
    cancelDial()
    stream.onClose(() => {
      if (paired !== stream) return
      paired = null
      settle()
      dialSoon(turn, firstPause)
    })
    settle()
    events.onPaired(stream)
  }

  const isWantedNow = () =>
    current !== null && (current.listen || current.pairing?.role === 'inviter' || current.paired?.connect === true)

  async function listen(): Promise<void> {
    const wanted = current?.port ?? 0
    if (!isWantedNow()) {
      server?.close()
      server = null
    }
    if (!isWantedNow() || server) return
    try {
      const opened = await listenAt(wanted)
      // Told otherwise meanwhile, or told twice.
      if (!isWantedNow() || server) return opened.close()
      server = opened
      events.onListening(
        opened.port,
        streams.ownHosts().map((host) => addressOf(host, opened.port)),
      )
    } catch (error) {
      events.onFailed(failureOf(error))
    }
  }

  async function listenAt(port: number) {
    const onRefused = (status: 'used' | 'expired') => status === 'used' && events.onSecondTaker()
    const listen = (at: number) => streams.listen({ port: at, terms: termsFor, onStream: adopt, onRefused })
    // Another program may have taken the port meanwhile: any other will do, and the partner is told.
    return port === 0 ? listen(0) : listen(port).catch(() => listen(0))
  }

  function dialSoon(begun: number, pause: number): void {
    cancelDial()
    const partner = current?.paired
    if (begun !== turn || !partner?.connect || partner.addresses.length === 0) return
    const [byte = 0] = options.randomness.bytes(1)
    const wait = pause * (1 - (jitter * byte) / 256)
    cancelDial = clock.after(
      wait,
      () =>
        void dialPartner(begun).then((found) => {
          if (!found) dialSoon(begun, Math.min(longestPause, 2 * pause))
        }),
    )
  }

  async function dialPartner(begun: number): Promise<boolean> {
    if (begun !== turn || !current?.paired || paired) return true
    const { noise, paired: partner } = current
    const { psk, epochId, addresses } = partner
    const terms = {
      purpose: 'paired',
      noise,
      psk,
      prologue: pairedPrologue(epochId),
      payload: new Uint8Array(0),
    } as const
    const stream = await dialAny(addresses, terms, () => begun !== turn || paired !== null)
    if (!stream) return false
    if (begun !== turn) stream.close()
    else adopt(stream)
    return paired !== null
  }

  /** The first of the addresses that answers; null where none does. Fails where the invite is refused. */
  async function dialAny(addresses: readonly string[], terms: InitiatorTerms, isOver: () => boolean) {
    for (const address of addresses) {
      if (isOver()) return null
      try {
        return await streams.dial(address, terms)
      } catch (error) {
        if (error instanceof InviteRefused) throw error
      }
    }
    return null
  }

  async function join(begun: number): Promise<void> {
    const pairing = current?.pairing
    if (!current || pairing?.role !== 'joiner') return
    const { psk, prologue, payload, addresses } = pairing
    const terms = { purpose: 'pairing', noise: current.noise, psk, prologue, payload } as const
    try {
      for (let attempt = 0; attempt < joinTries; attempt++) {
        const stream = await dialAny(addresses, terms, () => begun !== joinTurn)
        if (begun !== joinTurn) return stream?.close()
        if (stream) return events.onPairing(stream)
        await new Promise<void>((resolve) => clock.after(firstPause, resolve))
      }
      if (begun === joinTurn) events.onFailed({ code: 'partner-unreachable' })
    } catch (error) {
      const used = error instanceof InviteRefused && error.status === 'used'
      if (begun === joinTurn) events.onFailed({ code: used ? 'invite-used' : 'invite-expired' })
    }
  }

  const pairingKey = (reach: LinkReach | null) => (reach?.pairing ? toHex(reach.pairing.psk) + reach.pairing.role : '')

  return {
    reach(reach) {
      const isSamePairing = pairingKey(reach) === pairingKey(current)
      turn++
      current = reach
      cancelDial()
      const epochId = reach?.paired?.epochId
      if (paired && (!epochId || !reach.paired?.connect || !knows(reach, paired))) {
        const former = paired
        paired = null
        former.close()
      }
      settle()
      void listen()
      // A pairing that is under way goes on by its stream.
      if (!isSamePairing) void join(++joinTurn)
      if (!paired) void dialPartner(turn).then((found) => (found ? undefined : dialSoon(turn, firstPause)))
    },
    close() {
      turn++
      joinTurn++
      current = null
      cancelDial()
      server?.close()
      server = null
      paired?.close()
      paired = null
    },
  }
}

const knows = ({ paired }: LinkReach, stream: AuthenticatedStream) =>
  paired?.partnerNoiseKeys.some((key) => sameBytes(key, stream.remoteNoiseKey)) ?? false

/** Of two streams the one dialled by the smaller key stays, so that both sides keep the same; of two alike the newer. */
function prefers(own: Uint8Array, fresh: AuthenticatedStream, kept: AuthenticatedStream): boolean {
  if (fresh.isInitiator === kept.isInitiator) return true
  const isOwnSmaller = toHex(own) < toHex(fresh.remoteNoiseKey)
  return fresh.isInitiator === isOwnSmaller
}

const addressOf = (host: string, port: number) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

/** What a person is told when a stream can't be had at all. */
export const notPaired = () => new AppError({ code: 'not-paired' })
