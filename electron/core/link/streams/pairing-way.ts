import { background, bestEffort } from '../../../../shared/background'
import type { Failure } from '../../../../shared/failure'
import type { LinkNews, LinkReach } from '../../protocol/link-protocol'
import { sameBytes } from '../../vault/bytes'
import { pairingSecrets } from './answering'
import { dialInvite, type DiallingTools } from './dialling'
import type { AuthenticatedStream, Handshaken } from './streams'

/** The stream of a pairing, on either side: at most one, and none once the invite has gone. */
export interface PairingWay {
  reach(reach: LinkReach | null): void
  /** What came of a dial to the invite's listener. */
  heard(handshaken: Handshaken): void
  isLinked(): boolean
  control(bytes: Uint8Array): void
  /** Lets the stream go, without news. */
  end(): void
}

interface PairingTools extends DiallingTools {
  current(): LinkReach | null
  timestamp(): bigint
  tell(news: LinkNews): void
}

/** Links the two devices of an invite: who joins dials, who invited answers one of them. */
export function createPairingWay(tools: PairingTools): PairingWay {
  const { tell } = tools
  let pairing: LinkReach['pairing'] = null
  let stream: AuthenticatedStream | null = null
  let taker: Uint8Array | null = null
  let dialling: AbortController | null = null

  const fail = (failure: Failure) => tell({ type: 'pairing-ended', failure })
  const end = () => {
    dialling?.abort()
    const ended = stream
    stream = null
    ended?.close()
  }
  const warn = (key: Uint8Array) => {
    if (!taker || !sameBytes(taker, key)) tell({ type: 'second-taker' })
  }
  const adopt = (opened: AuthenticatedStream) => {
    if (stream) {
      warn(opened.remoteNoiseKey)
      return opened.destroy()
    }
    stream = opened
    taker = opened.remoteNoiseKey
    const { handshakeHash, remoteNoiseKey, payload } = opened
    tell({ type: 'pairing-linked', handshakeHash, remoteNoiseKey, payload })
    opened.onMessage((channel, bytes) => {
      if (stream === opened && channel === 'control') tell({ type: 'control', bytes })
    })
    opened.onClose(() => {
      if (stream !== opened) return
      stream = null
      fail({ code: 'pairing-broken-off' })
    })
  }
  async function join(reach: LinkReach): Promise<void> {
    const own = new AbortController()
    dialling = own
    const joined = await dialAsJoiner(tools, reach, own.signal)
    if (own.signal.aborted || joined === 'not-joining') return
    if (joined?.status === 'open') adopt(joined.stream)
    else fail(failureOfJoin(joined?.status))
  }
  return {
    reach(reach) {
      const former = pairing
      pairing = reach?.pairing ?? null
      if (isSamePairing(former, pairing)) return
      end()
      taker = null
      if (reach) background(join(reach))
    },
    heard(handshaken) {
      if (handshaken.status === 'open') adopt(handshaken.stream)
      else if (handshaken.status === 'used') warn(handshaken.remoteNoiseKey)
    },
    isLinked: () => stream !== null,
    // A stream that ends meanwhile is told of as such.
    control: (bytes) => stream && background(bestEffort(stream.send('control', bytes))),
    end,
  }
}

async function dialAsJoiner(
  tools: PairingTools,
  reach: LinkReach,
  stopped: AbortSignal,
): Promise<Handshaken | null | 'not-joining'> {
  const secrets = pairingSecrets(reach, 'joiner', tools.current)
  if (!secrets || reach.pairing?.role !== 'joiner') return 'not-joining'
  const { addresses, payload } = reach.pairing
  const side = () => ({ ...secrets, purpose: 'pairing' as const, timestamp: tools.timestamp(), payload })
  return dialInvite(tools, { addresses, side, stopped })
}

const isSamePairing = (a: LinkReach['pairing'], b: LinkReach['pairing']): boolean =>
  a !== null && b !== null && a.role === b.role && sameBytes(a.psk, b.psk)

const failureOfJoin = (status: 'used' | 'expired' | undefined): Failure =>
  status ? { code: status === 'used' ? 'invite-used' : 'invite-expired' } : { code: 'partner-unreachable' }
