import { background } from '../../../shared/background'
import { AppError, failureOf } from '../../../shared/failure'
import type { LinkKeys, LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { Clock, Files, Randomness } from '../ports'
import { sameBytes } from '../vault/bytes'
import { createTurns, type InTurn } from '../vault/in-turn'
import { readCarrierMessage } from './carriers/carrier-messages'
import { type Carriers, createCarriers } from './carriers/carriers'
import { createStreamCarrier, type StreamCarrier } from './carriers/stream-carrier'
import type { MirrorFile } from './mirror/mirror-index'
import { type Mirror, openMirror, type OpenCarrier } from './mirror/mirror'
import type { OnStream } from './streams/paired-stream'
import type { Session } from './streams/session'

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

/** The mirror that is open, and its carriers: one between it and the stream to the partner. */
export interface MirrorKeeper {
  order(order: Extract<LinkOrder, { type: 'mirror' | 'keep' | 'drop' }>): void
  /** A stream that the key of this epoch has opened. */
  carry(stream: Session, epochId: Uint8Array): Pick<OnStream, 'ended'> & { heard(bytes: Uint8Array): void }
}

interface OpenedMirror {
  keys(): LinkKeys
  /** The same journal with another device or writer. */
  rekey(next: LinkKeys): Promise<void>
  readonly mirror: Mirror
  readonly carriers: Carriers
  readonly inTurn: InTurn
}

interface Carried {
  readonly stream: Session
  readonly epochId: Uint8Array
  /** With the carriers that it is one of. */
  carrier: { readonly of: Carriers; readonly stream: StreamCarrier } | null
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
    const { early } = carried
    const carrier = startStreamCarrier(tools, opened, carried.stream)
    carried.carrier = { of: opened.carriers, stream: carrier }
    carried.early = []
    for (const bytes of early) carrier.heard(bytes)
  }
  const onFound = (mirror: Mirror, files: readonly MirrorFile[]) => {
    if (opened?.mirror !== mirror) return false
    files.forEach(opened.carriers.added)
    return true
  }
  const change = async (keys: LinkKeys | null) => {
    if (keys && opened && isSameJournal(keys, opened.keys())) return opened.rekey(keys)
    const former = opened
    opened = null
    // What the partner has announced on its stream was of another journal.
    if (former) background(former.carriers.close())
    if (!keys) return
    opened = await openFor(tools, keys)
    start()
    readAgain(tools.clock, inTurn, opened.mirror, onFound)
  }
  const keep = async (order: Extract<LinkOrder, { type: 'keep' }>) => {
    const file = await keepIn(opened, tell, order)
    if (file) opened?.carriers.added(file)
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
          if (own.carrier) return own.carrier.stream.heard(bytes)
          // What only a newer version says would be passed over then, too.
          if (readCarrierMessage(bytes) !== 'unknown') own.early.push(bytes)
          if (own.early.length > maxEarly) stream.fail('flood')
        },
        ended() {
          if (carried === own) carried = null
          if (own.carrier) background(own.carrier.of.stop(own.carrier.stream))
        },
      }
    },
  }
}

const startStreamCarrier = (
  { clock, tell }: MirrorTools,
  { mirror, inTurn, keys, carriers }: OpenedMirror,
  stream: Session,
): StreamCarrier => carriers.start((files) => createStreamCarrier({ mirror, inTurn, keys, files, stream, clock, tell }))

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
    carriers: createCarriers({ mirror, tell: tools.tell }),
    inTurn: createTurns(),
    keys: () => keys,
    async rekey(next) {
      open = tools.openCarrier(next)
      keys = next
    },
  }
}
