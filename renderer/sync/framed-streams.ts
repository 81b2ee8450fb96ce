import {
  createAssembler,
  creditOf,
  FrameError,
  longestMessage,
  payloadSize,
  pieceOf,
  readFrame,
  type Stream,
  streams,
} from './frames'

/** How much of a stream may be on its way before the other application has taken it, in bytes. */
export const credit = 256 * 1024
/** How much may lie in the channel's own buffer, in bytes: what lies there can't be overtaken. */
export const mostBuffered = 1024 * 1024
/** How much may wait to be sent, in bytes: one message of the longest for bulk, a second of furious typing for live. */
const mostWaiting: Readonly<Record<Stream, number>> = { live: 1024 * 1024, bulk: longestMessage.bulk }
/** Credit is told in portions, so that a long message doesn't cost a frame back for each of its own. */
const portion = 64 * 1024
/** How long nothing may move while something waits to, in ms. */
export const stallAfter = 20_000

/** The two channels below, as far as they matter here. */
export interface Wire {
  /** Hands a frame to the channel; throws where the channel can't take it. */
  send(stream: Stream, frame: Uint8Array<ArrayBuffer>): void
  /** Bytes that the channel holds back, not sent yet. */
  buffered(stream: Stream): number
}

export interface StreamsPorts {
  wire: Wire
  /** A whole message has come; returns when the application has taken it. */
  deliver(message: Uint8Array<ArrayBuffer>): void
  /** The connection is of no use any more. Called once. */
  fail(error: Error): void
  /** Runs `action` once after `ms` unless the returned function is called first. */
  after(ms: number, action: () => void): () => void
}

/** Messages of any length over two channels, of which one never waits for the other. */
export interface FramedStreams {
  /** Sends by `stream`, in the order of the calls for each stream. What can't be sent fails the connection. */
  send(message: Uint8Array, stream: Stream): void
  /** Takes what came in by the channel of this stream. */
  receive(bytes: Uint8Array, stream: Stream): void
  /** The channel has room again. */
  drained(): void
  close(): void
}

/** Makes the two streams over `wire`. */
export function createFramedStreams({ wire, deliver, fail, after }: StreamsPorts): FramedStreams {
  const sending = { live: createSending('live', wire), bulk: createSending('bulk', wire) }
  const taking = { live: createTaking('live', wire), bulk: createTaking('bulk', wire) }
  let stopWaiting: (() => void) | null = null
  let isClosed = false

  const close = () => {
    isClosed = true
    stopWaiting?.()
    for (const stream of streams) sending[stream].stop()
  }
  const give = (error: Error) => {
    if (isClosed) return
    close()
    fail(error)
  }
  const watchForStall = () => {
    stopWaiting?.()
    stopWaiting = null
    const isBusy = streams.some((stream) => sending[stream].isBusy() || taking[stream].isBusy())
    if (isBusy && !isClosed) stopWaiting = after(stallAfter, () => give(new FrameError('nothing moves')))
  }
  function receive(bytes: Uint8Array, stream: Stream): void {
    const frame = readFrame(bytes)
    if (frame.type === 'credit') {
      if (stream !== 'live') throw new FrameError('credit in the wrong channel')
      return sending[frame.stream].credited(frame.bytes)
    }
    if (frame.stream !== stream) throw new FrameError('a frame in the wrong channel')
    const message = taking[stream].add(frame)
    if (message) deliver(message)
    if (!isClosed) taking[stream].taken(frame.payload.length, message !== null)
  }
  /** An error of a channel, a broken rule or a message that the application can't take ends the connection. */
  function guarded(action: () => void): void {
    if (isClosed) return
    try {
      action()
    } catch (error) {
      give(error instanceof Error ? error : new FrameError('failed'))
    }
    watchForStall()
  }

  return {
    send: (message, stream) => guarded(() => sending[stream].add(message)),
    receive: (bytes, stream) => guarded(() => receive(bytes, stream)),
    drained: () => guarded(() => streams.forEach((stream) => sending[stream].pump())),
    close,
  }
}

function createSending(stream: Stream, wire: Wire) {
  let queue: Uint8Array[] = []
  let offset = 0
  let waiting = 0
  /** Sent, and not yet taken by the other application. */
  let underWay = 0

  function pump(): void {
    for (let message = queue[0]; message && wire.buffered(stream) < mostBuffered; message = queue[0]) {
      const payload = Math.min(payloadSize, message.length - offset)
      if (underWay + payload > credit) return
      wire.send(stream, pieceOf(message, offset, stream))
      underWay += payload
      waiting -= payload
      offset += payload
      if (offset < message.length) continue
      queue.shift()
      offset = 0
    }
  }
  return {
    pump,
    isBusy: () => queue.length > 0 || underWay > 0,
    add(message: Uint8Array): void {
      if (message.length > longestMessage[stream] || waiting + message.length > mostWaiting[stream]) {
        throw new FrameError('a message that cannot be sent')
      }
      queue.push(message)
      waiting += message.length
      pump()
    },
    credited(bytes: number): void {
      if (bytes > underWay) throw new FrameError('credit for what was not sent')
      underWay -= bytes
      pump()
    },
    stop(): void {
      queue = []
    },
  }
}

function createTaking(stream: Stream, wire: Wire) {
  const assembler = createAssembler(stream)
  let untold = 0
  return {
    isBusy: assembler.isOpen,
    add: assembler.add,
    taken(bytes: number, isLast: boolean): void {
      untold += bytes
      if (untold === 0 || (untold < portion && !isLast)) return
      // By the live channel, where nothing long can be before it.
      wire.send('live', creditOf(stream, untold))
      untold = 0
    },
  }
}
