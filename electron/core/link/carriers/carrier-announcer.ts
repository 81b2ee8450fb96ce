import { background } from '../../../../shared/background'
import type { WriterId } from '../../exchange/format/writer-id'
import type { Clock } from '../../ports'
import type { Mirror } from '../mirror/mirror'
import type { FileClass, MirrorFile } from '../mirror/mirror-index'
import { type CarrierMessage, type Have, maxHaveFile, maxHaves } from './carrier-messages'

/** New files are announced together if they come faster, in milliseconds. */
const pauseMs = 10

interface Chain {
  readonly writer: WriterId
  readonly class: FileClass
}

/** Announces which files are here. */
export interface CarrierAnnouncer {
  /** All of a chain. */
  announce(chain: Chain): void
  /** A file that is new here, with its bytes where they are few. */
  added(file: MirrorFile): void
  end(): void
}

/** Announces each chain at once, or together with others where announcements come fast. */
export function createCarrierAnnouncer(o: {
  mirror: Mirror
  clock: Clock
  send(head: CarrierMessage, bytes?: Uint8Array): Promise<void>
  /** Whether so many bytes of a file may go out with its announcement; if so they count as sent. */
  mayCarry(bytes: number): boolean
}): CarrierAnnouncer {
  /** Chains, each with its new files. */
  const pending = new Map<string, { chain: Chain; added: readonly MirrorFile[] }>()
  let state: 'idle' | 'busy' | 'ended' = 'idle'
  let cancelPause = () => {}

  const isOver = () => state === 'ended'
  const add = (chain: Chain, added: readonly MirrorFile[]) => {
    const key = `${chain.writer}/${chain.class}`
    pending.set(key, { chain, added: [...(pending.get(key)?.added ?? []), ...added] })
    // What is announced in one go goes out in one message.
    queueMicrotask(() => background(sendAll()))
  }
  /** Sends a new file with the run that ends with it; false where that isn't to be. */
  async function sendWithFile(run: Have, added: readonly MirrorFile[]): Promise<boolean> {
    const [file, ...more] = added
    // Of several the first would still have to be asked for, and then they come all together.
    if (!file || more.length > 0 || file.number !== run.to || file.hash !== run.head) return false
    const bytes = file.size <= maxHaveFile ? o.mirror.recent(file.name) : null
    if (!bytes || !o.mayCarry(bytes.length)) return false
    await o.send({ type: 'have', haves: [run], file: file.name }, bytes)
    return true
  }
  async function sendAll(): Promise<void> {
    if (state !== 'idle' || pending.size === 0) return
    state = 'busy'
    const announced = [...pending.values()]
    pending.clear()
    const haves: Have[] = []
    for (const { chain, added } of announced)
      for (const run of runsOf(o.mirror, chain)) if (isOver() || !(await sendWithFile(run, added))) haves.push(run)
    for (let at = 0; at < haves.length; at += maxHaves)
      if (!isOver()) await o.send({ type: 'have', haves: haves.slice(at, at + maxHaves) })
    if (isOver()) return
    cancelPause = o.clock.after(pauseMs, () => {
      state = 'idle'
      background(sendAll())
    })
  }
  return {
    announce: (chain) => add(chain, []),
    added: (file) => add(file, [file]),
    end() {
      state = 'ended'
      cancelPause()
    },
  }
}

/** The runs of a chain as they are announced: one for each hash at its end, for two there are a fork. */
function runsOf({ index }: Mirror, { writer, class: fileClass }: Chain): Have[] {
  return index
    .ranges(writer, fileClass)
    .flatMap(({ from, to }) =>
      index.at(writer, fileClass, to).map(({ hash }) => ({ writer, class: fileClass, from, to, head: hash })),
    )
}
