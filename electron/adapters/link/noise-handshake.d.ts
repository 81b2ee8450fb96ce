declare module 'noise-handshake' {
  interface KeyPair {
    readonly publicKey: Uint8Array
    readonly secretKey: Uint8Array
  }
  /** The part of noise-handshake that is used: the Noise state machine of one side. */
  export default class NoiseHandshake {
    constructor(pattern: 'XXpsk0', isInitiator: boolean, keys: KeyPair, options: { psk: Uint8Array })
    readonly complete: boolean
    readonly rs: Uint8Array
    readonly tx: Uint8Array
    readonly rx: Uint8Array
    readonly hash: Uint8Array
    initialise(prologue: Uint8Array): void
    send(payload?: Uint8Array): Uint8Array
    recv(message: Uint8Array): Uint8Array
  }
}

declare module '@hyperswarm/secret-stream' {
  import type { Socket } from 'node:net'

  /** The part of secret-stream that is used, after a handshake of our own. */
  export default class SecretStream {
    constructor(
      isInitiator: boolean,
      socket: Socket,
      options: {
        handshake: {
          tx: Uint8Array
          rx: Uint8Array
          hash: Uint8Array
          publicKey: Uint8Array
          remotePublicKey: Uint8Array
        }
        data?: Uint8Array
        keepAlive: number
        enableSend: boolean
      },
    )
    write(bytes: Uint8Array): boolean
    setTimeout(ms: number): void
    on(event: 'data', listener: (bytes: Uint8Array) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    on(event: 'close' | 'drain', listener: () => void): this
    destroy(): void
    end(): void
  }
}
