import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { reportUnexpected } from '../../../shared/background'
import type { Reply } from '../../../shared/contract'
import { sessionPath } from '../../../shared/socket-protocol'
import type { Clock } from '../../core/ports'
import { createPageFiles, type PageAnswer, type PageFiles } from '../page-files'
import { createPageSessions, type PageSessions } from './page-session'
import { createPageSocket } from './page-socket'

const maxSessionRequest = 512

export interface PageServer {
  /** An address that opens the app once, within a minute: a secret. */
  newAddress(): string
  /** Sends news to the page, if one is connected. */
  signal(name: string, payload: unknown): void
  /** Whether a page is connected. */
  hasPage(): boolean
  /** Ends the page's session: the page loads anew and begins another one. */
  renewPage(): void
  close(): Promise<void>
}

export interface PageServerOptions {
  /** The folder of the built window. */
  root: string
  /** The name the page is served under: the loopback address, or a name below `localhost`. */
  hostname: string
  port: number
  clock: Clock
  onCall(name: string, input: unknown): Promise<Reply>
  /** The page can't be heard any more; it may come back. */
  onLost(): void
  /** The page went for good, or stayed away for too long. */
  onGone(): void
}

/** Serves the window on loopback and speaks the contract with it, one page at a time. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const sessions = createPageSessions(options.clock)
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  // What comes later (too many open files, say) costs one connection, never the process.
  server.removeAllListeners('error').on('error', () => {})
  const host = `${options.hostname}:${(server.address() as AddressInfo).port}`
  const origin = `http://${host}`
  const files = await createPageFiles({ root: options.root, connect: `'self' ws://${host}` })
  const trusted = (request: IncomingMessage) => request.headers.host === host
  const sameOrigin = (request: IncomingMessage) => trusted(request) && request.headers.origin === origin

  const socket = createPageSocket({ server, sessions, isAllowed: sameOrigin, ...options })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    respond(request, response).catch((error: unknown) => {
      reportUnexpected(error, 'page request')
      response.destroy()
    })
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && trusted(request)) return sendFile(files, request, response)
    const isSession = request.method === 'POST' && request.url === sessionPath && sameOrigin(request)
    if (!isSession) return send(response, 403, {}, '')
    const session = sessions.claim(await readToken(request))
    if (!session) return send(response, 401, {}, '')
    socket.replace()
    const cookie = `${session.cookieName}=${session.cookie}; HttpOnly; SameSite=Strict; Path=/`
    return send(response, 200, { 'Set-Cookie': cookie }, JSON.stringify({ secret: session.secret }))
  }

  return {
    newAddress: () => `${origin}/#${sessions.newToken()}`,
    signal: socket.signal,
    hasPage: socket.hasPage,
    renewPage: () => renew(sessions, socket.renew),
    close: () => closeServer(server, socket.close),
  }
}

function renew(sessions: PageSessions, tell: (newToken: () => string) => void): void {
  sessions.end()
  tell(sessions.newToken)
}

async function sendFile(files: PageFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A service worker could outlive the lock and answer in our place.
  const wanted = request.headers['service-worker'] ? '' : (request.url ?? '').replace(/\?.*/, '')
  const { status, headers, body }: PageAnswer = await files.get(wanted)
  send(response, status, headers, body)
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer | string): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers }).end(body)
}

async function readToken(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) {
    text += String(piece)
    if (text.length > maxSessionRequest) return ''
  }
  try {
    return z.object({ token: z.string() }).parse(JSON.parse(text)).token
  } catch {
    return ''
  }
}

async function closeServer(server: Server, closeSocket: () => void): Promise<void> {
  closeSocket()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
