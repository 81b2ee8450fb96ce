import type { WriterId } from '../exchange/writer-id'
import type { LinkNews } from '../host/link-protocol'
import { type CarrierMessage, chunkSize, readMessage, writeMessage } from './carrier-messages'
import type { FileClass, Mirror, MirroredFile, Run } from './mirror'
import type { Partials } from './partials'
import { type AuthenticatedStream, channels } from './streams'

/** Most runs in one message, so that it stays below what a stream carries. */
const runsInMessage = 200
/** How much may be on its way before the other has taken it, bytes. */
const creditBytes = 8 * 1024 * 1024
/** Names of arrived files are told in bundles of so many at most. */
const bundle = 64

export interface CarrierEvents {
  /** These files have come and lie durably in the mirror. */
  onArrived(names: readonly string[]): void
  onIncoming(incoming: { verified: number; announced: number } | null): void
  onOwnAhead(writer: WriterId, number: number): void
  onFork(writer: WriterId, number: number): void
}

/** Makes two mirrors equal over one stream, as long as it lasts. */
export interface Carrier {
  /** A file has come into this mirror by other ways: the partner is told. */
  added(file: MirroredFile): void
  hear(bytes: Uint8Array): void
}

/** Begins to carry: each side says what it has, and asks for what it misses. Nothing is ever inferred from absence. */
export function createCarrier(options: {
  stream: AuthenticatedStream
  mirror: Mirror
  partials: Partials
  own: readonly WriterId[]
  events: CarrierEvents
}): Carrier {
  const { stream, mirror, events } = options
  const say = (message: CarrierMessage) => stream.send(channels.carrier, writeMessage(message))
  const sender = createSender({ ...options, say })
  const receiver = createReceiver({ ...options, say })

  function tellHave(runs: readonly Run[]): void {
    for (let at = 0; at < runs.length; at += runsInMessage) {
      void say({ type: 'have', runs: runs.slice(at, at + runsInMessage) })
    }
  }

  function compare(theirs: Run): void {
    const ours = mirror.runs().find((run) => run.writer === theirs.writer && run.class === theirs.class)
    const isOwn = options.own.includes(theirs.writer)
    if (isOwn && theirs.class === 'content' && theirs.to > (ours?.to ?? 0)) events.onOwnAhead(theirs.writer, theirs.to)
    if (ours && ours.to === theirs.to) {
      if (ours.headHash !== theirs.headHash) events.onFork(theirs.writer, theirs.to)
      return
    }
    const newest = theirs.class === 'coverage' ? theirs.to : theirs.from
    receiver.want(theirs, Math.max(newest, ours ? ours.from : newest))
  }

  tellHave(mirror.runs())
  stream.onClose(() => {
    sender.end()
    receiver.end()
  })

  return {
    added: ({ writer, class: fileClass, number, hash }) =>
      tellHave([{ writer, class: fileClass, from: number, to: number, headHash: hash }]),
    hear(bytes) {
      const message = readMessage(bytes)
      switch (message?.type) {
        case 'have':
          return message.runs.forEach(compare)
        case 'want':
          return sender.wanted(message)
        case 'taken':
          return sender.taken(message.bytes)
        case 'offer':
          return receiver.offered(message.bytes)
        case 'chunk':
          if (!receiver.chunk(message)) stream.close()
          return
        case undefined:
          // What no version of ours says ends this connection, and nothing else.
          return stream.close()
      }
    },
  }
}

type Say = (message: CarrierMessage) => Promise<void>
type Want = Extract<CarrierMessage, { type: 'want' }>

