import { background, bestEffort } from '../../../shared/background'
import { AppError } from '../../../shared/failure'
import type { PartnerLink } from '../host/host'
import type { LinkNews, LinkReach } from '../protocol/link-protocol'
import { fromUtf8, utf8 } from '../vault/bytes'
import type { DiallingTools } from './streams/dialling'
import { createLink } from './link'
import { createMirrorKeeper, type MirrorTools } from './mirror-keeper'
import type { OnStream } from './streams/paired-stream'
import type { Session } from './streams/session'
import { maxMessage } from './streams/streams'

/** Opens the link of the vault in this folder; nothing listens, dials or is read before it is ordered. */
export function createPartnerLink(
  options: DiallingTools &
    MirrorTools & {
      /** The one address to bind and to tell of; null for every interface. */
      readonly linkHost: string | null
      /** The addresses of this machine's interfaces, without ports. */
      ownHosts(): readonly string[]
      onSignaled(message: string): void
    },
): PartnerLink {
  let isOpen = true
  let reach: LinkReach | null = null
  const tell = (news: LinkNews) => {
    if (isOpen) options.tell(news)
  }
  const keeper = createMirrorKeeper({ ...options, tell })
  const link = createLink({ ...options, tell, onStream: (session) => carry(session) })

  function carry(session: Session): OnStream {
    const carrier = keeper.carry(session, reach?.paired?.epochId ?? new Uint8Array())
    const heard: OnStream['heard'] = (channel, bytes) => {
      if (channel === 'carrier') return carrier.heard(bytes)
      // The vault processes speak on the stream of a pairing alone.
      if (channel === 'control') return session.fail('unexpected')
      const message = textOf(bytes)
      if (message === null) session.fail('malformed')
      else options.onSignaled(message)
    }
    return { heard, ended: carrier.ended }
  }
  const setReach = (next: LinkReach | null) => {
    reach = next
    link.reach(next)
  }
  return {
    order(order) {
      switch (order.type) {
        case 'reach':
          return setReach(order.reach)
        case 'control':
          return link.control(order.bytes)
        case 'end-pairing':
          return link.endPairing()
        case 'mirror':
        case 'keep':
        case 'drop':
          return keeper.order(order)
      }
    },
    signal(message) {
      const session = link.session()
      const bytes = utf8(message)
      if (!session) throw new AppError({ code: 'not-paired' })
      if (bytes.length >= maxMessage) throw new AppError({ code: 'bad-request' })
      // A stream that ends meanwhile is told of as such.
      background(bestEffort(session.send('signaling', bytes)))
    },
    close() {
      isOpen = false
      setReach(null)
      keeper.order({ type: 'mirror', keys: null })
    },
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return fromUtf8(bytes)
  } catch {
    return null
  }
}
