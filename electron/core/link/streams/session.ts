import { background, bestEffort } from '../../../../shared/background'
import type { PartnerStatus } from '../../../../shared/partner'
import type { Clock } from '../../ports'
import {
  type EndReason,
  type Feature,
  knownReason,
  ownFeatures,
  protocolVersion,
  readSessionMessage,
  type SessionMessage,
  writeSessionMessage,
} from './session-messages'
import type { AuthenticatedStream, Channel } from './streams'

/** How long the other end may take to say hello, in milliseconds: no longer than a handshake. */
export const helloLimitMs = 5000

/** Who ended a stream that nobody wished to end, and why; a reason that isn't known here is null. */
export interface StreamFault {
  readonly by: 'me' | 'partner'
  readonly reason: EndReason | null
}

/** What a person is told of it: nothing of what failed here, for that is told by itself. */
export function shownFault({ by, reason }: StreamFault): PartnerStatus['link']['fault'] {
  const isMine = by === 'me'
  if (reason === 'failed') return isMine ? null : 'partner-failed'
  if (reason === 'too-old') return isMine ? 'partner-too-old' : 'too-old'
  if (reason === 'no-hello' && isMine) return 'partner-too-old'
  return isMine ? 'refused' : 'refused-by-partner'
}

/** A stream to the partner's device on which both have said hello. */
export interface Session extends Pick<
  AuthenticatedStream,
  'isInitiator' | 'remoteNoiseKey' | 'handshakeHash' | 'send' | 'destroy'
> {
  /** Whether both ends have this feature. */
  can(feature: Feature): boolean
  /** Ends the stream after what has been sent, unless it has ended. */
  close(): void
  /** Ends the stream, of which nothing more is heard, and says why to the other end. */
  fail(reason: EndReason): void
}

interface SessionListener {
  /** Both have said hello. Called once, before any message. */
  opened(session: Session): void
  message(channel: Exclude<Channel, 'session'>, bytes: Uint8Array): void
  /** Called once; with null where the stream was closed or cut without a reason. */
  ended(fault: StreamFault | null): void
}

/** Says hello on a stream, awaits the other end's, and hears only what comes after that. */
export function openSession(stream: AuthenticatedStream, clock: Clock, listener: SessionListener): void {
  let state: 'greeting' | 'open' | 'ended' = 'greeting'
  const end = (fault: StreamFault | null) => {
    if (state === 'ended') return
    state = 'ended'
    cancelLimit()
    listener.ended(fault)
  }
  // A stream that is gone ends as such.
  const send = (message: SessionMessage) => background(bestEffort(stream.send('session', writeSessionMessage(message))))
  const fail = (reason: EndReason) => {
    if (state === 'ended') return
    send({ type: 'end', reason })
    stream.close()
    end({ by: 'me', reason })
  }
  const onSessionMessage = (message: SessionMessage) => {
    if (message.type === 'end') {
      stream.destroy()
      return end({ by: 'partner', reason: knownReason(message.reason) })
    }
    if (state === 'open') return fail('unexpected')
    state = 'open'
    cancelLimit()
    const can = (feature: Feature) => message.features.includes(feature)
    listener.opened({ ...stream, can, fail, close: () => state === 'ended' || stream.close() })
  }
  const onMessage = (channel: Channel, bytes: Uint8Array) => {
    if (state === 'ended') return
    const message = channel === 'session' ? readSessionMessage(bytes) : null
    if (message === 'unknown') return
    if (message) onSessionMessage(message)
    else if (channel === 'session') fail('malformed')
    else if (state === 'open') listener.message(channel, bytes)
    else fail('no-hello')
  }
  // Silence is no version: the other device, or the way to it, may stand still just now.
  const cancelLimit = clock.after(helloLimitMs, stream.destroy)
  send({ type: 'hello', version: protocolVersion, features: [...ownFeatures] })
  stream.onMessage(onMessage, () => fail('malformed'))
  stream.onClose(() => end(null))
}
