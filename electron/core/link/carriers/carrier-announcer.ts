import { background } from '../../../../shared/background'
import type { WriterId } from '../../exchange/format/writer-id'
import type { Clock } from '../../ports'
import { type CarrierMessage, type Have, maxHaves } from './carrier-messages'
import type { Mirror } from '../mirror/mirror'
import type { FileClass } from '../mirror/mirror-index'

/** New files are announced together if they come faster, in milliseconds. */
const pauseMs = 10

interface Chain {
  readonly writer: WriterId
  readonly class: FileClass
}

/** Says which files are here. */
export interface CarrierAnnouncer {
  announce(chain: Chain): void
  end(): void
}

/** Announces each chain at once, or together with others where announcements come fast. */
export function createCarrierAnnouncer(o: {
  mirror: Mirror
  clock: Clock
  send(head: CarrierMessage): Promise<void>
}): CarrierAnnouncer {
  const unsaid = new Map<string, Chain>()
  let state: 'idle' | 'busy' | 'ended' = 'idle'
  let cancelPause = () => {}

  const isOver = () => state === 'ended'
  async function sayAll(): Promise<void> {
    if (state !== 'idle' || unsaid.size === 0) return
    state = 'busy'
    const haves = [...unsaid.values()].flatMap((chain) => havesOf(o.mirror, chain))
    unsaid.clear()
    for (let at = 0; at < haves.length; at += maxHaves)
      if (!isOver()) await o.send({ type: 'have', haves: haves.slice(at, at + maxHaves) })
    if (isOver()) return
    cancelPause = o.clock.after(pauseMs, () => {
      state = 'idle'
      background(sayAll())
    })
  }
  return {
    announce(chain) {
      unsaid.set(`${chain.writer}/${chain.class}`, chain)
      // What is announced in one go goes out in one message.
      queueMicrotask(() => background(sayAll()))
    },
    end() {
      state = 'ended'
      cancelPause()
    },
  }
}

/** The runs of a chain as they are announced: one for each hash at its end, for two there are a fork. */
function havesOf({ index }: Mirror, { writer, class: fileClass }: Chain): Have[] {
  return index
    .ranges(writer, fileClass)
    .flatMap(({ from, to }) =>
      index.at(writer, fileClass, to).map(({ hash }) => ({ writer, class: fileClass, from, to, head: hash })),
    )
}
