import type { LinkNews } from '../host/link-protocol'
import type { Clock } from '../ports'
import { type AuthenticatedStream, channels } from './streams'

/** How long a pairing's stream stays after its end, so that the last word reaches the other side; ms. */
const linger = 1000

/** The one stream by which two vault processes pair. */
export interface PairingStream {
  take(stream: AuthenticatedStream): void
  send(bytes: Uint8Array): void
  /** The pairing is over, well or not. */
  end(): void
  close(): void
}

export function createPairingStream({ clock, tell }: { clock: Clock; tell(news: LinkNews): void }): PairingStream {
  let current: AuthenticatedStream | null = null
  return {
    take(stream) {
      if (current) {
        // Somebody else came with the invite while two are comparing words.
        stream.close()
        return tell({ type: 'second-taker' })
      }
      current = stream
      const { handshakeHash, remoteNoiseKey, payload } = stream
      tell({ type: 'pairing-linked', handshakeHash, remoteNoiseKey, payload })
      stream.onMessage((channel, bytes) => {
        if (channel === channels.control) tell({ type: 'control', bytes })
        else stream.close()
      })
      stream.onClose(() => {
        if (current !== stream) return
        current = null
        tell({ type: 'pairing-ended', failure: { code: 'pairing-broken-off' } })
      })
    },
    send: (bytes) => void current?.send(channels.control, bytes),
    end() {
      const ended = current
      current = null
      // What was said last must arrive: the other side ends its own.
      clock.after(linger, () => ended?.close())
    },
    close: () => current?.close(),
  }
}
