import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { gone, listenPlainly } from './stream-ends'

/** Says these bytes to a port of 127.0.0.1 and, where asked to, that it is done; how many bytes come back until the end. */
export async function sayRaw(port: number, bytes: Uint8Array, { isDone = false } = {}): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let heard = 0
  socket.on('data', (data: Buffer) => (heard += data.length))
  const ended = gone(socket)
  await once(socket, 'connect')
  if (isDone) socket.end(bytes)
  else socket.write(bytes)
  await ended
  return heard
}

/** The frame of the handshake that begins here, its length included. */
export const frameAt = (bytes: Buffer, at: number) => bytes.subarray(at, at + 2 + bytes.readUInt16LE(at))

/** A way to a port of 127.0.0.1 on which somebody records what the dialler says. */
export async function recordedWay(target: number): Promise<{ address: string; said(): Buffer; close(): void }> {
  const { port, server } = await listenPlainly()
  const open = new Set<Socket>()
  const said: Buffer[] = []
  server.on('connection', (near) => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) open.add(socket.on('error', () => undefined))
    near.on('data', (data: Buffer) => said.push(data))
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  return {
    address: `127.0.0.1:${port}`,
    said: () => Buffer.concat(said),
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

/** Strangers who keep this port busy until they are closed: each says a byte now and then, and comes back when let go. */
export async function dribblingStrangers(port: number, count: number) {
  const sockets = new Set<Socket>()
  let isOver = false
  let comings = 0
  const come = (): Promise<unknown> => {
    comings++
    const socket = connect(port, '127.0.0.1')
    sockets.add(socket)
    // The beginning of the largest frame: it is never whole.
    socket.write(Buffer.of(0, 2, 1, 1))
    const dribble = setInterval(() => socket.write(Buffer.of(0)), 20)
    socket
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(dribble)
        sockets.delete(socket)
        if (!isOver) void come()
      })
    return once(socket, 'connect')
  }
  await Promise.all(Array.from({ length: count }, come))
  return {
    /** How often one of them has connected. */
    comings: () => comings,
    close() {
      isOver = true
      for (const socket of sockets) socket.destroy()
    },
  }
}
