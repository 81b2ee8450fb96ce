import type { Room } from 'y-webrtc'
import type { LiveSignal } from './signaling-client'

/**
 * Says which signals y-webrtc may hear, so that it is never told what it can't bear and two windows never begin two
 * connections at once: the one with the greater id begins, the other only says that it is there. A window that begins
 * anew, or another window of the partner, takes the place of what there was.
 */
export async function admitSignal(room: Room, signal: LiveSignal, announce: () => void): Promise<boolean> {
  const { from } = signal
  if (from === room.peerId || (signal.type === 'signal' && signal.to !== room.peerId)) return false
  const begins = from > room.peerId
  if (signal.type === 'announce') {
    await endConnections(room, (id, isConnected) => id !== from || isConnected)
    if (room.webrtcConns.has(from)) return false
    if (begins) announce()
    return !begins
  }
  if (signal.signal.type === 'offer') {
    if (!begins) return false
    await endConnections(room, () => true)
    return true
  }
  // y-webrtc fails on an answer to nothing (y-webrtc.js:539), and begins a connection for a candidate to nothing.
  return room.webrtcConns.has(from)
}

async function endConnections(room: Room, isOver: (id: string, isConnected: boolean) => boolean): Promise<void> {
  const over = [...room.webrtcConns].filter(([id, { connected }]) => isOver(id, connected))
  for (const [, { peer }] of over) peer.destroy()
  await Promise.all(over.map(([, { peer }]) => peer.closed))
}
