/** What is used of noise-handshake 4.2, which comes without types. */
declare module 'noise-handshake' {
  interface KeyPair {
    publicKey: Uint8Array
    secretKey: Uint8Array
  }

  class NoiseState {
    constructor(pattern: 'XXpsk0', initiator: boolean, staticKeys: KeyPair, options: { psk: Uint8Array })
    /** The ephemeral keys; made when first needed unless set before. */
    e: KeyPair | null
    readonly rs: Uint8Array | null
    readonly tx: Uint8Array | null
    readonly rx: Uint8Array | null
    readonly hash: Uint8Array | null
    readonly complete: boolean
    initialise(prologue: Uint8Array): void
    send(payload?: Uint8Array): Uint8Array
    /** Throws on anything that isn't the next message. */
    recv(message: Uint8Array): Uint8Array
  }

  export = NoiseState
}
