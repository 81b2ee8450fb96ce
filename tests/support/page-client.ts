import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startPageServer } from '../../electron/adapters/page-server/page-server'
import type { Reply } from '../../shared/contract'
import { decodeMessage, encodeMessage } from '../../shared/message-codec'
import { sessionPath, socketPath } from '../../shared/socket-protocol'
import { createManualClock } from './manual-clock'

/** A built window of a few files, beside one that must never be served. */
export async function makePageRoot(): Promise<{ folder: string; root: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'twofold-page-'))
  const root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(folder, 'vault.json'), 'secret')
  await writeFile(join(folder, 'outside.js'), 'secret')
  const nonce = 'nonce="__CSP_NONCE__"'
  await writeFile(join(root, 'index.html'), `<meta property="csp-nonce" ${nonce}><style ${nonce}></style>`)
  await writeFile(join(root, 'assets', 'main.js'), 'start()')
  await writeFile(join(root, 'assets', 'page.css'), 'p {}')
  await writeFile(join(root, 'assets', 'main.js.map'), '{}')
  await symlink(join(folder, 'outside.js'), join(root, 'assets', 'linked.js'))
  return { folder, root }
}

export const removePageRoot = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 10 })

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** A page server on loopback with a turned clock, and the ways a page, or a stranger, talks to it. */
export async function startTestServer(root: string) {
  const clock = createManualClock(1000)
  const events: string[] = []
  const calls: { name: string; input: unknown; reply(reply: Reply): void; fail(error: unknown): void }[] = []
  const server = await startPageServer({
    root,
    hostname: 'ana.localhost',
    port: 0,
    clock,
    onCall: (name, input) => new Promise((reply, fail) => calls.push({ name, input, reply, fail })),
    onLost: () => events.push('lost'),
    onGone: () => events.push('gone'),
  })
  const address = new URL(server.newAddress())
  const port = Number(address.port)
  const own = { host: address.host, origin: address.origin }
  const newToken = () => new URL(server.newAddress()).hash.slice(1)

  const send = (options: { path: string; method?: string; headers?: Record<string, string>; body?: string }) =>
    new Promise<Answer>((resolve, reject) => {
      const { path, method = 'GET', headers = {}, body = '' } = options
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers: { host: own.host, ...headers } },
        (got) => {
          let text = ''
          got.on('data', (piece) => (text += String(piece)))
          got.on('end', () => resolve({ status: got.statusCode ?? 0, headers: got.headers, body: text }))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  const claim = (token: string, headers: Record<string, string> = { origin: own.origin }) =>
    send({ path: sessionPath, method: 'POST', headers, body: JSON.stringify({ token }) })

  /** Trades a token for a session: what the page keeps of it. */
  async function begin(token = newToken()) {
    const { headers, body } = await claim(token)
    const cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
    return { cookie, secret: (JSON.parse(body) as { secret: string }).secret }
  }
  const connect = (headers: Record<string, string>, path = socketPath) =>
    createPageClient(new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host: own.host, ...headers } }))
  /** A page that is let in. */
  async function enter(session?: { cookie: string; secret: string }) {
    const { cookie, secret } = session ?? (await begin())
    const page = connect({ origin: own.origin, cookie })
    await page.opened
    page.say({ type: 'hello', secret })
    await page.next('welcome')
    return page
  }
  return { server, clock, events, calls, port, own, newToken, send, claim, begin, connect, enter }
}

type Heard = { type: string } & Record<string, unknown>

/** The page's end of a socket. */
function createPageClient(socket: WebSocket) {
  const heard: Heard[] = []
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  const state = { closed: false }
  socket.on('message', (data, isBinary) => {
    const bytes = data as Buffer
    heard.push(decodeMessage(isBinary ? bytes : bytes.toString('utf8')) as Heard)
    wake()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      state.closed = true
      wake()
      resolve()
    })
  })
  return {
    heard,
    socket,
    opened: new Promise<boolean>((resolve) => {
      socket.on('open', () => resolve(true))
      socket.on('close', () => resolve(false))
    }),
    /** Resolves when the socket is closed, whoever closed it. */
    closed,
    /** Says a message; text and frames go as they are. */
    say: (message: unknown) =>
      socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : encodeMessage(message)),
    /** Everything of this type that was heard so far. */
    all: (type: string): Heard[] => heard.filter((message) => message.type === type),
    /** The first message of this type; throws when the socket closes without it. */
    async next(type: string): Promise<Heard> {
      for (;;) {
        const found = heard.find((message) => message.type === type)
        if (found) return found
        if (state.closed) throw new Error(`closed without ${type}`)
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}