/** Sends what is wanted, file after file, as long as the other keeps up. */
function createSender({ mirror, say }: { mirror: Mirror; say: Say }) {
  const queue: { file: MirroredFile; offset: number }[] = []
  const queued = new Set<string>()
  const now = { isSending: false, isOver: false, untaken: 0, onRoom: () => {} }

  async function sendAll(): Promise<void> {
    if (now.isSending) return
    now.isSending = true
    for (let next = queue.shift(); next && !now.isOver; next = queue.shift()) {
      queued.delete(next.file.name)
      const bytes = await mirror.read(next.file.name).catch(() => null)
      if (bytes) await sendOne(next.file.name, bytes, next.offset)
    }
    now.isSending = false
  }

  async function sendOne(name: string, bytes: Uint8Array, from: number): Promise<void> {
    while (now.untaken > creditBytes && !now.isOver) await new Promise<void>((resolve) => (now.onRoom = resolve))
    now.untaken += bytes.length
    void say({ type: 'offer', bytes: bytes.length - from })
    for (let offset = from; offset < bytes.length && !now.isOver; offset += chunkSize) {
      await say({ type: 'chunk', name, offset, total: bytes.length, bytes: bytes.subarray(offset, offset + chunkSize) })
    }
  }

  return {
    wanted({ writer, class: fileClass, from, to, parts }: Want) {
      const run = mirror.runs().find((each) => each.writer === writer && each.class === fileClass)
      for (let number = Math.max(from, run?.from ?? Infinity); number <= Math.min(to, run?.to ?? 0); number++) {
        const file = mirror.find(writer, fileClass, number)
        if (!file || queued.has(file.name)) continue
        queued.add(file.name)
        queue.push({ file, offset: parts.find(({ name }) => name === file.name)?.size ?? 0 })
      }
      void sendAll()
    },
    taken(bytes: number) {
      now.untaken = Math.max(0, now.untaken - bytes)
      now.onRoom()
    },
    end() {
      now.isOver = true
      now.onRoom()
    },
  }
}

/** Asks for what is missing, and takes in what comes of it. */
function createReceiver(options: { mirror: Mirror; partials: Partials; say: Say; events: CarrierEvents }) {
  const { mirror, partials, say, events } = options
  /** What has been asked for, so that nothing comes unasked. */
  const wanted = new Map<string, { from: number; to: number }>()
  let announced = 0
  let verified = 0
  let arrived: string[] = []
  let keeping = Promise.resolve()
  let underWay = 0
  const progress = () => {
    if (verified < announced) return events.onIncoming({ verified, announced })
    if (announced > 0) events.onIncoming(null)
    announced = 0
    verified = 0
  }

  async function keep(name: string, bytes: Uint8Array): Promise<void> {
    const before = mirror.hasName(name)
    // A full disk: the file stays wanted, and comes when there is room and a new stream.
    const file = await mirror.keep(name, bytes).catch(() => null)
    if (file && !before) {
      if (isFork(mirror, file)) events.onFork(file.writer, file.number)
      if (isAsked(wanted, file)) arrived.push(name)
    }
    verified += bytes.length
    underWay--
    if (underWay === 0 || arrived.length >= bundle) {
      const told = arrived
      arrived = []
      if (told.length > 0) events.onArrived(told)
    }
    progress()
    void say({ type: 'taken', bytes: bytes.length })
  }

  return {
    want(run: Pick<Run, 'writer' | 'class' | 'to'>, from: number) {
      const { writer, class: fileClass, to } = run
      let first = from
      while (first <= to && mirror.find(writer, fileClass, first)) first++
      const range = wanted.get(keyOf(run))
      // What is on its way already need not be asked for again.
      if (range && range.to >= first) first = range.to + 1
      if (first > to) return
      wanted.set(keyOf(run), { from: Math.min(first, range?.from ?? first), to })
      void say({ type: 'want', writer, class: fileClass, from: first, to, parts: partials.list() })
    },
    offered(bytes: number) {
      announced += bytes
      progress()
    },
    /** False for what can't have been asked for: the stream is to end. */
    chunk(chunk: Extract<CarrierMessage, { type: 'chunk' }>): boolean {
      if (wanted.size === 0) return false
      const added = partials.add(chunk)
      if (added === 'refused') return false
      if (added !== 'unfinished') {
        underWay++
        const whole = added
        keeping = keeping.then(() => keep(chunk.name, whole))
      }
      return true
    },
    end: () => events.onIncoming(null),
  }
}

/** Another file came first at this number. */
function isFork(mirror: Mirror, file: MirroredFile): boolean {
  const first = mirror.find(file.writer, file.class, file.number)
  return first !== null && first.name !== file.name && first.hash !== file.hash
}

function isAsked(wanted: ReadonlyMap<string, { from: number; to: number }>, file: MirroredFile): boolean {
  const range = wanted.get(keyOf(file))
  return range !== undefined && file.number >= range.from && file.number <= range.to
}

const keyOf = ({ writer, class: fileClass }: { writer: WriterId; class: FileClass }) => `${fileClass}/${writer}`

/** What the carrier tells the vault process. */
export const carrierNews = (tell: (news: LinkNews) => void): CarrierEvents => ({
  onArrived: (names) => tell({ type: 'arrived', names }),
  onIncoming: (incoming) => tell({ type: 'incoming', incoming }),
  onOwnAhead: (writer, number) => tell({ type: 'own-ahead', writer, number }),
  onFork: (writer, number) => tell({ type: 'fork', writer, number }),
})
