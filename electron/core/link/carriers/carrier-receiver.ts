import { AppError } from '../../../../shared/failure'
import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import { concat } from '../../vault/bytes'
import { type CarrierAnswer, createCarrierAnswer, type WholeFile } from './carrier-answer'
import type { CarrierMessage, Chunk, Want } from './carrier-messages'
import { createCarrierTidings } from './carrier-tidings'
import type { CarrierWants } from './carrier-wants'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'
import { partStep } from '../mirror/mirror-parts'

/** Taken bytes are acknowledged in steps of so many. */
const creditStep = 128 * 1024
/** Why a file of a newer version doesn't verify here: it is passed over, its carrier isn't to blame. */
const ofNewerVersion = 'newer-version'

/** The half of a carrier that takes; `false` is for what no honest carrier says then. */
export interface CarrierReceiver {
  /** Asks for what is missing, unless an answer is awaited. */
  ask(): Promise<void>
  offer(offer: { files: number; bytes: number }): boolean
  chunk(chunk: Chunk, bytes: Uint8Array): Promise<boolean>
  done(): boolean
  /** Tells of what has come, and keeps the beginning of a file that isn't whole; of a carrier that lied it keeps none. */
  end(hasLied: boolean): Promise<void>
}

interface ReceiverTools {
  readonly mirror: Mirror
  readonly wants: CarrierWants
  send(head: CarrierMessage): Promise<void>
  readonly clock: Clock
  tell(news: LinkNews): void
  /** The file before this one isn't here, or is another than its writer had. */
  onTorn(file: MirrorFile): void
}

/** Takes only what it asked for, keeps only what verifies, and asks for no byte twice. */
export function createCarrierReceiver(o: ReceiverTools): CarrierReceiver {
  const { mirror, wants, send } = o
  const tidings = createCarrierTidings(o)
  let awaited: CarrierAnswer | null = null
  let taken = 0

  const acknowledge = async (bytes: number, isLast: boolean) => {
    taken += bytes
    if (taken < creditStep && !isLast) return
    const credit = taken
    taken = 0
    await send({ type: 'credit', bytes: credit })
  }
  const showProgress = () => {
    const { bytes, announced } = awaited?.figures() ?? { bytes: 0, announced: 0 }
    tidings.progress(bytes, announced)
  }
  return {
    async ask() {
      if (awaited) return
      const want = wants.next()
      if (!want) return tidings.rest()
      awaited = createCarrierAnswer(want, mirror.parts.current())
      await send(want)
    },
    offer(offer) {
      const isFit = awaited?.offer(offer) ?? false
      if (isFit) showProgress()
      return isFit
    },
    async chunk(chunk, bytes) {
      if (!awaited) return false
      const whole = awaited.chunk(chunk, bytes)
      if (whole === false) return false
      if (whole) {
        const kept = await keepFile(o, awaited.want, whole)
        if (!kept) return false
        if (kept !== 'known') tidings.arrived(kept, mirror.recent(kept.name))
        showProgress()
      } else await keepPart(mirror, awaited, partStep)
      await acknowledge(bytes.length, whole !== null)
      return true
    },
    done() {
      if (!awaited?.done()) return false
      wants.answered(awaited.want, awaited.figures().files)
      awaited = null
      tidings.pause()
      return true
    },
    async end(hasLied) {
      tidings.rest()
      // A part may be what made the carrier look like a liar: gone on from, it would do so for ever.
      if (hasLied) await mirror.parts.drop()
      else if (awaited) await keepPart(mirror, awaited, 1)
      await mirror.parts.rest()
    },
  }
}

/** Keeps the beginning of the file that is on its way, if so much more of it has come since it was kept. */
async function keepPart({ parts }: Mirror, { want, unfinished }: CarrierAnswer, least: number): Promise<void> {
  const file = unfinished()
  if (!file) return
  const { name, number, total } = file.chunk
  const kept = parts.current()
  if (file.size - (kept?.name === name ? kept.bytes.length : 0) < least) return
  await parts.keep({ name, writer: want.writer, class: want.class, number, total }, file.parts)
}

/** Verifies and keeps a whole file; null where its carrier is to blame, or the disk, which is told. */
async function keepFile(
  o: ReceiverTools,
  want: Want,
  { chunk, parts }: WholeFile,
): Promise<MirrorFile | 'known' | null> {
  const { mirror } = o
  const { name, number } = chunk
  const isExpected = (file: MirrorFile) =>
    file.writer === want.writer && file.class === want.class && file.number === number
  const isKnown = mirror.index.get(name) !== null
  try {
    const file = await mirror.keep(name, concat(...parts), isExpected)
    if (!file || isKnown || file.name !== name) return 'known'
    if (isTorn(mirror, file)) o.onTorn(file)
    return file
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.cause === ofNewerVersion) return 'known'
    if (error.failure.code !== 'bad-request') o.tell({ type: 'failed', failure: error.failure })
    return null
  } finally {
    // Whole or not what it seemed: in either case nothing is gone on from.
    if (mirror.parts.current()) await mirror.parts.drop()
  }
}

/** Whether the file before this one is not here, or another is in its place than its writer had. */
function isTorn({ index }: Mirror, { writer, class: fileClass, number, prev }: MirrorFile): boolean {
  if (fileClass === 'coverage' || number === 1) return false
  return index.at(writer, fileClass, number - 1).every(({ hash }) => hash !== prev)
}
