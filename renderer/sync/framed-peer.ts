import { background } from '../../shared/background'
import { z } from 'zod'
import { createFramedStreams, type FramedStreams } from './framed-streams'
import { streams, type Stream } from './frames'

/** What is longer than this goes by the bulk channel, in bytes: a frame's worth never holds up a key. */
const bulkAbove = 16 * 1024
/**
 * How long a connection may take, in ms: a way that is there is found within two seconds, and where a candidate's name
 * went unanswered (mDNS asks by datagrams) the next attempt asks anew.
 */
const connectWithin = 10_000
/** Candidates that may come before the description they belong to. */
const mostEarlyCandidates = 64

const candidate = z.object({
  candidate: z.string().max(2048),
  sdpMLineIndex: z.number().int().nonnegative().nullish(),
  sdpMid: z.string().max(64).nullish(),
})
/** What two peers tell each other to find a connection, in simple-peer's form. */
export const peerSignal = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['offer', 'answer']), sdp: z.string().max(32 * 1024) }),
  z.object({ type: z.literal('candidate'), candidate }),
])
export type PeerSignal = z.infer<typeof peerSignal>

interface PeerEvents {
  signal(signal: PeerSignal): void
  connect(): void
  data(message: Uint8Array): void
  error(error: Error): void
  close(): void
}

export interface FramedPeerOptions {
  initiator: boolean
  /** Told of each new peer, gives what lets its messages in; everything passes where it is left out. */
  guard?: (peer: FramedPeer) => Accept
}

/** What of a message may pass, or null for nothing; what it throws ends the connection. */
export type Accept = (message: Uint8Array<ArrayBuffer>) => Uint8Array | null

/**
 * A connection to one other window, with what y-webrtc uses of simple-peer 9.11 (`on`, `signal`, `send`, `destroy`),
 * for messages of any length up to 256 MiB. Two negotiated channels, so that a key never waits for a long message. No
 * server is ever asked how to connect. `error` comes before `close` where the end was none in good order.
 */
export class FramedPeer {
  /** Resolves when the connection has ended and its `close` has been told. */
  readonly closed: Promise<void>
  private readonly listeners: { [E in keyof PeerEvents]: Set<PeerEvents[E]> } = {
    signal: new Set(),
    connect: new Set(),
    data: new Set(),
    error: new Set(),
    close: new Set(),
  }
  private readonly connection = new RTCPeerConnection({ iceServers: [] })
  private readonly channels: Record<Stream, RTCDataChannel>
  private readonly streams: FramedStreams
  private readonly stopConnecting: () => void
  private early: RTCIceCandidateInit[] = []
  /** What came by one channel before the other was open too; null from then on. */
  private held: (() => void)[] | null = []
  private isOver = false
  private tellClosed = () => {}

  constructor({ initiator, guard }: FramedPeerOptions) {
    this.closed = new Promise((resolve) => (this.tellClosed = resolve))
    const accept: Accept = guard?.(this) ?? ((message) => message)
    this.channels = { live: this.openChannel('live', 0), bulk: this.openChannel('bulk', 1) }
    this.streams = createFramedStreams({
      wire: {
        send: (stream, frame) => this.channels[stream].send(frame),
        buffered: (stream) => this.channels[stream].bufferedAmount,
      },
      deliver: (message) => {
        const passed = accept(message)
        if (passed) this.tell('data', passed)
      },
      fail: (error) => this.destroy(error),
      after: later,
    })
    this.stopConnecting = later(connectWithin, () => this.destroy(new Error('no connection in time')))
    this.connection.addEventListener('icecandidate', (event) => this.candidateFound(event.candidate))
    this.connection.addEventListener('connectionstatechange', () => {
      if (this.connection.connectionState === 'failed') this.destroy(new Error('the connection failed'))
    })
    if (initiator) this.describe().catch((error: unknown) => this.destroy(asError(error)))
  }

  on<E extends keyof PeerEvents>(event: E, listener: PeerEvents[E]): this {
    this.listeners[event].add(listener)
    return this
  }

  /** Takes what the other peer signalled; what makes no sense ends the connection. */
  signal(data: unknown): void {
    if (this.isOver) return
    const parsed = peerSignal.safeParse(data)
    if (!parsed.success) return this.destroy(new Error('not a signal'))
    this.heard(parsed.data).catch((error: unknown) => this.destroy(asError(error)))
  }

  /**
   * Sends a whole message; where it can't be sent the connection ends, since the other side would miss it. Before
   * `connect` nothing is sent: what is said then is part of what each tells the other first.
   */
  send(message: Uint8Array): void {
    if (this.isOver || this.held) return
    this.streams.send(message, message.length > bulkAbove || isSyncAnswer(message) ? 'bulk' : 'live')
  }

