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
  if (await askRunning(path)) return null
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end()
    onAsked()
  })
  await listen(server, path)
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

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}
