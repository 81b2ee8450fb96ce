import type { Socket } from 'node:net'

/** Longest frame before a stream is authenticated, and how long all of the handshake may take; bytes, ms. */
export const maxFrame = 512
export const handshakePatience = 5000

/** Reads and writes the frames of a handshake: a length (u16, little-endian) and so many bytes. */
export interface HandshakeFrames {
  /** Resolves with the next frame; rejects where none comes in time, it is too long, or the socket ends. */
  next(): Promise<Buffer>
  send(bytes: Uint8Array): void
  /** Lets the socket go; what had come beyond the last frame. */
  release(): Buffer
}

export function createHandshakeFrames(socket: Socket): HandshakeFrames {
  let buffer = Buffer.alloc(0)
  let wanted: { resolve(frame: Buffer): void; reject(error: Error): void } | null = null
  let failure: Error | null = null

  const fail = (error: Error) => {
    failure ??= error
    wanted?.reject(failure)
    wanted = null
  }
  const timer = setTimeout(() => fail(new Error('the handshake took too long')), handshakePatience)
  const ended = () => fail(new Error('the socket ended within the handshake'))

  function serve(): void {
    if (!wanted || buffer.length < 2) return
    const length = buffer.readUInt16LE(0)
    if (length > maxFrame) return fail(new Error('a frame is too long'))
    if (buffer.length < 2 + length) return
    const frame = buffer.subarray(2, 2 + length)
    buffer = buffer.subarray(2 + length)
    wanted.resolve(frame)
    wanted = null
  }
  const onData = (bytes: Buffer) => {
    buffer = Buffer.concat([buffer, bytes])
    // A stranger sends one frame and waits: who sends more than two at once floods.
    if (!wanted && buffer.length > 4 * maxFrame) socket.pause()
    serve()
  }
  socket.on('data', onData)
  socket.once('close', ended)
  socket.once('error', ended)

  return {
    next() {
      if (failure) return Promise.reject(failure)
      return new Promise((resolve, reject) => {
        wanted = { resolve, reject }
        socket.resume()
        serve()
      })
    },
    send(bytes) {
      const frame = Buffer.alloc(2 + bytes.length)
      frame.writeUInt16LE(bytes.length, 0)
      frame.set(bytes, 2)
      socket.write(frame)
    },
    release() {
      clearTimeout(timer)
      socket.pause()
      socket.off('data', onData)
      socket.off('close', ended)
      socket.off('error', ended)
      return buffer
    },
  }
}
