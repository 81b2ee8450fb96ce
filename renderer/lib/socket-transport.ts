import { z } from 'zod'
import { background } from '../../shared/background'
import type { Reply } from '../../shared/contract'
import { decodeMessage, encodeMessage } from '../../shared/message-codec'
import { type HostMessage, type PageMessage, sessionPath, socketPath } from '../../shared/socket-protocol'
import type { Transport } from './api'
import { finishPage } from './page-end'

/** Pauses between attempts to reach the host again, in ms; the last one repeats. */
const pauses = [100, 300, 1000, 3000]

/** Told to the window before this page replaces itself, since the vault has locked: nobody is to be asked. */
export const replacingEvent = 'twofold-replacing'

const unreachable: Reply = { ok: false, failure: { code: 'host-unreachable' } }
const tooMuch: Reply = { ok: false, failure: { code: 'bad-request' } }

/**
 * `stopped`: the host hasn't answered any attempt so far; it is tried on and on. `replaced`: another page took over.
 * `unknown-page`: this page has no way in, as after a reload.
 */
export type Connection = 'connected' | 'reconnecting' | 'stopped' | 'replaced' | 'unknown-page'

export interface SocketTransport extends Transport {
  connection(): Connection
  onConnection(listener: () => void): () => void
}

/**
 * Calls over a WebSocket to the browser host. The token in the address is traded for a session at once and removed from
 * the address. A call that is under way when the socket breaks, or made while it is broken, fails with
 * `host-unreachable`: whether it was heard can't be known, so whoever made it decides what to send again.
 */
export async function connectToHost(): Promise<SocketTransport> {
  const secret = await claimSession()
  const transport = createSocketTransport(secret)
  if (secret) await new Promise<void>((resolve) => transport.onConnection(resolve))
  return transport
}

async function claimSession(): Promise<string | null> {
  const token = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  if (!token) return null
  const answer = await fetch(sessionPath, { method: 'POST', body: JSON.stringify({ token }) })
  return answer.ok ? z.object({ secret: z.string() }).parse(await answer.json()).secret : null
}

function createSocketTransport(secret: string | null): SocketTransport {
  const signals = createListeners<[name: string, payload: unknown]>()
  const watchers = createListeners<[]>()
  const waiting: Waiting = new Map()
  let state: Connection = secret ? 'reconnecting' : 'unknown-page'
  let socket: WebSocket | null = null
  let nextId = 1
  let attempt = 0

  const become = (next: Connection) => {
    state = next
    watchers.tell()
  }
  const send = (message: PageMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(encodeMessage(message))
  }

  function heard(message: HostMessage): void {
    switch (message.type) {
      case 'welcome':
        attempt = 0
        return become('connected')
      case 'reply':
        return settle(waiting, message.id, message.reply)
      case 'signal':
        return signals.tell(message.name, message.payload)
      case 'replaced':
        return background(finishPage().then(() => (become('replaced'), socket?.close())))
      case 'locked':
        return loadAnew(message.token)
    }
  }

  function connect(): void {
    socket = dial(secret ?? '', heard)
    socket.addEventListener('close', () => {
      failAll(waiting)
      if (state === 'replaced') return
      become(attempt < pauses.length ? 'reconnecting' : 'stopped')
      setTimeout(connect, pauses[Math.min(attempt++, pauses.length - 1)])
    })
  }

  if (secret) connect()
  addEventListener('pagehide', () => send({ type: 'bye' }))
  return {
    call(name, input) {
      if (state !== 'connected') return Promise.resolve(unreachable)
      const id = nextId++
      try {
        send({ type: 'call', id, name, input })
      } catch {
        return Promise.resolve(tooMuch)
      }
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    onSignal: signals.add,
    connection: () => state,
    onConnection: watchers.add,
  }
}

type Waiting = Map<number, (reply: Reply) => void>

function settle(waiting: Waiting, id: number, reply: Reply): void {
  waiting.get(id)?.(reply)
  waiting.delete(id)
}

function failAll(waiting: Waiting): void {
  for (const resolve of waiting.values()) resolve(unreachable)
  waiting.clear()
}

/** A socket that says hello as soon as it is open. */
function dial(secret: string, heard: (message: HostMessage) => void): WebSocket {
  const socket = new WebSocket(`ws://${location.host}${socketPath}`)
  socket.addEventListener('open', () => socket.send(encodeMessage({ type: 'hello', secret } satisfies PageMessage)))
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const message = decodeMessage(typeof data === 'string' ? data : new Uint8Array(data)) as HostMessage | null
    if (message) heard(message)
    else socket.close()
  })
  return socket
}

/** A fragment alone would not load the page anew, and what this one held must go. */
function loadAnew(token: string): void {
  dispatchEvent(new Event(replacingEvent))
  location.hash = token
  location.reload()
}

function createListeners<News extends unknown[]>() {
  const listeners = new Set<(...news: News) => void>()
  return {
    add(listener: (...news: News) => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    tell(...news: News) {
      for (const listener of listeners) listener(...news)
    },
  }
}
