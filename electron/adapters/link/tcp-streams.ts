import { connect, createServer, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { AppError } from '../../../shared/failure'
import { type AuthenticatedStream, InviteRefused, type Streams } from '../../core/link/streams'
import { handshakePatience } from './handshake-frames'
import { createReplays } from './replays'

/** How many strangers may be in a handshake at once; more are dropped as they come. */
const mostStrangers = 8

/** Loaded when somebody is to be reached: it brings a native part, which an app that is never paired does without. */
const noise = () => import('./noise-stream')

/** Streams over TCP; `linkHost` is the one address to listen on, null for all of them. */
export function createTcpStreams({ linkHost, now }: { linkHost: string | null; now: () => number }): Streams {
  const replays = createReplays()
  return {
    async listen({ port, terms, onStream, onRefused }) {
      const { respond } = await noise()
      const sockets = new Set<Socket>()
      let strangers = 0
      const server = createServer((socket) => {
        if (strangers >= mostStrangers) return socket.destroy()
        strangers++
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        socket.on('error', () => {})
        socket.setNoDelay(true)
        return void respond(socket, terms, replays)
          .then(onStream, (error: unknown) => {
            if (error instanceof InviteRefused) onRefused(error.status)
          })
          .finally(() => strangers--)
      })
      await listening(() => server.listen({ port, ...(linkHost ? { host: linkHost } : {}) }), server, port)
      const address = server.address()
      return {
        port: typeof address === 'object' && address ? address.port : port,
        close() {
          server.close()
          for (const socket of sockets) socket.destroy()
        },
      }
    },
    async dial(address, terms): Promise<AuthenticatedStream> {
      const { host, port } = partsOf(address)
      const { initiate } = await noise()
      const socket = await connected(host, port)
      return initiate(socket, terms, now())
    },
    ownHosts: () => (linkHost ? [linkHost] : outsideHosts()),
  }
}

function listening(
  listen: () => void,
  server: { once(event: 'error' | 'listening', listener: (error: Error) => void): void },
  port: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new AppError({ code: 'port-taken', port }, { cause: error })))
    server.once('listening', () => resolve())
    listen()
  })
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    socket.setTimeout(handshakePatience, () => socket.destroy(new Error('nobody answers')))
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
    socket.once('connect', () => {
      socket.setTimeout(0)
      resolve(socket)
    })
  })
}

/** `host:port`, an IPv6 address in brackets. */
function partsOf(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}

/** Addresses of this computer that others may reach, IPv4 first; none that holds on one wire alone. */
function outsideHosts(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const outside = all.filter(({ internal, address }) => !internal && !address.toLowerCase().startsWith('fe80:'))
  return outside.toSorted((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address)
}