  /** Ends the connection, at once for the other side and with the next microtask for who listens here. */
  destroy(error?: Error): void {
    if (this.isOver) return
    this.isOver = true
    this.stopConnecting()
    this.streams.close()
    for (const stream of streams) this.channels[stream].close()
    this.connection.close()
    queueMicrotask(() => {
      if (error) this.tell('error', error)
      this.tell('close')
      this.tellClosed()
    })
  }

  private tell<E extends keyof PeerEvents>(event: E, ...news: Parameters<PeerEvents[E]>): void {
    for (const listener of this.listeners[event]) (listener as (...news: Parameters<PeerEvents[E]>) => void)(...news)
  }

  private opened(): void {
    const { held } = this
    if (this.isOver || !held || !streams.every((stream) => this.channels[stream].readyState === 'open')) return
    this.held = null
    this.stopConnecting()
    this.tell('connect')
    for (const receive of held) receive()
  }

  private openChannel(stream: Stream, id: number): RTCDataChannel {
    const channel = this.connection.createDataChannel(stream, { id, negotiated: true, ordered: true })
    channel.binaryType = 'arraybuffer'
    channel.bufferedAmountLowThreshold = 64 * 1024
    channel.addEventListener('open', () => this.opened())
    channel.addEventListener('bufferedamountlow', () => this.streams.drained())
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.isOver) return
      if (!(data instanceof ArrayBuffer)) return this.destroy(new Error('not a frame'))
      const receive = () => this.streams.receive(new Uint8Array(data), stream)
      if (this.held) this.held.push(receive)
      else receive()
    })
    channel.addEventListener('close', () => this.destroy())
    channel.addEventListener('error', ({ error }) => {
      // So Chromium calls it when the other side has closed.
      const isGoodEnd = error.message.includes('User-Initiated Abort')
      this.destroy(isGoodEnd ? undefined : error)
    })
    return channel
  }

  private candidateFound(found: RTCIceCandidate | null): void {
    if (this.isOver || !found?.candidate) return
    const { candidate, sdpMLineIndex, sdpMid } = found
    this.tell('signal', { type: 'candidate', candidate: { candidate, sdpMLineIndex, sdpMid } })
  }

  /** Makes an offer or, where the other side's offer has been taken, an answer. */
  private async describe(): Promise<void> {
    try {
      await this.connection.setLocalDescription()
      const made = this.connection.localDescription
      if (this.isOver || (made?.type !== 'offer' && made?.type !== 'answer')) return
      this.tell('signal', { type: made.type, sdp: made.sdp })
    } catch (error) {
      this.destroy(asError(error))
    }
  }

  private async heard(signal: PeerSignal): Promise<void> {
    if (signal.type === 'candidate') return this.addCandidate(withoutUndefined(signal.candidate))
    if (signal.type === 'answer' && this.connection.signalingState !== 'have-local-offer') return
    // An offer in place of one's own takes that back (implicit rollback); one within a connection means a new one.
    if (this.connection.remoteDescription) throw new Error('described twice')
    await this.connection.setRemoteDescription(signal)
    if (this.isOver) return
    const early = this.early
    this.early = []
    for (const waiting of early) background(this.addCandidate(waiting))
    if (signal.type === 'offer') await this.describe()
  }

  private async addCandidate(found: RTCIceCandidateInit): Promise<void> {
    if (!this.connection.remoteDescription) {
      if (this.early.length >= mostEarlyCandidates) throw new Error('too many candidates')
      this.early.push(found)
      return
    }
    // A candidate that is of no use is no harm: another one may be.
    await this.connection.addIceCandidate(found).catch(() => {})
  }
}

/** What y-webrtc imports. */
// oxlint-disable-next-line import/no-default-export -- it stands in for a module that has one
export default FramedPeer

/** y-webrtc's sync step 2: everything that the other side misses, so of any length. */
function isSyncAnswer(message: Uint8Array): boolean {
  return message[0] === 0 && message[1] === 1
}

type Candidate = Extract<PeerSignal, { type: 'candidate' }>['candidate']

function withoutUndefined({ candidate, sdpMLineIndex, sdpMid }: Candidate): RTCIceCandidateInit {
  return { candidate, sdpMLineIndex: sdpMLineIndex ?? null, sdpMid: sdpMid ?? null }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

function later(ms: number, action: () => void): () => void {
  const timer = setTimeout(action, ms)
  return () => clearTimeout(timer)
}
