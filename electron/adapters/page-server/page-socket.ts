import { type WebSocket, WebSocketServer } from 'ws'
import { background } from '../../../shared/background'
import { isLasting, type Reply } from '../../../shared/contract'
import { failureOf } from '../../../shared/failure'
import { encodeMessage } from '../../../shared/message-codec'
import { type HostMessage, maxSocketMessage, type PageMessage } from '../../../shared/socket-protocol'
import type { Clock } from '../../core/ports'
import { admitProven, type Gate, parseMessage } from './page-gate'

/** How long a page that was replaced may take to send what was typed until it heard so, in ms. */
const replacedPatience = 5000

/** How long a page that fell silent (sleep, a crash) may take to come back before the vault locks, in ms. */
const absence = 30_000

export interface PageSocket {
  signal(name: string, payload: unknown): void
  hasPage(): boolean
  /** Another page takes over: the current one is told so and dropped. */
  replace(): void
  /** Tells the page, if there is one, to load anew with a token, and drops it. One that is still to come has its own. */
  renew(newToken: () => string): void
  close(): void
}

interface PageSocketOptions extends Gate {
  clock: Clock
  onCall(name: string, input: unknown): Promise<Reply>
  onLost(): void
  onGone(): void
}

/** The WebSocket to the one page: proven by cookie and secret before anything else is heard. */
export function createPageSocket(options: PageSocketOptions): PageSocket {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxSocketMessage, perMessageDeflate: false })
  let current: WebSocket | null = null
  const news = createNews()
  const absent = createAbsence(options.clock, options.onGone)

  admitProven({ ...options, sockets, onProven: adopt })

  function adopt(socket: WebSocket): void {
    absent.end()
    current?.terminate()
    current = socket
    socket.on('message', (data, isBinary) => heard(socket, parseMessage(data, isBinary)))
    socket.on('close', () => lost(socket))
    say(socket, { type: 'welcome' })
    for (const message of news.holding()) say(socket, message)
  }

  function heard(socket: WebSocket, message: PageMessage | null): void {
    if (message?.type === 'call') {
      const { id, name, input } = message
      background(answering(options.onCall(name, input), (reply) => say(socket, { type: 'reply', id, reply })))
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
    absent.begin()
  }

  function forget(socket: WebSocket | null): void {
    if (current === socket) current = null
    absent.end()
    socket?.close()
  }

  return {
    signal(name, payload) {
      const message = news.of(name, payload)
      if (current) say(current, message)
    },
    hasPage: () => current !== null,
    replace() {
      if (current) letGo(current, options.clock)
      current = null
      // A page that was let in and never connects must not leave an open vault unwatched.
      absent.begin()
    },
    renew(newToken) {
      news.forget()
      if (current) say(current, { type: 'locked', token: newToken() })
      forget(current)
    },
    close() {
      forget(current)
      closeAll(sockets)
    },
  }
}

/** Words that are on their way must arrive: the replaced page itself closes, or is cut off when it doesn't. */
function letGo(socket: WebSocket, clock: Clock): void {
  say(socket, { type: 'replaced' })
  clock.after(replacedPatience, () => socket.terminate())
}

/** A page that doesn't answer the closing would keep the server from ending for half a minute. */
function closeAll(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) socket.terminate()
  sockets.close()
}

/** The time a page is away: past the patience with it, it counts as gone. */
function createAbsence(clock: Clock, onGone: () => void) {
  let cancel = () => {}
  const end = () => cancel()
  return {
    begin() {
      end()
      cancel = clock.after(absence, onGone)
    },
    end,
  }
}

/** Signals as messages, and those of them that a page that comes back must be told again. */
function createNews() {
  const lasting = new Map<string, HostMessage>()
  return {
    of(name: string, payload: unknown): HostMessage {
      const message: HostMessage = { type: 'signal', name, payload }
      if (isLasting(name)) lasting.set(name, message)
      return message
    },
    holding: () => lasting.values(),
    forget: () => lasting.clear(),
  }
}

/** What holds more bytes than a message may is no answer; of a signal like that the page hears when it comes back. */
function say(socket: WebSocket, message: HostMessage): void {
  if (socket.readyState !== socket.OPEN) return
  try {
    socket.send(encodeMessage(message))
  } catch {
    if (message.type !== 'reply') return socket.terminate()
    const reply: Reply = { ok: false, failure: { code: 'bug' } }
    socket.send(encodeMessage({ ...message, reply }))
  }
}

/** Whoever asked hears something, whatever fails. */
async function answering(called: Promise<Reply>, say: (reply: Reply) => void): Promise<void> {
  try {
    say(await called)
  } catch (error) {
    say({ ok: false, failure: failureOf(error) })
    throw error
  }
}
