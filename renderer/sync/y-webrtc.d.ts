/** The part of y-webrtc 10.3.0 that the live room stands on; the package's own types can't be resolved through its exports. */
declare module 'y-webrtc' {
  import type { Awareness } from 'y-protocols/awareness'
  import type { Doc } from 'yjs'
  import type { FramedPeer, FramedPeerOptions } from './framed-peer'
  import type { WebsocketClient } from './signaling-client'

  interface WebrtcConn {
    readonly connected: boolean
    readonly peer: FramedPeer
  }

  interface AwarenessChange {
    added: number[]
    updated: number[]
    removed: number[]
  }

  interface Room {
    readonly peerId: string
    readonly awareness: Awareness
    readonly webrtcConns: ReadonlyMap<string, WebrtcConn>
    connect: () => void
    disconnect: () => void
    _docUpdateHandler: (update: Uint8Array, origin: unknown) => void
    _awarenessUpdateHandler: (change: AwarenessChange, origin: unknown) => void
  }

  class WebrtcProvider {
    constructor(
      roomName: string,
      doc: Doc,
      options: {
        signaling: string[]
        awareness: Awareness
        maxConns: number
        filterBcConns: boolean
        peerOpts: Omit<FramedPeerOptions, 'initiator'>
      },
    )
    readonly key: PromiseLike<unknown>
    readonly room: Room | null
    /** Those of earlier connections too; the last one is the present one. */
    readonly signalingConns: readonly WebsocketClient[]
    on(event: 'peers', listener: () => void): void
    connect(): void
    disconnect(): void
    destroy(): void
  }
}
