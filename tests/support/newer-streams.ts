import { readCarrierMessage, writeCarrierMessage } from '../../electron/core/link/carriers/carrier-messages'
import { writeAddresses } from '../../electron/core/link/streams/addresses'
import { readSessionMessage } from '../../electron/core/link/streams/session-messages'
import type { AuthenticatedStream, Channel, Handshaken, Streams } from '../../electron/core/link/streams/streams'
import { fromUtf8, utf8 } from '../../electron/core/vault/bytes'

/** What an app of some years hence says as well, of each kind how often. */
export interface NewerApp {
  readonly said: Record<'channel' | 'message' | 'field' | 'feature' | 'address', number>
  /** The reason by which it ends every paired stream after its hello; null for none. */
  ends: string | null
}

export const newerApp = (): NewerApp => ({
  said: { channel: 0, message: 0, field: 0, feature: 0, address: 0 },
  ends: null,
})

const more = { more: { of: ['what', { only: 'a newer version' }, 'knows'] } }

/** Streams of such an app: from its hello on it says beside each message what nobody knew before. */
export function newerStreams(streams: Streams, app: NewerApp): Streams {
  const changed = (channel: Channel, bytes: Uint8Array): Uint8Array => {
    if (channel === 'addresses') {
      app.said.address++
      return writeAddresses(['relay!of-a-newer-version', ...(JSON.parse(fromUtf8(bytes)) as string[]).slice(0, 7)])
    }
    const said = channel === 'carrier' ? readCarrierMessage(bytes) : null
    if (!said || said === 'unknown') return bytes
    app.said.field++
    return writeCarrierMessage({ ...said.head, ...more }, said.bytes)
  }
  const newer = (stream: AuthenticatedStream): AuthenticatedStream => {
    let isNewer = false
    const send = async (channel: Channel, bytes: Uint8Array) => {
      const said = channel === 'session' ? readSessionMessage(bytes) : null
      if (said && said !== 'unknown' && said.type === 'hello') {
        isNewer = true
        app.said.feature++
        const hello = { ...said, ...more, version: 2, features: ['teleport', ...said.features] }
        const saying = stream.send('session', utf8(JSON.stringify(hello)))
        if (app.ends) await stream.send('session', utf8(JSON.stringify({ type: 'end', reason: app.ends, ...more })))
        return saying
      }
      if (!isNewer) return stream.send(channel, bytes)
      app.said.channel++
      app.said.message += 2
      // The adapter knows no such channel, and gives it a byte that no channel has.
      void stream.send('weather' as Channel, utf8('fair')).catch(() => {})
      void stream.send('session', utf8(JSON.stringify({ type: 'weather', ...more }))).catch(() => {})
      const unknown = { type: 'forecast', ...more } as unknown as Parameters<typeof writeCarrierMessage>[0]
      void stream.send('carrier', writeCarrierMessage(unknown, utf8('and bytes behind it'))).catch(() => {})
      return stream.send(channel, changed(channel, bytes))
    }
    return { ...stream, send }
  }
  const wrap = (handshaken: Handshaken): Handshaken =>
    handshaken.status === 'open' ? { ...handshaken, stream: newer(handshaken.stream) } : handshaken
  return {
    async dial(...args) {
      const handshaken = await streams.dial(...args)
      return handshaken && wrap(handshaken)
    },
    listen: (options) => streams.listen({ ...options, onStream: (handshaken) => options.onStream(wrap(handshaken)) }),
  }
}
