import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Longest path of a Unix socket that every system takes (macOS: 104 bytes with the closing zero). */
const longestSocketPath = 100

/**
 * Makes this process the only browser host of a data folder. Resolves with a function that gives the place up, or with
 * null where another runs: that one is asked to open its window instead.
 */
export async function becomeOnlyInstance(dataFolder: string, onAsked: () => void): Promise<(() => void) | null> {
  const path = socketPath(dataFolder)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end()
    onAsked()
  })
  // Listening comes first: of two that start at once and ask first, each would find nobody.
  if (!(await listens(server, path))) {
    if (await askRunning(path)) return null
    // Nobody answers: a process that was killed has left its socket behind.
    rmSync(path, { force: true })
    if (!(await listens(server, path))) return null
  }
  return () => server.close()
}

function socketPath(dataFolder: string): string {
  const name = `twofold-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const inside = join(dataFolder, 'instance.sock')
  return Buffer.byteLength(inside) < longestSocketPath ? inside : join(tmpdir(), `${name}.sock`)
}

function askRunning(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** False where the path is taken. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    }
    server.once('error', onError)
    server.listen(path, () => {
      server.off('error', onError)
      resolve(true)
    })
  })
}
