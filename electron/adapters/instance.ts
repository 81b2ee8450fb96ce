import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { inviteLinkOf, maxInvite } from './invite-link'
import { isSocketPath, temporarySocket } from './socket-file'

/** How long another process may take to say which link it was started with, in ms: it says so at once or never. */
const askingPatience = 1000

export interface InstanceOptions {
  dataFolder: string
  /** The link with which this process was started, as `twofold://invite#…`: passed on where another one runs. */
  invite: string | null
  /** Another process was started, perhaps with a link, and has ended: the window is wanted. */
  onAsked(invite: string | null): void
}

/**
 * Makes this process the only browser host of a data folder. Resolves with a function that gives the place up, or with
 * null where another runs: that one is asked to open its window instead.
 */
export async function becomeOnlyInstance(options: InstanceOptions): Promise<(() => void) | null> {
  const path = socketPath(options.dataFolder)
  const server = createServer((socket) => hearAsking(socket, options.onAsked))
  // Listening comes first: of two that start at once and ask first, each would find nobody.
  if (!(await listens(server, path))) {
    if (await askRunning(path, options.invite)) return null
    // Nobody answers: a process that was killed has left its socket behind.
    rmSync(path, { force: true })
    if (!(await listens(server, path))) return null
  }
  // What comes later (too many open files, say) costs one that asks, never this process.
  server.on('error', () => {})
  return () => server.close()
}

function socketPath(dataFolder: string): string {
  const name = `twofold-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const inside = join(dataFolder, 'instance.sock')
  return isSocketPath(inside) ? inside : temporarySocket(`${name}.sock`)
}

/** Hears one other process out: no more than an invite may be long, and nothing but an invite is handed on. */
function hearAsking(socket: Socket, onAsked: InstanceOptions['onAsked']): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.setTimeout(askingPatience, () => socket.destroy())
  socket.on('data', (piece) => {
    text += String(piece)
    if (text.length > maxInvite) socket.destroy()
  })
  socket.on('error', () => {})
  // Whoever was cut off has said no whole link; the window is wanted all the same.
  socket.once('close', () => onAsked(socket.readableEnded ? inviteLinkOf(text) : null))
}

/** Resolves with true when the running one has been asked, and told the link; with false where nobody listens. */
function askRunning(path: string, invite: string | null): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () =>
      socket.end(invite ?? '', () => {
        socket.destroy()
        resolve(true)
      }),
    )
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
