import { readCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import type { AuthenticatedStream, Handshaken, Streams } from '../../electron/core/link/streams/streams'

type Said = Exclude<ReturnType<typeof readCarrierMessage>, 'unknown' | null>

/** Streams as they are, with a look at what carriers say and hear on them. */
export function watchedStreams(
  streams: Streams,
  o: { onSaid?(said: Said): void; onHeard?(heard: Said): void },
): Streams {
  const look = (channel: string, bytes: Uint8Array, onMessage?: (message: Said) => void) => {
    const message = channel === 'carrier' && onMessage ? readCarrierMessage(bytes) : null
    if (message && message !== 'unknown') onMessage?.(message)
  }
  const watched = (stream: AuthenticatedStream): AuthenticatedStream => ({
    ...stream,
    send(channel, bytes) {
      look(channel, bytes, o.onSaid)
      return stream.send(channel, bytes)
    },
    onMessage: (heard, tooLarge) =>
      stream.onMessage((channel, bytes) => {
        look(channel, bytes, o.onHeard)
        heard(channel, bytes)
      }, tooLarge),
  })
  const watch = (handshaken: Handshaken): Handshaken =>
    handshaken.status === 'open' ? { ...handshaken, stream: watched(handshaken.stream) } : handshaken
  return {
    async dial(...args) {
      const handshaken = await streams.dial(...args)
      return handshaken && watch(handshaken)
    },
    listen: (options) => streams.listen({ ...options, onStream: (handshaken) => options.onStream(watch(handshaken)) }),
  }
}
