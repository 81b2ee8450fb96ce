import * as Y from 'yjs'
import { WebrtcProvider } from 'y-webrtc'
import type { EntryId } from '../../../shared/ids'
import type { LiveSession } from '../../../shared/partner'
import { followLive, type Live } from '../../../renderer/sync/live'
import { openLiveRoom, type LiveRoom, type LiveState } from '../../../renderer/sync/live-room'
import { createPresence } from '../../../renderer/sync/presence'
import { openSignaling } from '../../../renderer/sync/signaling-client'
import { createSeal } from '../../../renderer/sync/signaling-seal'
import { createBareChannel } from './bare-channel'
import { counted } from './counted'
import { createWindowPage } from './window-page'

/** A window of one partner as a test drives it: a document, the live room and what has happened in them. */
const doc = new Y.Doc()
const presence = createPresence(doc)
const text = doc.getText('live')
const windowPage = createWindowPage(doc, presence)
let room: LiveRoom | null = null
let last: LiveSession | null = null
let live: Live | null = null
const sessions = { tell: (_session: LiveSession | null) => {}, loaded: () => {} }
let shownAt = Promise.resolve(Number.NaN)
let stock: WebrtcProvider | null = null
let bare: ReturnType<typeof createBareChannel> | null = null
/** What has happened, in order: states, keys that came and how much else came. */
const events: string[] = []
const waiting = new Set<{ isMet: () => boolean; resolve: () => void }>()
const signaled = new Set<(message: string) => void>()
const unhandled: string[] = []

addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)))

const port = {
  send: (message: string) => void window.relay(message),
  onMessage: (listener: (message: string) => void) => {
    signaled.add(listener)
    return () => void signaled.delete(listener)
  },
}
const happened = (event?: string) => {
  if (event) events.push(event)
  for (const entry of waiting) {
    if (!entry.isMet()) continue
    waiting.delete(entry)
    entry.resolve()
  }
}
let answerTo: { key: string; answer: string } | null = null
text.observe((event, { local }) => {
  if (local) return
  const came = event.changes.delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
  happened(`key ${came}`)
  if (answerTo && came.includes(answerTo.key)) text.insert(text.length, answerTo.answer)
})
doc.getText('bulk').observe((_event, { local }) => happened(local ? undefined : 'bulk'))
doc.on('afterTransaction', () => happened())
presence.subscribe(() => happened('cursors'))
presence.awareness.on('change', () => happened())

const hex = async (bytes: Uint8Array<ArrayBuffer>) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

