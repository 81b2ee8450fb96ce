/** What a stream is for, as its first frame says. */
export type Purpose = 'pairing' | 'paired'

/**
 * What a message on a stream is about; the order is that of their bytes on the wire. A byte beyond is of a newer version,
 * but for 255, by which a listener says its welcome.
 */
export const channels = ['control', 'carrier', 'signaling', 'addresses', 'session'] as const
export type Channel = (typeof channels)[number]

/** The largest message of a stream in bytes, its channel's byte included. */
export const maxMessage = 64 * 1024

/** The answer to a first handshake message: whether the invite is still to be had. */
export const statuses = ['open', 'used', 'expired'] as const
export type HandshakeStatus = (typeof statuses)[number]

/** The longest payload of the third handshake message, in bytes. */
export const maxPayload = 430

export interface NoiseKeys {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** What both ends of a handshake (Noise XXpsk0) must agree on, and this end's own keys. */
export interface HandshakeSecrets {
  readonly keys: NoiseKeys
  readonly psk: Uint8Array
  /** Bound into the handshake after protocol, version and purpose. */
  readonly context: Uint8Array
  /** Whether this static key may be at the other end; asked before more is said to it. */
  accepts(remoteNoiseKey: Uint8Array): boolean
}

/** What a dialler says. */
export interface DiallingSide extends HandshakeSecrets {
  readonly purpose: Purpose
  /** Milliseconds; another one in each handshake of this device. */
  readonly timestamp: bigint
  /** At most `maxPayload` bytes; goes out only where the other end's status is `open`. */
  readonly payload: Uint8Array
}

/** What a listener answers. */
export interface AnsweringSide {
  /** Null where nobody is expected for this purpose: the socket is destroyed without a word. */
  secrets(purpose: Purpose): HandshakeSecrets | null
  /** Null for a timestamp that has been seen: the socket is destroyed without a word. */
  status(purpose: Purpose, timestamp: bigint): HandshakeStatus | null
}

/** An encrypted stream of messages to a device that has proven its static key and the pre-shared key. */
export interface AuthenticatedStream {
  readonly purpose: Purpose
  readonly isInitiator: boolean
  readonly remoteNoiseKey: Uint8Array
  /** 64 bytes, the same at both ends and of no other stream. */
  readonly handshakeHash: Uint8Array
  /** What the dialler's third message carried; empty at the dialler. */
  readonly payload: Uint8Array
  /** Resolves once there is room for more; `not-paired` where the stream has ended. */
  send(channel: Channel, bytes: Uint8Array): Promise<void>
  /**
   * Nothing comes in before this is called; call it once. A message on a channel that isn't known here is passed over.
   * `tooLarge` is called for one of more than `maxMessage` bytes; without it that ends the stream.
   */
  onMessage(heard: (channel: Channel, bytes: Uint8Array) => void, tooLarge?: () => void): void
  /** Called once, at once if the stream has ended already. */
  onClose(ended: () => void): void
  /** Ends the stream after what has been sent. */
  close(): void
  /** Ends the stream at once. */
  destroy(): void
}

/** How a handshake went: both know each other; the invite isn't open any more. */
export type Handshaken =
  | { readonly status: 'open'; readonly stream: AuthenticatedStream }
  | { readonly status: 'used' | 'expired'; readonly remoteNoiseKey: Uint8Array }

/** A port that is listened on. */
export interface Listener {
  readonly port: number
  close(): void
}

/** Authenticated streams over TCP. */
export interface Streams {
  /** Null where nobody answers at `host:port`, or not as they should; `cancelled` lets it go. */
  dial(address: string, side: DiallingSide, cancelled: AbortSignal): Promise<Handshaken | null>
  /** Port 0 is any free one, a null host every interface. `port-taken` where the port is in use. */
  listen(o: {
    host: string | null
    port: number
    side: AnsweringSide
    onStream(handshaken: Handshaken): void
  }): Promise<Listener>
}
