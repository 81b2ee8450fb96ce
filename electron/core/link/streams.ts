/** What a stream is for: a pairing by invite, or the exchange between paired devices. */
export type Purpose = 'pairing' | 'paired'

/** What one message is: between the vault processes, of the carrier, between the windows, or between the hosts. */
export const channels = { control: 0, carrier: 1, signaling: 2, host: 3 } as const
export type Channel = (typeof channels)[keyof typeof channels]

/** Longest message of a stream, in bytes, its channel included. */
export const maxMessage = 64 * 1024

/** What an invite says to whoever comes with it. */
export type InviteStatus = 'open' | 'used' | 'expired'

export interface NoiseKeys {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** What both ends of a handshake must have, or it fails. */
export interface Terms {
  readonly purpose: Purpose
  readonly noise: NoiseKeys
  readonly psk: Uint8Array
  readonly prologue: Uint8Array
}

export interface InitiatorTerms extends Terms {
  /** What the third message carries, sealed. */
  readonly payload: Uint8Array
}

export interface ResponderTerms extends Terms {
  readonly status: InviteStatus
}

/** A stream to a device that has proven its key and the pre-shared one. Whole messages, in order, sealed. */
export interface AuthenticatedStream {
  readonly purpose: Purpose
  /** Whether this device has dialled. */
  readonly isInitiator: boolean
  readonly remoteNoiseKey: Uint8Array
  readonly handshakeHash: Uint8Array
  /** What the other's third message carried; empty where this device has dialled. */
  readonly payload: Uint8Array
  /** Resolves when there is room for more; never rejects: a stream that is gone is told by `onClose`. */
  send(channel: Channel, bytes: Uint8Array): Promise<void>
  /** Each is called once; messages and the end wait until then. */
  onMessage(listener: (channel: number, bytes: Uint8Array) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Why a dialled device answered but no stream came of it. */
export class InviteRefused extends Error {
  readonly status: 'used' | 'expired'

  constructor(status: 'used' | 'expired') {
    super(status)
    this.status = status
  }
}

/** Streams over the network. */
export interface Streams {
  /** Accepts streams at a port (0: any free one); `port-taken` where it can't be had. Whoever doesn't meet the terms is dropped in silence. */
  listen(o: {
    port: number
    /** Null terms: nobody is expected for this purpose. */
    terms(purpose: Purpose): ResponderTerms | null
    onStream(stream: AuthenticatedStream): void
    /** Somebody with the right key came with an invite that isn't open. */
    onRefused(status: 'used' | 'expired'): void
  }): Promise<{ readonly port: number; close(): void }>
  /** Rejects where nobody answers or the terms aren't met within five seconds; with `InviteRefused` where told so. */
  dial(address: string, terms: InitiatorTerms): Promise<AuthenticatedStream>
  /** The addresses at which others may reach this computer, without ports. */
  ownHosts(): string[]
}
