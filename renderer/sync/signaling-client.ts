import { Observable } from 'lib0/observable'
import { z } from 'zod'
import { peerSignal } from './framed-peer'
import type { Seal } from './signaling-seal'

const peerId = z.string().min(1).max(64)

/** What y-webrtc 10.3 publishes in a room: that one is there, and how to connect. */
export const liveSignal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('announce'), from: peerId }),
  z.object({ type: z.literal('signal'), from: peerId, to: peerId, token: z.number(), signal: peerSignal }),
])
export type LiveSignal = z.infer<typeof liveSignal>

/** What travels, sealed; `n` ascends for each sender, so that nothing is taken twice. */
const envelope = z.object({ n: z.number().int().positive(), topic: z.string().max(256), data: liveSignal })

const said = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), topics: z.array(z.string()) }),
  z.object({ type: z.literal('unsubscribe'), topics: z.array(z.string()) }),
  z.object({ type: z.literal('publish'), topic: z.string(), data: liveSignal }),
])

/** The way of signals to the partner's window and back. */
export interface SignalingPort {
  /** May fail to arrive: what is not heard is said again. */
  send(message: string): void
  onMessage(listener: (message: string) => void): () => void
}

export interface SignalingLink {
  port: SignalingPort
  seal: Seal
  /** Whether y-webrtc may hear this. The next message waits for the answer. */
  admit(signal: LiveSignal, topic: string): Promise<boolean>
}

const links = new Map<string, SignalingLink>()
let opened = 0

/** Opens a way of signaling; its address is what a provider is given as its signaling server. */
export function openSignaling(link: SignalingLink): { address: string; close(): void } {
  const address = `twofold:${++opened}`
  links.set(address, link)
  return { address, close: () => links.delete(address) }
}

/** Senders whose last number is remembered: windows of one partner in one session. */
const mostSenders = 64

/**
 * What y-webrtc imports of lib0/websocket 0.2: a connection to its signaling server, here the partner's window itself.
 * Messages are sealed for this session, taken once and in order, and handed on only where `admit` says so.
 */
export class WebsocketClient extends Observable<string> {
  readonly url: string
  connected = false
  private readonly link: SignalingLink
  private readonly stop: () => void
  private readonly topics = new Set<string>()
  private readonly lastOf = new Map<string, number>()
  private sent = 0
  private sending = Promise.resolve()
  private hearing = Promise.resolve()

  constructor(url: string) {
    super()
    const link = links.get(url)
    if (!link) throw new Error(`no signaling at ${url}`)
    this.url = url
    this.link = link
    this.stop = link.port.onMessage((message) => {
      this.hearing = this.hearing.then(() => this.hear(message)).catch(() => {})
    })
    this.connected = true
    // y-webrtc listens only after this constructor; it then subscribes to its rooms and announces itself.
    queueMicrotask(() => {
      if (this.connected) this.emit('connect', [{ type: 'connect' }, this])
    })
  }

  send(message: unknown): void {
    if (!this.connected) return
    const known = said.parse(message)
    if (known.type === 'subscribe') for (const topic of known.topics) this.topics.add(topic)
    else if (known.type === 'unsubscribe') for (const topic of known.topics) this.topics.delete(topic)
    else this.publish(known.topic, known.data)
  }

  override destroy(): void {
    this.connected = false
    this.stop()
    super.destroy()
  }

  private publish(topic: string, data: LiveSignal): void {
    const sealed = this.link.seal.seal({ n: ++this.sent, topic, data } satisfies z.infer<typeof envelope>)
    this.sending = this.sending
      .then(async () => {
        const message = await sealed
        if (this.connected) this.link.port.send(message)
      })
      .catch(() => {})
  }

  private async hear(message: string): Promise<void> {
    const parsed = envelope.safeParse(await this.link.seal.open(message))
    if (!parsed.success || !this.connected) return
    const { n, topic, data } = parsed.data
    if (!this.topics.has(topic) || !this.isNew(data.from, n)) return
    if (!(await this.link.admit(data, topic)) || !this.connected) return
    this.emit('message', [{ type: 'publish', topic, data }, this])
  }

  private isNew(from: string, n: number): boolean {
    if (n <= (this.lastOf.get(from) ?? 0)) return false
    if (!this.lastOf.has(from) && this.lastOf.size >= mostSenders) return false
    this.lastOf.set(from, n)
    return true
  }
}
