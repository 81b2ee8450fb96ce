import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { LinkNews, LinkReach } from '../../electron/core/protocol/link-protocol'
import { createLink, type Link } from '../../electron/core/link/link'
import type { Session } from '../../electron/core/link/streams/session'
import type { Channel, NoiseKeys } from '../../electron/core/link/streams/streams'
import type { Clock } from '../../electron/core/ports'
import { filled, noiseKeys } from './stream-ends'

type NewsOf<T extends LinkNews['type']> = Extract<LinkNews, { type: T }>

/** News in the order they were told, to be awaited by their type. */
export interface HeardNews {
  readonly all: LinkNews[]
  tell(news: LinkNews): void
  /** The next of this type, one already told included; each is given once. */
  next<T extends LinkNews['type']>(type: T, matches?: (news: NewsOf<T>) => boolean): Promise<NewsOf<T>>
  /** How many of this type have been told. */
  count(type: LinkNews['type']): number
}

/** Hears news for a test. */
export function hearNews(): HeardNews {
  const all: LinkNews[] = []
  const unread: LinkNews[] = []
  let waiting: { matches(news: LinkNews): boolean; resolve(news: LinkNews): void }[] = []
  return {
    all,
    tell(news) {
      all.push(news)
      const first = waiting.find(({ matches }) => matches(news))
      if (!first) return void unread.push(news)
      waiting = waiting.filter((one) => one !== first)
      first.resolve(news)
    },
    next<T extends LinkNews['type']>(type: T, matches: (news: NewsOf<T>) => boolean = () => true) {
      const isIt = (news: LinkNews): news is NewsOf<T> => news.type === type && matches(news as NewsOf<T>)
      const at = unread.findIndex(isIt)
      if (at !== -1) return Promise.resolve(unread.splice(at, 1)[0] as NewsOf<T>)
      return new Promise((resolve) => waiting.push({ matches: isIt, resolve: resolve as (news: LinkNews) => void }))
    },
    count: (type) => all.filter((news) => news.type === type).length,
  }
}

/** One device's way on 127.0.0.1, with what it told and what came on its stream. */
export interface LinkEnd {
  readonly keys: NoiseKeys
  readonly link: Link
  readonly news: HeardNews
  readonly sessions: Session[]
  readonly heard: [Channel, number[]][]
  close(): void
}

/** A device that listens on 127.0.0.1, or where `linkHost` says. */
export function linkEnd({
  clock = systemClock,
  keys = noiseKeys(),
  linkHost = '127.0.0.1',
}: { clock?: Clock; keys?: NoiseKeys; linkHost?: string } = {}): LinkEnd {
  const news = hearNews()
  const sessions: Session[] = []
  const heard: [Channel, number[]][] = []
  const link = createLink({
    streams: createTcpStreams(systemClock),
    clock,
    randomness: systemRandomness,
    linkHost,
    ownHosts: () => [],
    tell: news.tell,
    onStream(session) {
      sessions.push(session)
      return { heard: (channel, bytes) => heard.push([channel, [...bytes]]), ended: () => undefined }
    },
  })
  return { keys, link, news, sessions, heard, close: () => link.reach(null) }
}

export const alone = (keys: NoiseKeys): LinkReach => ({
  noise: keys,
  port: 0,
  listen: false,
  pairing: null,
  paired: null,
})

/** A reach to the device with these keys. */
export const pairedReach = (end: LinkEnd, other: LinkEnd, addresses: readonly string[], connect = true): LinkReach => ({
  ...alone(end.keys),
  paired: { epochId: filled(16, 1), psk: filled(32, 2), partnerNoiseKeys: [other.keys.publicKey], addresses, connect },
})

const invite = { psk: filled(32, 4), prologue: filled(40, 5) }

/** The reach of who invited. */
export const inviterReach = (end: LinkEnd, status: 'open' | 'used' | 'expired' = 'open'): LinkReach => ({
  ...alone(end.keys),
  pairing: { role: 'inviter', ...invite, status },
})

/** The reach of who joins, with a payload of three bytes. */
export const joinerReach = (end: LinkEnd, addresses: readonly string[]): LinkReach => ({
  ...alone(end.keys),
  pairing: { role: 'joiner', ...invite, payload: Uint8Array.of(7, 8, 9), addresses },
})
