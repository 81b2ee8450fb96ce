import { deviceOf } from '../../exchange/format/writer-id'
import type { LinkKeys, LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import type { Have } from './carrier-messages'
import type { CarrierWants } from './carrier-wants'
import type { Mirror } from '../mirror/mirror'
import { highestOf } from '../mirror/mirror-index'
import type { EndReason } from '../streams/session-messages'

/** How many announcements may come at once, and for how long each counts, in milliseconds. */
const maxAnnounced = 16_384
const announcedForMs = 2

/** Looks at what is announced: for one's own files from elsewhere, for forks, and for devices that nobody certified. */
export interface CarrierWatch {
  /** Why the stream has to end, for what no honest carrier announces; or null. */
  haves(haves: readonly Have[]): EndReason | null
}

/** Watches one partner's announcements, and passes on to `wants` what they are worth. */
export function createCarrierWatch(o: {
  mirror: Mirror
  keys(): Pick<LinkKeys, 'devices' | 'own'>
  clock: Clock
  wants: CarrierWants
  tell(news: LinkNews): void
}): CarrierWatch {
  const { wants } = o
  const { index } = o.mirror
  const allows = createAllowance(o.clock)
  const told = new Set<string>()
  const once = (news: Extract<LinkNews, { type: 'fork' | 'own-ahead' }>) => {
    const key = `${news.type}/${news.writer}/${news.number}`
    if (!told.has(key)) o.tell(news)
    told.add(key)
  }
  const look = (have: Have): boolean => {
    const { writer, class: fileClass, to, head } = have
    const keys = o.keys()
    if (!Object.hasOwn(keys.devices, deviceOf(writer))) return false
    if (keys.own.includes(writer) && to > highestOf(index.ranges(writer, fileClass)))
      once({ type: 'own-ahead', writer, number: to })
    const here = index.at(writer, fileClass, to)
    if (here.length > 0 && here.every(({ hash }) => hash !== head)) {
      once({ type: 'fork', writer, number: to })
      if (fileClass === 'journal') wants.sibling(writer, to)
    }
    return wants.heard(have)
  }
  return {
    haves(haves) {
      if (!allows(haves.length)) return 'flood'
      return haves.every(look) ? null : 'unexpected'
    },
  }
}

/** Says whether so many announcements more are still fit: a bucket that empties as time goes by. */
function createAllowance(clock: Clock): (count: number) => boolean {
  let level = 0
  let since = clock.now()
  return (count) => {
    const now = clock.now()
    level = Math.max(0, level - Math.max(0, now - since) / announcedForMs) + count + 1
    since = now
    return level <= maxAnnounced
  }
}
