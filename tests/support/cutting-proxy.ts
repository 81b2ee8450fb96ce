import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { listenPlainly } from './stream-ends'

/** A way over TCP that a test can cut. */
export interface CuttingProxy {
  /** `host:port` to dial instead of the target. */
  readonly address: string
  /** How many bytes have gone from the target to who dialled, over all connections. */
  carried(): number
  /** Lets so many bytes of `carried()` through and no more; resolves when who dialled has lost the connection. */
  cutAfter(bytes: number): Promise<void>
  close(): void
}

/** Passes every connection on to a port of 127.0.0.1. */
export async function cuttingProxy(target: number): Promise<CuttingProxy> {
  const { port, server } = await listenPlainly()
  const open = new Set<Socket>()
  let carried = 0
  let limit = Number.POSITIVE_INFINITY
  let onCut = () => {}

  server.on('connection', (near) => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    near.on('close', () => far.destroy())
    far.on('close', () => near.end())
    near.pipe(far)
    far.on('data', (data: Buffer) => {
      const passed = data.subarray(0, limit - carried)
      carried += passed.length
      if (!near.write(passed)) {
        far.pause()
        near.once('drain', () => far.resume())
      }
      if (carried < limit) return
      // What has been passed on still arrives, the rest never does. A socket closed at once would take some of it back.
      limit = Number.POSITIVE_INFINITY
      void once(near, 'close').then(onCut)
      near.unpipe().resume()
      far.destroy()
    })
  })
  return {
    address: `127.0.0.1:${port}`,
    carried: () => carried,
    cutAfter: (bytes) =>
      new Promise((resolve) => {
        limit = bytes
        onCut = resolve
      }),
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
