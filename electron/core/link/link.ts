import { failureOf, type Failure } from '../../../shared/failure'
import type { LinkReach } from '../host/link-protocol'
import type { Clock, Randomness } from '../ports'
import { concat, sameBytes, toHex, utf8 } from '../vault/bytes'
import {
  type AuthenticatedStream,
  type InitiatorTerms,
  InviteRefused,
  type Purpose,
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

interface LinkOptions {
  readonly streams: Streams
  readonly clock: Clock
  readonly randomness: Randomness
  readonly events: LinkEvents
}

const pairedPrologue = (epochId: Uint8Array) => concat(utf8('twofold/1/paired'), epochId)

/** Listens and dials as far as it is told to, and keeps one stream to the partner. */
export class Link {
  readonly #o: LinkOptions
  #current: LinkReach | null = null
  #server: { readonly port: number; close(): void } | null = null
  #paired: AuthenticatedStream | null = null
  #cancelDial = () => {}
  /** Count what was told: what an earlier one set going ends by itself. */
  #turn = 0
  #joinTurn = 0
  #state: LinkState = 'off'

  constructor(options: LinkOptions) {
    this.#o = options
  }

  reach(reach: LinkReach | null): void {
    const isSamePairing = pairingKey(reach) === pairingKey(this.#current)
    this.#turn++
    this.#current = reach
    this.#cancelDial()
    if (this.#paired && !(reach?.paired?.connect && knows(reach, this.#paired))) this.#letGo()
    this.#settle()
    void this.#listen()
    // A pairing that is under way goes on by its stream.
    if (!isSamePairing) void this.#join(++this.#joinTurn)
    if (!this.#paired) this.#dialNow(this.#turn, firstPause / 2)
  }

  close(): void {
    this.#turn++
    this.#joinTurn++
    this.#current = null
    this.#cancelDial()
    this.#server?.close()
    this.#server = null
    this.#letGo()
  }

  #letGo(): void {
    const former = this.#paired
    this.#paired = null
    former?.close()
  }

  #settle(): void {
    const paired = this.#current?.paired
    const next = !paired ? 'off' : !paired.connect ? 'paused' : this.#paired ? 'connected' : 'searching'
    if (next !== this.#state) this.#o.events.onState(next)
    this.#state = next
  }

  #termsFor(purpose: Purpose): ResponderTerms | null {
    if (!this.#current) return null
    const { noise, pairing, paired } = this.#current
    if (purpose === 'pairing') {
      if (pairing?.role !== 'inviter') return null
      return { purpose, noise, psk: pairing.psk, prologue: pairing.prologue, status: pairing.status }
    }
    if (!paired?.connect) return null
    return { purpose, noise, psk: paired.psk, prologue: pairedPrologue(paired.epochId), status: 'open' }
  }

  #adopt(stream: AuthenticatedStream): void {
    const { events } = this.#o
    if (stream.purpose === 'pairing') return events.onPairing(stream)
    const reach = this.#current
    if (!reach?.paired?.connect || !knows(reach, stream)) return stream.close()
    if (this.#paired && !prefers(reach.noise.publicKey, stream, this.#paired)) return stream.close()
    this.#letGo()
    this.#paired = stream
    this.#cancelDial()
    stream.onClose(() => {
      if (this.#paired !== stream) return
      this.#paired = null
      this.#settle()
      this.#dialSoon(this.#turn, firstPause)
    })
    this.#settle()
    events.onPaired(stream)
  }

  #isListeningWanted(): boolean {
    const { listen, pairing, paired } = this.#current ?? {}
    return listen === true || pairing?.role === 'inviter' || paired?.connect === true
  }

  async #listen(): Promise<void> {
    if (!this.#isListeningWanted()) {
      this.#server?.close()
      this.#server = null
    }
    if (!this.#isListeningWanted() || this.#server) return
    const { streams, events } = this.#o
    try {
      const opened = await this.#listenAt(this.#current?.port ?? 0)
      // Told otherwise meanwhile, or told twice.
      if (!this.#isListeningWanted() || this.#server) return opened.close()
      this.#server = opened
      const addresses = streams.ownHosts().map((host) => addressOf(host, opened.port))
      events.onListening(opened.port, addresses)
    } catch (error) {
      events.onFailed(failureOf(error))
    }
  }

  async #listenAt(port: number) {
    const { streams, events } = this.#o
    const listen = (at: number) =>
      streams.listen({
        port: at,
        terms: (purpose) => this.#termsFor(purpose),
        onStream: (stream) => this.#adopt(stream),
        onRefused: (status) => status === 'used' && events.onSecondTaker(),
      })
    // Another program may have taken the port meanwhile: any other will do, and the partner is told.
    return port === 0 ? listen(0) : listen(port).catch(() => listen(0))
  }

  #dialSoon(begun: number, pause: number): void {
    this.#cancelDial()
    const paired = this.#current?.paired
    if (begun !== this.#turn || !paired?.connect || paired.addresses.length === 0) return
    const [byte = 0] = this.#o.randomness.bytes(1)
    const wait = pause * (1 - (jitter * byte) / 256)
    this.#cancelDial = this.#o.clock.after(wait, () => this.#dialNow(begun, pause))
  }

  /** Dials the partner; where nobody answers, again after twice this pause. */
  #dialNow(begun: number, pause: number): void {
    void this.#dialPartner(begun).then(
      (isOver) => (isOver ? undefined : this.#dialSoon(begun, Math.min(longestPause, 2 * pause))),
      () => this.#dialSoon(begun, longestPause),
    )
  }

  async #dialPartner(begun: number): Promise<boolean> {
    const { paired, noise } = this.#current ?? {}
    if (begun !== this.#turn || !paired?.connect || !noise || this.#paired) return true
    const { psk, epochId, addresses } = paired
    const terms = { purpose: 'paired', noise, psk, prologue: pairedPrologue(epochId), payload: nothing } as const
    const stream = await this.#dialAny(addresses, terms, () => begun !== this.#turn || this.#paired !== null)
    if (!stream) return false
    if (begun === this.#turn) this.#adopt(stream)
    else stream.close()
    return this.#paired !== null
  }

  /** The first of the addresses that answers; null where none does. Fails where the invite is refused. */
  async #dialAny(addresses: readonly string[], terms: InitiatorTerms, isOver: () => boolean) {
    for (const address of addresses) {
      if (isOver()) return null
      try {
        return await this.#o.streams.dial(address, terms)
      } catch (error) {
        if (error instanceof InviteRefused) throw error
      }
    }
    return null
  }

  async #join(begun: number): Promise<void> {
    const { events } = this.#o
    try {
      const stream = await this.#dialInviter(begun)
      if (begun !== this.#joinTurn) stream?.close()
      else if (stream) events.onPairing(stream)
      else if (this.#current?.pairing?.role === 'joiner') events.onFailed({ code: 'partner-unreachable' })
    } catch (error) {
      const isUsed = error instanceof InviteRefused && error.status === 'used'
      if (begun === this.#joinTurn) events.onFailed({ code: isUsed ? 'invite-used' : 'invite-expired' })
    }
  }

  async #dialInviter(begun: number): Promise<AuthenticatedStream | null> {
    const { pairing, noise } = this.#current ?? {}
    if (pairing?.role !== 'joiner' || !noise) return null
    const { psk, prologue, payload, addresses } = pairing
    const terms = { purpose: 'pairing', noise, psk, prologue, payload } as const
    for (let attempt = 0; attempt < joinTries && begun === this.#joinTurn; attempt++) {
      const stream = await this.#dialAny(addresses, terms, () => begun !== this.#joinTurn)
      if (stream) return stream
      await new Promise<void>((resolve) => void this.#o.clock.after(firstPause, resolve))
    }
    return null
  }
}

const nothing = new Uint8Array(0)

const pairingKey = (reach: LinkReach | null) => (reach?.pairing ? toHex(reach.pairing.psk) + reach.pairing.role : '')

const knows = ({ paired }: LinkReach, stream: AuthenticatedStream) =>
  paired?.partnerNoiseKeys.some((key) => sameBytes(key, stream.remoteNoiseKey)) ?? false

/** Of two streams the one dialled by the smaller key stays, so that both sides keep the same; of two alike the newer. */
function prefers(own: Uint8Array, fresh: AuthenticatedStream, kept: AuthenticatedStream): boolean {
  if (fresh.isInitiator === kept.isInitiator) return true
  const isOwnSmaller = toHex(own) < toHex(fresh.remoteNoiseKey)
  return fresh.isInitiator === isOwnSmaller
}

const addressOf = (host: string, port: number) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)
