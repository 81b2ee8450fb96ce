/** What is used of @hyperswarm/secret-stream 6.9, which comes without types. */
declare module '@hyperswarm/secret-stream' {
  import type { EventEmitter } from 'node:events'
  import type { Duplex } from 'node:stream'

  interface Handshake {
    tx: Uint8Array
    rx: Uint8Array
    hash: Uint8Array
    publicKey: Uint8Array
    remotePublicKey: Uint8Array
  }

  class SecretStream extends EventEmitter {
    constructor(
      isInitiator: boolean,
      rawStream: Duplex,
      options: { handshake: Handshake; keepAlive: number; enableSend: boolean },
    )
    /** False where the writer had better wait for `drain`. */
    write(message: Uint8Array): boolean
    end(): void
    destroy(error?: Error): void
    pause(): void
    resume(): void
    /** Destroys the stream once nothing has come in for so long. */
    setTimeout(ms: number): void
  }

  export = SecretStream
}
