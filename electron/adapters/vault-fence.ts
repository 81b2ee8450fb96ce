import { createHash } from 'node:crypto'
import { realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/failure'
import type { Fence } from '../core/ports'

/**
 * A fence of one listening socket for each folder, named by its real path: the system takes it back when the process
 * dies, however it dies. Linux: an abstract socket; Windows: a named pipe; elsewhere: a socket file in the temporary
 * folder, where a leftover that nobody answers on is replaced.
 */
export const socketFence: Fence = {
  async hold(folder) {
    const address = addressOf(await realpath(folder))
    const server =
      (await listen(address)) ??
      (isSocketFile(address) && (await clearedIfDead(address)) ? await listen(address) : null)
    if (!server) throw new AppError({ code: 'vault-in-use' })
    return () => new Promise((resolve) => server.close(() => resolve()))
  },
}

function addressOf(path: string): string {
  const name = `twofold-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), name)
}

const isSocketFile = (address: string) => !address.startsWith('\0') && !address.startsWith('\\')

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

async function clearedIfDead(address: string): Promise<boolean> {
  const answered = await new Promise<boolean>((resolve) => {
    const visitor = connect(address)
    visitor.once('connect', () => resolve(true)).once('error', () => resolve(false))
    visitor.once('close', () => visitor.destroy())
  })
  if (!answered) await rm(address, { force: true })
  return !answered
}
