import { connect, createServer, type Server, type Socket } from 'node:net'
import { background, reporting } from '../../../shared/background'
import { type Address, parseAddress } from '../../../shared/address'
import { AppError } from '../../../shared/failure'
import type { AnsweringSide, Handshaken, Listener, Streams } from '../../core/link/streams/streams'
import type { Clock } from '../../core/ports'

/** How long a connection may take to come about, in milliseconds. */
const connectLimitMs = 3000
/**
 * How many strangers may be connected at once, and how many who know the key may be shaking hands; one more, and the
 * oldest is let go: who knows the key needs no five seconds.
 */
export const maxStrangers = 8

/** Loaded when somebody is to be reached: it brings a native part, which an app that is never paired does without. */
const noise = () => import('./noise-stream')

/** Streams over the machine's own TCP. */
export function createTcpStreams(clock: Clock): Streams {
  return {
    async dial(address, side, cancelled) {
      const { dialStream } = await noise()
      const target = parseAddress(address)
      const socket = target && !cancelled.aborted ? await connected(target, clock, cancelled) : null
      if (!socket) return null
      const cancel = () => socket.destroy()
      cancelled.addEventListener('abort', cancel)
      const handshaken = await dialStream(socket, clock, side)
      cancelled.removeEventListener('abort', cancel)
      return handshaken
    },
    listen: (o) => listen(clock, o),
  }
}

function connected(target: Address, clock: Clock, cancelled: AbortSignal): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(target)
    const settle = (made: Socket | null) => {
      stopWaiting()
      cancelled.removeEventListener('abort', giveUp)
      resolve(made)
    }
    const giveUp = () => {
      socket.destroy()
      settle(null)
    }
    const stopWaiting = clock.after(connectLimitMs, giveUp)
    cancelled.addEventListener('abort', giveUp)
    socket.on('error', giveUp).once('connect', () => {
      socket.off('error', giveUp)
      settle(socket)
    })
  })
}

async function listen(
  clock: Clock,
  o: { host: string | null; port: number; side: AnsweringSide; onStream(handshaken: Handshaken): void },
): Promise<Listener> {
  const { answerStream } = await noise()
  const strangers = new Set<Socket>()
  // Who knows the key isn't let go for strangers: coming back fast enough they would keep the partner out.
  const knowing = new Set<Socket>()
  const server = createServer((socket) => {
    admit(strangers, socket)
    const status: AnsweringSide['status'] = (purpose, timestamp) => {
      const answer = o.side.status(purpose, timestamp)
      if (answer && strangers.delete(socket)) admit(knowing, socket)
      return answer
    }
    const answered = answerStream(socket, clock, { ...o.side, status }).then((handshaken) => {
      const isAwaited = strangers.delete(socket) || knowing.delete(socket)
      if (!handshaken) return
      if (isAwaited) o.onStream(handshaken)
      else socket.destroy()
    })
    // Whatever breaks here breaks this one connection.
    background(answered.catch(reporting(() => socket.destroy())))
  })
  const port = await bound(server, o)
  return {
    port,
    close() {
      server.close()
      for (const socket of [...strangers, ...knowing]) socket.destroy()
      strangers.clear()
      knowing.clear()
    },
  }
}

/** Takes one more in; where that is one too many the oldest is let go. */
function admit(those: Set<Socket>, socket: Socket): void {
  those.add(socket)
  const [oldest] = those
  if (!oldest || those.size <= maxStrangers) return
  those.delete(oldest)
  oldest.destroy()
}

function bound(server: Server, { host, port }: { host: string | null; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new AppError({ code: 'port-taken', port }, { cause })))
    server.listen({ port, ...(host !== null && { host }) }, () => {
      // What comes later (too many open files, say) costs one connection, never the process.
      server.removeAllListeners('error').on('error', () => undefined)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
