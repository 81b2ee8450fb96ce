import type { Clock } from '../../ports'
import type { LinkNews } from '../../protocol/link-protocol'
import type { WriterId } from '../../exchange/format/writer-id'
import { concat } from '../../vault/bytes'
import type { Mirror } from '../mirror/mirror'
import { highestOf, type MirrorFile } from '../mirror/mirror-index'
import { partStep } from '../mirror/mirror-parts'
import type { EndReason } from '../streams/session-messages'
import type { CarriedFile, CarriedFiles } from './carried-files'
import { type CarrierAnswer, createCarrierAnswer, type WholeFile } from './carrier-answer'
import type { CarrierMessage, Chunk, Have, Want } from './carrier-messages'
import { createCarrierProgress } from './carrier-progress'
import type { CarrierWants } from './carrier-wants'

/** Taken bytes are acknowledged in steps of so many. */
const creditStep = 128 * 1024

/** The half of a carrier that takes. Each method gives the reason for which the stream has to end, or null. */
export interface CarrierReceiver {
  /** Asks for what is missing, unless an answer is awaited. */
  ask(): Promise<void>
  /** A file that came with its announcement, and was not asked for. */
  haveFile(have: Have, name: string, bytes: Uint8Array): Promise<EndReason | null>
  offer(offer: { files: number; bytes: number }): EndReason | null
  chunk(chunk: Chunk, bytes: Uint8Array): Promise<EndReason | null>
  done(): EndReason | null
  /** Tells of what has come, and keeps the beginning of a file that isn't whole; of a carrier that lied it keeps none. */
  end(hasLied: boolean): Promise<void>
}

interface ReceiverTools {
  readonly mirror: Mirror
  readonly files: CarriedFiles
  readonly wants: CarrierWants
  send(head: CarrierMessage): Promise<void>
  readonly clock: Clock
  tell(news: LinkNews): void
}

/** Takes what it asked for and small new files, keeps only what verifies, and asks for no byte twice. */
export function createCarrierReceiver(o: ReceiverTools): CarrierReceiver {
  const { mirror, files, wants, send } = o
  const progress = createCarrierProgress(o)
  const storing = createStoring(o)
  let awaited: CarrierAnswer | null = null
  const acknowledge = createAcknowledging(send)

  const showProgress = () => {
    const { bytes, announced } = awaited?.figures() ?? { bytes: 0, announced: 0 }
    progress.show(bytes, announced)
  }
  const rest = () => {
    files.flush()
    progress.end()
  }
  return {
    async ask() {
      if (awaited) return
      const want = wants.next()
      if (!want) return rest()
      awaited = createCarrierAnswer(want, mirror.parts.current())
      await send(want)
    },
    async haveFile(have, name, bytes) {
      const reason = isNext(mirror, have) ? await storing.withHave(have, name, bytes) : null
      files.flush()
      if (!reason) await acknowledge(bytes.length, false)
      return reason
    },
    offer(offer) {
      if (!awaited?.offer(offer)) return 'unexpected'
      showProgress()
      return null
    },
    async chunk(chunk, bytes) {
      if (!awaited) return 'unexpected'
      const whole = awaited.chunk(chunk, bytes)
      if (whole === false) return 'unexpected'
      const reason = whole ? await storing.ofWant(awaited.want, whole) : null
      if (reason) return reason
      if (whole) showProgress()
      else await keepPart(mirror, awaited, partStep)
      await acknowledge(bytes.length, whole !== null)
      return null
    },
    done() {
      if (!awaited?.done()) return 'unexpected'
      wants.answered(awaited.want, awaited.figures().files)
      awaited = null
      files.flush()
      return null
    },
    async end(hasLied) {
      rest()
      // A part may be what made the carrier look like a liar: gone on from, it would do so for ever.
      if (hasLied) await mirror.parts.drop()
      else if (awaited) await keepPart(mirror, awaited, 1)
      await mirror.parts.rest()
    },
  }
}

/** Acknowledges bytes that were taken, in steps or with the last of a file that was asked for. */
function createAcknowledging(send: ReceiverTools['send']) {
  let taken = 0
  return async (bytes: number, isLast: boolean) => {
    taken += bytes
    if (taken < creditStep && !isLast) return
    const credit = taken
    taken = 0
    await send({ type: 'credit', bytes: credit })
  }
}

/** Stores what came whole where it belongs; gives the reason for which the stream has to end, or null. */
function createStoring({ mirror, files, wants }: ReceiverTools) {
  async function store(writer: WriterId, number: number, carried: CarriedFile): Promise<EndReason | null> {
    const stored = await files.store(carried)
    if (stored.outcome === 'refused') return 'unexpected'
    if (stored.outcome === 'failed') return 'failed'
    // What its writer had before it may have been dropped for a snapshot here, and be of a folder that was put back.
    if (stored.outcome === 'stored' && stored.lacksPredecessor) wants.sibling(writer, number - 1)
    return null
  }
  // Whole or not what it seemed: in either case nothing is gone on from.
  const putAway = async () => {
    if (mirror.parts.current()) await mirror.parts.drop()
  }
  return {
    ofWant(want: Want, { chunk: { name, number }, parts }: WholeFile) {
      const isExpected = (file: MirrorFile) =>
        file.writer === want.writer && file.class === want.class && file.number === number
      return store(want.writer, number, { name, bytes: concat(...parts), isExpected, putAway })
    },
    withHave(have: Have, name: string, bytes: Uint8Array) {
      const isExpected = ({ writer, class: fileClass, number, hash }: MirrorFile) =>
        writer === have.writer && fileClass === have.class && number === have.to && hash === have.head
      return store(have.writer, have.to, { name, bytes, isExpected })
    },
  }
}

/** Whether the file at the end of this run isn't here, and can be read as soon as it is: others are asked for in turn. */
function isNext({ index }: Mirror, { writer, class: fileClass, to, head }: Have): boolean {
  if (fileClass === 'coverage') return to > highestOf(index.ranges(writer, fileClass))
  const isHere = index.at(writer, fileClass, to).some(({ hash }) => hash === head)
  return !isHere && (to === 1 || index.at(writer, fileClass, to - 1).length > 0)
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
