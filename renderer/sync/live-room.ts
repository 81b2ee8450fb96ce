import type { Doc } from 'yjs'
import { WebrtcProvider, type AwarenessChange, type Room } from 'y-webrtc'
import type { LiveSession } from '../../shared/partner'
import type { FramedPeer } from './framed-peer'
import { createLiveGuard, type LiveGuard } from './live-guard'
import { markLive, sourceOf } from './origins'
import type { Presence } from './presence'
import { openSignaling, type SignalingPort, type WebsocketClient } from './signaling-client'
import { admitSignal } from './signaling-gate'
import { createSeal } from './signaling-seal'
import { onWantedUpdates } from './wanted-updates'

/** Pause before a window that nobody has answered says again that it is there, in ms. */
const announceAgainAfter = 5_000
/** How long updates may wait for others that are missing before those are asked for, in ms. */
const mendAfter = 2_000

/** `in-step`: connected, and what the partner's window had then is here. */
export type LiveState = 'searching' | 'connected' | 'in-step'

export interface LiveRoom {
  state(): LiveState
  /** Ends the room; resolves when nothing of it is left and another may be opened. */
  close(): Promise<void>
}

export interface LiveRoomParts {
  session: LiveSession
  doc: Doc
  /** The sessions that write on this device now: 48 bits each. */
  sessions(): Iterable<number>
  presence: Presence
  port: SignalingPort
  onState(state: LiveState): void
}

/** Rooms of y-webrtc are global to its module; a second document in one is refused there by a failure that nobody hears. */
const inUse = new Set<string>()

/**
 * Meets the partner's window in the session's room: every change of `doc` but those that come from the vault goes to it
 * at once, and back. Rejects where the room is in use, and where the window has no secure context.
 */
export async function openLiveRoom(parts: LiveRoomParts): Promise<LiveRoom> {
  const { session, doc, presence, port, onState } = parts
  if (inUse.has(session.room)) throw new Error('the live room is in use')
  inUse.add(session.room)
  const seal = await createSeal(session).catch((error: unknown) => {
    inUse.delete(session.room)
    throw error
  })
  const peers = new Map<FramedPeer, LiveGuard>()
  const watch = watchPeers(parts, peers)
  const signaling = openSignaling({
    port,
    seal,
    admit: async (signal) => provider.room !== null && admitSignal(provider.room, signal, watch.announce),
  })
  const provider = new WebrtcProvider(session.room, doc, {
    signaling: [signaling.address],
    awareness: presence.awareness,
    maxConns: 1,
    filterBcConns: true,
    peerOpts: { guard: watch.guard },
  })
  // It connects in its constructor; not before its room has been mended.
  provider.disconnect()
  await provider.key
  const room = provider.room
  if (!room) {
    inUse.delete(session.room)
    throw new Error('y-webrtc has opened no room')
  }
  mendRoom(room, doc)
  provider.connect()
  watch.begin(provider)
  onState('searching')

  return {
    state: watch.state,
    async close() {
      watch.end()
      // `destroy` alone would leave the connection to the signaling server, and end the rest some time later.
      provider.disconnect()
      provider.destroy()
      signaling.close()
      await Promise.all([provider.key, ...[...peers.keys()].map((peer) => peer.closed)])
      presence.dropPartner()
      inUse.delete(session.room)
    },
  }
}

/* oxlint-disable no-underscore-dangle -- so y-webrtc calls its own */
/**
 * Puts right what a room of y-webrtc does before it connects: nothing is told to other windows of this origin, for
 * which the whole document would be encoded (y-webrtc.js:399), and neither what came from the partner (:347) nor what
 * came from files is sent to them.
 */
function mendRoom(room: Room, doc: Doc): void {
  markLive(room)
  const { _docUpdateHandler: sendUpdate, _awarenessUpdateHandler: sendAwareness } = room
  room._awarenessUpdateHandler = (change, origin) => {
    const own = ownPart(change, room.awareness.clientID)
    if (own) sendAwareness(own, origin)
  }
  const disconnect = room.disconnect.bind(room)
  let stopUpdates = () => {}
  room.connect = () => {
    stopUpdates = onWantedUpdates(doc, (origin) => sourceOf(origin) === 'own', sendUpdate)
    room.awareness.on('update', room._awarenessUpdateHandler)
  }
  room.disconnect = () => {
    stopUpdates()
    disconnect()
  }
}
/* oxlint-enable no-underscore-dangle */

function ownPart(change: AwarenessChange, own: number): AwarenessChange | null {
  const only = (clients: number[]) => clients.filter((client) => client === own)
  const part = { added: only(change.added), updated: only(change.updated), removed: only(change.removed) }
  return part.added.length + part.updated.length + part.removed.length > 0 ? part : null
}

/** Follows the connections of a room: whether the partner's window is there, and whether all of it has come. */
function watchPeers({ doc, session, presence, sessions, onState }: LiveRoomParts, peers: Map<FramedPeer, LiveGuard>) {
  let current: LiveState = 'searching'
  let connected: FramedPeer | null = null
  let client: WebsocketClient | null = null
  let announcing: ReturnType<typeof setInterval> | undefined

  const update = () => {
    const guard = connected && peers.get(connected)
    const next = !guard ? 'searching' : guard.isInStep() ? 'in-step' : 'connected'
    if (next === current) return
    current = next
    onState(next)
  }
  // On this y-webrtc subscribes to its rooms and says that it is there.
  const announce = () => client?.emit('connect', [{ type: 'connect' }, client])
  const mending = createMending(doc, () => {
    const guard = connected && peers.get(connected)
    if (guard) connected?.send(guard.request())
  })

  function guard(peer: FramedPeer) {
    const self = presence.awareness.clientID
    const kept = createLiveGuard({ doc, partner: session.partner, self, sessions })
    peers.set(peer, kept)
    peer.on('connect', () => {
      connected = peer
      presence.renew()
      update()
    })
    peer.on('close', () => {
      peers.delete(peer)
      if (connected === peer) connected = null
      // y-webrtc keeps the awareness of a closed peer, for 31 s where its window was killed.
      if (!connected) presence.dropPartner()
      update()
    })
    // y-webrtc listens to its peer as soon as it has it; after that, so that this listener comes after its own.
    queueMicrotask(() =>
      peer.on('data', () => {
        update()
        mending.check()
      }),
    )
    return kept.accept
  }

  return {
    guard,
    announce,
    state: () => current,
    begin(provider: WebrtcProvider) {
      client = provider.signalingConns.at(-1) ?? null
      announcing = setInterval(() => {
        if (peers.size === 0) announce()
      }, announceAgainAfter)
    },
    end() {
      clearInterval(announcing)
      mending.stop()
    },
  }
}

/** What Yjs has parked because something before it is missing can stay so although that has come: then ask for all. */
function createMending(doc: Doc, ask: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const check = () => {
    if (timer !== undefined || !doc.store.pendingStructs) return
    timer = setTimeout(() => {
      timer = undefined
      if (doc.store.pendingStructs) ask()
    }, mendAfter)
  }
  return { check, stop: () => clearTimeout(timer) }
}
