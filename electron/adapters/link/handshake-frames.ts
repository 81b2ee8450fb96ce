import type { Socket } from 'node:net'

/** The largest handshake frame, in bytes. */
export const maxFrame = 512
const lengthSize = 2

/** Handshake frames over a socket: a length (u16 LE) and that many bytes. */
export interface HandshakeFrames {
  /** The next frame; rejects where the socket ends or a frame is too large. */
  read(): Promise<Uint8Array>
  write(frame: Uint8Array): void
  /** Gives the socket back, paused, with what has come in beyond the frames read. */
  release(): void
}

/** Reads and writes handshake frames; holds no more than one largest frame and what one read of the socket brings. */
export function createHandshakeFrames(socket: Socket): HandshakeFrames {
  let held = Buffer.alloc(0)
  let waiting: { resolve(frame: Uint8Array): void; reject(error: Error): void } | null = null

  const fail = () => {
    waiting?.reject(new Error('No handshake'))
    waiting = null
  }
  const give = () => {
    if (!waiting || held.length < lengthSize) return
    const length = held.readUInt16LE(0)
    if (length > maxFrame) return fail()
    if (held.length < lengthSize + length) return
    const frame = Uint8Array.from(held.subarray(lengthSize, lengthSize + length))
    held = held.subarray(lengthSize + length)
    socket.pause()
    waiting.resolve(frame)
    waiting = null
  }
  const onData = (data: Buffer) => {
    held = Buffer.concat([held, data])
    give()
  }
  socket.on('data', onData).on('close', fail).on('end', fail)
  socket.pause()
  return {
    read: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        if (socket.destroyed || socket.readableEnded) return fail()
        give()
        if (waiting) socket.resume()
      }),
    write(frame) {
      const length = Buffer.alloc(lengthSize)
      length.writeUInt16LE(frame.length)
      socket.write(Buffer.concat([length, frame]))
    },
    release() {
      socket.off('data', onData).off('close', fail).off('end', fail)
      socket.pause()
      if (held.length > 0) socket.unshift(held)
    },
  }
}
