import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { crossed } from './crossing'
import type { SenderFrame } from './page'
import { tell } from './record'

type Handler = Parameters<IpcMain['handle']>[1]

/** The calls that the main process answers. */
export const ipcMain = {
  handlers: new Map<string, Handler>(),
  handle(name: string, handler: Handler): void {
    if (ipcMain.handlers.has(name)) throw new Error(`Attempted to register a second handler for '${name}'`)
    if (typeof handler !== 'function') throw new TypeError('Expected handler to be a function')
    ipcMain.handlers.set(name, handler)
  },
  /**
   * A call from a frame: input and answer are copies. Of what the handler throws only a text crosses, with words of
   * Electron's before it, and Electron writes all of it to the terminal.
   */
  async invoke(senderFrame: SenderFrame | null, name: string, input: unknown): Promise<unknown> {
    tell('invoked', name, input)
    const copy = crossed(input)
    try {
      const handler = ipcMain.handlers.get(name)
      if (!handler) throw new Error(`No handler registered for '${name}'`)
      const answer: unknown = await handler({ senderFrame } as IpcMainInvokeEvent, copy)
      return crossed(answer)
    } catch (error) {
      throw toFrame(name, error)
    }
  },
}

function toFrame(name: string, error: unknown): Error {
  const report = error instanceof Error ? error.stack : error
  process.stderr.write(`Error occurred in handler for '${name}': ${String(report)}\n`)
  return new Error(`Error invoking remote method '${name}': ${String(error)}`)
}
