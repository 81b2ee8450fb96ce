import { AppError } from '../../../../shared/failure'
import type { WriterId } from '../../exchange/format/writer-id'
import type { LinkNews } from '../../protocol/link-protocol'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'
import type { Arrivals } from './arrivals'

/** Why a file of a newer version doesn't verify here: it is passed over, its carrier isn't to blame. */
const ofNewerVersion = 'newer-version'

/** A file as a carrier brought it, of which nothing is verified. */
export interface CarriedFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Whether this is where the carrier was to bring one for. */
  isExpected(file: MirrorFile): boolean
  /** Puts away what was held of it, once it is stored or refused, and before it is told of. */
  putAway?(): Promise<void>
}

/**
 * What became of a carried file: it is stored; it, or one in its place, needn't be; it isn't one that may come so, and
 * its carrier is to blame; or the disk failed, which is told.
 */
export type Carried =
  | {
      readonly outcome: 'stored'
      /** The file before it isn't here, or another is in its place than its writer had. */
      readonly lacksPredecessor: boolean
    }
  | { readonly outcome: 'not-needed' | 'refused' | 'failed' }

/** The one way into the mirror for what any carrier brings. */
export interface CarriedFiles {
  /** Verifies a file and stores it durably; then it is told of, by `flush` at the latest, and goes to other carriers. */
  store(carried: CarriedFile): Promise<Carried>
  /** Tells of what has arrived: nothing more comes for now. */
  flush(): void
}

/** Stores what one carrier brings; `onStored` passes it on to the others. */
export function createCarriedFiles(o: {
  mirror: Mirror
  arrivals: Arrivals
  tell(news: LinkNews): void
  onStored(file: MirrorFile): void
}): CarriedFiles {
  const { mirror, arrivals } = o
  const forks = new Set<string>()
  const tellFork = (writer: WriterId, number: number) => {
    if (!forks.has(`${writer}/${number}`)) o.tell({ type: 'fork', writer, number })
    forks.add(`${writer}/${number}`)
  }
  async function keep({ name, bytes, isExpected, putAway }: CarriedFile): Promise<MirrorFile | null> {
    try {
      return await mirror.keep(name, bytes, isExpected)
    } finally {
      await putAway?.()
    }
  }
  async function store(carried: CarriedFile): Promise<Carried> {
    const { name } = carried
    const isKnown = mirror.index.get(name) !== null
    const file = await keep(carried)
    if (!file || isKnown || file.name !== name) return { outcome: 'not-needed' }
    arrivals.add(file, mirror.recent(name))
    const { writer, number } = file
    const lacksPredecessor = isWithoutPredecessor(mirror, file)
    if (lacksPredecessor && mirror.index.at(writer, 'journal', number - 1).length > 0) tellFork(writer, number - 1)
    o.onStored(file)
    return { outcome: 'stored', lacksPredecessor }
  }
  return {
    flush: arrivals.flush,
    store: (carried) =>
      store(carried).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        if (error.cause === ofNewerVersion) return { outcome: 'not-needed' }
        if (error.failure.code === 'bad-request') return { outcome: 'refused' }
        o.tell({ type: 'failed', failure: error.failure })
        return { outcome: 'failed' }
      }),
  }
}

function isWithoutPredecessor({ index }: Mirror, { writer, class: fileClass, number, prev }: MirrorFile): boolean {
  if (fileClass === 'coverage' || number === 1) return false
  return index.at(writer, fileClass, number - 1).every(({ hash }) => hash !== prev)
}
