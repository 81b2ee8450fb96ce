import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket, WebSocketServer } from 'ws'
import { decodeMessage } from '../../../shared/message-codec'
import { pageMessage, type PageMessage, socketPath } from '../../../shared/socket-protocol'
import type { Clock } from '../../core/ports'
import type { PageSessions } from './page-session'

/** How long a connection may take to prove itself, in ms. */
const helloPatience = 5000

/** What a connection must get past. */
export interface Gate {
  server: Server
  sessions: PageSessions
  /** True where Host and Origin are exactly ours. */
  isAllowed(request: IncomingMessage): boolean
}

/** Lets in only connections that show the session's cookie and then, first of all, its secret. */
export function admitProven(
  options: Gate & { sockets: WebSocketServer; clock: Clock; onProven(socket: WebSocket): void },
): void {
  const { sessions, sockets } = options

  function awaitHello(socket: WebSocket): void {
    const cancel = options.clock.after(helloPatience, () => socket.terminate())
    socket.once('message', (data, isBinary) => {
      cancel()
      const hello = parseMessage(data, isBinary)
      if (hello?.type === 'hello' && sessions.knowsSecret(hello.secret)) options.onProven(socket)
      else socket.terminate()
    })
    socket.on('error', () => socket.terminate())
  }

  options.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const allowed =
      request.url === socketPath && options.isAllowed(request) && sessions.knowsCookie(request.headers.cookie)
    if (allowed) sockets.handleUpgrade(request, stream, head, awaitHello)
    // Whoever is turned away may hang up first; Node hears a stream's errors no more once it is to be upgraded.
    else stream.on('error', () => {}).destroy()
  })
}

/** What the page says, or null where it is nothing that a page of ours says. */
export function parseMessage(data: RawData, isBinary: boolean): PageMessage | null {
  const bytes = data as Buffer
  const parsed = pageMessage.safeParse(decodeMessage(isBinary ? bytes : bytes.toString('utf8')))
  return parsed.success ? parsed.data : null
}
