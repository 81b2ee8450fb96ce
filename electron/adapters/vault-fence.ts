import { createHash } from 'node:crypto'
import { readFile, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { AppError } from '../../shared/failure'
import type { Fence } from '../core/ports'
import { temporarySocket } from './socket-file'

/** Bytes of a Unix socket's name on Linux, with the zero that makes it an abstract one (unix(7)). */
const nameBytes = 108

/**
 * A fence of listening sockets for each folder, named by its real path: the system takes them back when the process
 * dies, however it dies. Linux: abstract sockets; Windows: a named pipe; elsewhere: a socket file in the temporary
 * folder, where a leftover that nobody answers on is replaced.
 */
export const socketFence: Fence = {
  async hold(folder) {
    const name = nameOf(await realpath(folder))
    const held: Server[] = []
    // The last is let go first: who finds the first free finds all of them free.
    const letGo = async () => {
      for (const server of held.toReversed()) await closed(server)
    }
    try {
      if (process.platform === 'linux') await holdAbstract(name, held)
      else held.push(await listenAt(placeOf(name)))
    } catch (error) {
      await letGo()
      throw error
    }
    return letGo
  },
}

const nameOf = (path: string) => `twofold-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`

const placeOf = (name: string) => (process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : temporarySocket(name))

/**
 * Node 20 pads an abstract name with zeros to its full length, and later ones leave it as it is (nodejs/node 50889,
 * libuv 4266): only a name that has the full length is the same to both. Earlier versions of the app hold the short
 * name, so that is held as well; what they hold on another Node can't be listened on, but the system lists it.
 */
async function holdAbstract(name: string, held: Server[]): Promise<void> {
  held.push(await listenAt(`\0${name.padEnd(nameBytes - 1, '.')}`))
  if (await isListed(name)) throw new AppError({ code: 'vault-in-use' })
  held.push(await listenAt(`\0${name}`))
}

/** Whether a socket has this abstract name, padded or not. The list ends each line with it and writes zeros as `@`. */
async function isListed(name: string): Promise<boolean> {
  // Where it can't be read the names that are held must do.
  const list = await readFile('/proc/net/unix', 'latin1').catch(() => '')
  return list.split('\n').some((line) => line.replace(/@+$/, '').endsWith(` @${name}`))
}

/** Rejects with `vault-in-use` where another process listens. */
async function listenAt(address: string): Promise<Server> {
  const server =
    (await listen(address)) ?? (isFile(address) && (await clearedIfDead(address)) ? await listen(address) : null)
  if (!server) throw new AppError({ code: 'vault-in-use' })
  return server
}

const isFile = (address: string) => !address.startsWith('\0') && !address.startsWith('\\')

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((visitor) => visitor.destroy())
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null)
      else reject(new AppError({ code: 'disk-failed' }, { cause: error }))
    })
    server.listen({ path: address, exclusive: true }, () => {
      // What comes later (too many open files, say) costs a visitor, who gets nothing anyway.
      server.removeAllListeners('error').on('error', () => {})
      resolve(server.unref())
    })
  })
}

const closed = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))

async function clearedIfDead(address: string): Promise<boolean> {
  const answered = await new Promise<boolean>((resolve) => {
    const visitor = connect(address)
    visitor.once('connect', () => resolve(true)).once('error', () => resolve(false))
    visitor.once('close', () => visitor.destroy())
  })
  if (!answered) await rm(address, { force: true })
  return !answered
}
