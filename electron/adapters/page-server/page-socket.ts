import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Reply } from '../../../shared/contract'
import {
  type HostMessage,
  maxSocketMessage,
  pageMessage,
  type PageMessage,
  socketPath,
} from '../../../shared/socket-protocol'
import type { Clock } from '../../core/ports'
import type { PageSessions } from './page-session'

/** How long a page that fell silent (sleep, a crash) may take to come back before the vault locks, in ms. */
const absence = 30_000

/** How long a connection may take to prove itself, in ms. */
const helloPatience = 5000

export interface PageSocket {
  signal(name: string, payload: unknown): void
  /** Another page takes over: the current one is told so and dropped. */
  replace(): void
  /** Tells the page to load anew with this token, and drops it. */
  renew(token: string): void
  close(): void
}

interface PageSocketOptions {
  server: Server
  sessions: PageSessions
  clock: Clock
  isAllowed(request: IncomingMessage): boolean
  onCall(name: string, input: unknown): Promise<Reply>
  onLost(): void
  onGone(): void
}

/** The WebSocket to the one page: proven by cookie and secret before anything else is heard. */
export function createPageSocket(options: PageSocketOptions): PageSocket {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxSocketMessage, perMessageDeflate: false })
  let current: WebSocket | null = null
  let cancelAbsence = () => {}

  options.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const allowed =
      request.url === socketPath && options.isAllowed(request) && options.sessions.knowsCookie(request.headers.cookie)
    if (allowed) sockets.handleUpgrade(request, stream, head, awaitHello)
    else stream.destroy()
  })

  function awaitHello(socket: WebSocket): void {
    const cancel = options.clock.after(helloPatience, () => socket.terminate())
    socket.once('message', (data) => {
      cancel()
      const hello = parse(data)
      if (hello?.type === 'hello' && options.sessions.knowsSecret(hello.secret)) adopt(socket)
      else socket.terminate()
    })
    socket.on('error', () => socket.terminate())
  }

  function adopt(socket: WebSocket): void {
    cancelAbsence()
    current?.terminate()
    current = socket
    socket.on('message', (data) => heard(socket, parse(data)))
    socket.on('close', () => lost(socket))
    say(socket, { type: 'welcome' })
  }

  function heard(socket: WebSocket, message: PageMessage | null): void {
    if (message?.type === 'call') {
      void options
        .onCall(message.name, message.input)
        .then((reply) => say(socket, { type: 'reply', id: message.id, reply }))
    } else if (message?.type === 'bye' && current === socket) {
      forget(socket)
      options.onGone()
    } else {
      socket.terminate()
    }
  }

  function lost(socket: WebSocket): void {
    if (current !== socket) return
    current = null
    options.onLost()
    awaitPage()
  }

  function awaitPage(): void {
    cancelAbsence()
    cancelAbsence = options.clock.after(absence, options.onGone)
  }

  function forget(socket: WebSocket | null): void {
    if (current === socket) current = null
    cancelAbsence()
    socket?.close()
  }

  const dismiss = (message: HostMessage) => {
    if (current) say(current, message)
    forget(current)
  }
  return {
    signal: (name, payload) => current && say(current, { type: 'signal', name, payload }),
    replace() {
      dismiss({ type: 'replaced' })
      // A page that was let in and never connects must not leave an open vault unwatched.
      awaitPage()
    },
    renew: (token) => dismiss({ type: 'locked', token }),
    close() {
      forget(current)
      // A page that doesn't answer the closing would keep the server from ending for half a minute.
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

function say(socket: WebSocket, message: HostMessage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
}

function parse(data: RawData): PageMessage | null {
  try {
    const parsed = pageMessage.safeParse(JSON.parse((data as Buffer).toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