/** What a test may ask of the window. */
const driven = {
  ...windowPage,
  async open(session: LiveSession, options: { keyOnConnect?: string; answer?: { key: string; answer: string } } = {}) {
    answerTo = options.answer ?? null
    last = session
    const onState = (state: LiveState) => {
      happened(state)
      if (state !== 'searching' && options.keyOnConnect && text.length === 0) text.insert(0, options.keyOnConnect)
    }
    room = await openLiveRoom({ session, doc, sessions: () => [], presence, port, onState })
  },
  /** Follows the sessions that the vault process tells, here the test; the replica counts as loaded when it says so. */
  follow() {
    const whenLoaded = new Promise<void>((resolve) => (sessions.loaded = resolve))
    live = followLive({
      replica: { doc, whenLoaded, sessions: () => [] },
      api: {
        shared: { onLive: (listener) => ((sessions.tell = listener), () => {}) },
        link: {
          signal: ({ message }) => window.relay(message),
          onSignaled: (listener) => port.onMessage((message) => listener({ message })),
        },
      },
    })
    live.subscribe(() => happened(`live ${live?.state()}`))
  },
  tellSession: (session: LiveSession | null) => sessions.tell(session),
  replicaLoaded: () => sessions.loaded(),
  liveState: () => live?.state() ?? null,
  untilLive: (state: LiveState | null) => until(() => live?.state() === state),
  endLive: () => live?.close(),
  /** A second document in the session's room. */
  openAnother: (session: LiveSession) =>
    openLiveRoom({
      session,
      doc: new Y.Doc(),
      sessions: () => [],
      presence: createPresence(new Y.Doc()),
      port,
      onState: () => {},
    }).then(
      () => 'opened',
      (error: Error) => error.message,
    ),
  /** y-webrtc as it is, on the same signaling and the framed peer. */
  async openStock(session: LiveSession) {
    const seal = await createSeal(session)
    const { address } = openSignaling({ port, seal, admit: () => Promise.resolve(true) })
    const options = { signaling: [address], awareness: presence.awareness, maxConns: 20, filterBcConns: true }
    stock = new WebrtcProvider(session.room, doc, { ...options, peerOpts: {} })
    stock.on('peers', () => happened())
    await stock.key
  },
  destroyStock: () => stock?.destroy(),
  close: () => room?.close(),
  /** Opens the room again in which it was. */
  reopen: () => last && driven.open(last),
  receive(message: string) {
    if (message.startsWith('{"bare"')) void bare?.hear(message)
    else signaled.forEach((listener) => listener(message))
  },
  /** A channel of the browser's own beside the live room, which sends back what comes, or asks for it. */
  makeBare(end: 'answers' | 'asks') {
    bare = createBareChannel(port.send)
    if (end === 'answers') bare.answer()
    else void bare.offer()
  },
  untilBare: () => bare?.whenOpen,
  bareEcho: () => bare?.echo() ?? Promise.resolve(Number.NaN),
  /** From a key in this window's document until the other window's answer to it is in it; ms. */
  async keyAndAnswer(key: string): Promise<number> {
    const begun = performance.now()
    const answered = new Promise<void>((resolve) => {
      const look = (_event: unknown, { local }: Y.Transaction) => {
        if (local) return
        text.unobserve(look)
        resolve()
      }
      text.observe(look)
    })
    text.insert(text.length, key)
    await answered
    return performance.now() - begun
  },
  type: (at: number, words: string) => text.insert(at, words),
  text: () => text.toJSON(),
  bulkLength: () => doc.getText('bulk').length,
  /** Fills the document with so many bytes of another client's, as if files had brought them. */
  fill(bytes: number) {
    const other = new Y.Doc()
    const bulk = other.getText('bulk')
    const piece = 'abcdefghijklmnop'.repeat(4096)
    for (let done = 0; done < bytes; done += piece.length) bulk.insert(0, piece)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'vault')
  },
  fromFile(words: string) {
    const other = new Y.Doc()
    other.getText('file').insert(0, words)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'vault')
  },
  file: () => doc.getText('file').toJSON(),
  snapshot: () => hex(Uint8Array.from(Y.encodeSnapshot(Y.snapshot(doc)))),
  events: () => events,
  until: (event: string) => until(() => events.includes(event)),
  untilState: (state: LiveState) => until(() => room?.state() === state),
  untilText: (words: string) => until(() => text.toJSON() === words),
  untilLength: (length: number) => until(() => text.length === length),
  untilNoConnection: () => until(() => counted.openConnections() === 0),
  untilEntry: () => until(() => doc.getMap('entries').get('body') instanceof Y.Text),
  untilWords: (length: number) => until(() => windowPage.wordsLength() === length),
  /** From now on waits until the page shows so many letters; `shown` tells when it did. */
  awaitShown(length: number) {
    shownAt = until(() => windowPage.wordsLength() === length).then(windowPage.paintedAt)
  },
  shown: () => shownAt,
  untilCursors: (count: number) => until(() => presence.cursors().length === count),
  untilOthers: (count: number) => until(() => presence.awareness.getStates().size === count + 1),
  cursors: () => presence.cursors().map(({ name, color }) => ({ name, color })),
  others: () => presence.awareness.getStates().size - (presence.awareness.getLocalState() ? 1 : 0),
  setPresence: (entry: string | null, allowed: boolean) => presence.set(entry as EntryId | null, allowed),
  setCursor() {
    const body = doc.getMap('entries').get('body')
    if (!(body instanceof Y.Text)) throw new Error('no entry')
    const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(body, 0)) as object
    presence.setCursor({ anchor: place, head: place })
  },
  addEntry: () => doc.getMap('entries').set('body', new Y.Text()),
  clientsRead: () => counted.clientsRead(doc),
  /** What nobody has caught, when everything under way has had its turn. */
  async unhandledSoon() {
    await new Promise((resolve) => setTimeout(resolve))
    await new Promise((resolve) => setTimeout(resolve))
    return unhandled
  },
  signalListeners: () => signaled.size,
  channelsToWindows: () => counted.channelsToWindows(),
  bytesSent: () => counted.bytesSent(),
  openConnections: () => counted.openConnections(),
  connectionsMade: () => counted.connectionsMade(),
  /** Ends the connections below everything, as a window does that is killed. */
  breakOff: () => counted.breakOff(),
}

function until(isMet: () => boolean): Promise<void> {
  if (isMet()) return Promise.resolve()
  return new Promise((resolve) => waiting.add({ isMet, resolve }))
}

export type DrivenWindow = typeof driven

declare global {
  // oxlint-disable-next-line no-var
  var driven: DrivenWindow
  interface Window {
    /** The way to the other window, which the test holds. */
    relay(message: string): Promise<void>
  }
}
globalThis.driven = driven
