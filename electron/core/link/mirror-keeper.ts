import { background } from '../../../shared/background'
import { AppError, failureOf } from '../../../shared/failure'
import type { LinkKeys, LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { Clock, Files, Randomness } from '../ports'
import { sameBytes } from '../vault/bytes'
import { createTurns, type InTurn } from '../vault/in-turn'
import { type Carrier, createCarrier } from './carriers/carrier'
import type { MirrorFile } from './mirror/mirror-index'
import { type Mirror, openMirror, type OpenCarrier } from './mirror/mirror'
import type { OnStream } from './streams/paired-stream'
import type { AuthenticatedStream } from './streams/streams'

/** What the partner's carrier says before this one can listen is held: so many messages at most. */
const maxEarly = 64
/** After how long a file that couldn't be read is tried again, in milliseconds. */
export const readAgainMs = 5000

export interface MirrorTools {
  readonly files: Files
  readonly randomness: Randomness
  readonly clock: Clock
  /** The vault's folder. */
  readonly folder: string
  /** Makes the function that verifies the files of a journal with these keys. */
  openCarrier(keys: LinkKeys): OpenCarrier
  tell(news: LinkNews): void
}

/** The mirror that is open, and the carrier between it and the stream to the partner. */
export interface MirrorKeeper {
  order(order: Extract<LinkOrder, { type: 'mirror' | 'keep' | 'drop' }>): void
  /** A stream that the key of this epoch has opened. */
  carry(stream: AuthenticatedStream, epochId: Uint8Array): Pick<OnStream, 'ended'> & { heard(bytes: Uint8Array): void }
}

interface OpenedMirror {
  keys(): LinkKeys
  /** The same journal with another device or writer. */
  rekey(next: LinkKeys): Promise<void>
  readonly mirror: Mirror
  readonly inTurn: InTurn
}

interface Carried {
  readonly stream: AuthenticatedStream
  readonly epochId: Uint8Array
  carrier: Carrier | null
  early: Uint8Array[]
}

/** Does the orders about the mirror, one after another, and carries while both a mirror and a stream are there. */
export function createMirrorKeeper(tools: MirrorTools): MirrorKeeper {
  const { tell } = tools
  const inTurn = createTurns()
  let opened: OpenedMirror | null = null
  let carried: Carried | null = null

  const start = () => {
    if (!opened || !carried || carried.carrier || !sameBytes(opened.keys().epochId, carried.epochId)) return
    const { mirror, inTurn, keys } = opened
    const { stream, early } = carried
    const carrier = createCarrier({ mirror, inTurn, stream, clock: tools.clock, tell, keys })
    carried.carrier = carrier
    carried.early = []
    for (const bytes of early) carrier.heard(bytes)
  }
  const onFound = (mirror: Mirror, files: readonly MirrorFile[]) => {
    for (const file of files) carried?.carrier?.announce(file)
    return opened?.mirror === mirror
  }
  const change = async (keys: LinkKeys | null) => {
    if (keys && opened && isSameJournal(keys, opened.keys())) return opened.rekey(keys)
    opened = null
    // What the partner has announced on it was of another journal.
    if (carried?.carrier) carried.stream.destroy()
    if (!keys) return
    opened = await openFor(tools, keys)
    start()
    readAgain(tools.clock, inTurn, opened.mirror, onFound)
  }
  const keep = async (order: Extract<LinkOrder, { type: 'keep' }>) => {
    const file = await keepIn(opened, tell, order)
    if (file) carried?.carrier?.announce(file)
  }
  return {
    order(order) {
      const failed = (error: unknown) => tell({ type: 'failed', failure: failureOf(error) })
      inTurn(async () => {
        if (order.type === 'mirror') await change(order.keys)
        else if (order.type === 'keep') await keep(order)
        else await opened?.mirror.drop(order.names)
      }).catch(failed)
    },
    carry(stream, epochId) {
      const own: Carried = { stream, epochId, carrier: null, early: [] }
      carried = own
      start()
      return {
        heard(bytes) {
          if (own.carrier) return own.carrier.heard(bytes)
          own.early.push(bytes)
          if (own.early.length > maxEarly) stream.destroy()
        },
        ended() {
          if (carried === own) carried = null
          if (own.carrier) background(own.carrier.ended())
        },
      }
    },
  }
}

/** Writes a file that was ordered and answers; the file, or null where it couldn't be written or needn't be. */
async function keepIn(
  opened: OpenedMirror | null,
  tell: MirrorTools['tell'],
  { id, name, bytes }: Extract<LinkOrder, { type: 'keep' }>,
): Promise<MirrorFile | null> {
  try {
    if (!opened) throw new AppError({ code: 'bad-request' })
    const file = await opened.mirror.keep(name, bytes)
    tell({ type: 'kept', id, failure: null })
    return file
  } catch (error) {
    tell({ type: 'kept', id, failure: failureOf(error) })
    return null
  }
}

/** Files that the disk couldn't read are tried again as long as there are any; `onFound` says whether the mirror is open. */
function readAgain(
  clock: Clock,
  inTurn: InTurn,
  mirror: Mirror,
  onFound: (mirror: Mirror, files: readonly MirrorFile[]) => boolean,
): void {
  if (!mirror.hasUnread()) return
  const attempt = async () => {
    if (onFound(mirror, []) && onFound(mirror, await mirror.readUnread())) readAgain(clock, inTurn, mirror, onFound)
  }
  clock.after(readAgainMs, () => background(inTurn(attempt)))
}

const isSameJournal = (a: LinkKeys, b: LinkKeys) =>
  a.folder === b.folder && a.epoch === b.epoch && sameBytes(a.epochId, b.epochId)

async function openFor(tools: MirrorTools, first: LinkKeys): Promise<OpenedMirror> {
  const { files, randomness, folder: vault } = tools
  let keys = first
  let open = tools.openCarrier(first)
  // Another device or writer changes what verifies, and not the journal's key.
  const openCarrier: OpenCarrier = { verify: (bytes) => open.verify(bytes), notes: open.notes }
  const mirror = await openMirror({ files, randomness, openCarrier, vault, folder: first.folder })
  return {
    mirror,
    inTurn: createTurns(),
    keys: () => keys,
    async rekey(next) {
      open = tools.openCarrier(next)
      keys = next
    },
  }
}
