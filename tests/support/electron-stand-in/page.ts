import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { compileFunction } from 'node:vm'
import type { MessagePort } from 'node:worker_threads'
import type { IpcRenderer } from 'electron'
import { expose } from './bridge'

/** The frame that a call comes from, as far as the app looks at it. */
export interface SenderFrame {
  readonly url: string
  readonly parent: SenderFrame | null
}

type Invoke = (frame: SenderFrame, name: string, input: unknown) => Promise<unknown>

/** A page's process: the built preload, run as a sandboxed one is, and the world it puts its functions into. */
export class Page {
  readonly frame: SenderFrame
  /** What the page's own scripts would find on `window`. */
  readonly world: Record<string, object> = {}
  /** The message ports that the page was given. */
  readonly ports: MessagePort[] = []
  readonly #heard = new EventEmitter()

  constructor(options: { url: string; preload: string; invoke: Invoke }) {
    this.frame = { url: options.url, parent: null }
    const electron = preloadModule({
      heard: this.#heard,
      world: this.world,
      invoke: (name, input) => options.invoke(this.frame, name, input),
    })
    // A sandboxed preload is a CommonJS script that can require 'electron' and next to nothing else.
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload can't require '${name}'`)
      return electron
    }
    const source = readFileSync(options.preload, 'utf8')
    compileFunction(source, ['require'], { filename: options.preload })(require)
  }

  /** A message from the main process. */
  hear(channel: string, event: { ports: readonly MessagePort[] }, words: unknown[]): void {
    this.ports.push(...event.ports)
    this.#heard.emit(channel, event, ...words)
  }
}

/** What a sandboxed preload gets of the module `electron`, as far as ours uses it. */
export function preloadModule(page: {
  heard: EventEmitter
  world: Record<string, object>
  invoke(name: string, input: unknown): Promise<unknown>
}) {
  return {
    ipcRenderer: {
      on: (channel: string, listener: Parameters<IpcRenderer['on']>[1]) => page.heard.on(channel, listener),
      invoke: (name: string, input?: unknown) => page.invoke(name, input),
    },
    contextBridge: { exposeInMainWorld: (name: string, api: object) => expose(page.world, name, api) },
  }
}
