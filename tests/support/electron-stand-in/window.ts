import { EventEmitter } from 'node:events'
import { app, needReady } from './app'
import { crossed } from './crossing'
import { ipcMain } from './ipc-main'
import { Page } from './page'
import { tell } from './record'
import { session, type Session } from './session'
import type { MessagePortMain } from './utility-process'

interface WebPreferences {
  preload: string
  partition?: string
  [name: string]: unknown
}
interface WindowOptions {
  width: number
  height: number
  x?: number
  y?: number
  webPreferences: WebPreferences
}

class WebContents extends EventEmitter {
  readonly session: Session
  readonly #preload: string
  page: Page | null = null
  /** What the app says of a page that wants a window of its own. */
  windowOpen: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })

  constructor({ partition = '', preload }: WebPreferences) {
    super()
    this.session = session.fromPartition(partition)
    this.#preload = preload
    app.emit('web-contents-created', {}, this)
  }

  setWindowOpenHandler(handler: WebContents['windowOpen']): void {
    this.windowOpen = handler
  }

  send(channel: string, ...words: unknown[]): void {
    this.page?.hear(channel, { ports: [] }, words.map(crossed))
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[]): void {
    const ports = transfer.map((port, at) => port.disentangle(at))
    this.page?.hear(channel, { ports }, [crossed(message)])
  }

  async load(url: string): Promise<void> {
    const answer = await this.session.load(url)
    if (answer?.status !== 200) throw new Error(`${url} could not be loaded`)
    this.page = new Page({ url, preload: this.#preload, invoke: ipcMain.invoke })
  }
}

/** A window that shows nothing: its page is the preload and what that puts into the page's world. */
export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly options: WindowOptions
  readonly webContents: WebContents
  /** Of what is done to the window the last counts. */
  state: 'hidden' | 'shown' | 'behind' | 'minimized' = 'hidden'
  focused = false
  destroyed = false

  constructor(options: WindowOptions) {
    super()
    needReady('BrowserWindow')
    this.options = options
    this.webContents = new WebContents(options.webPreferences)
    BrowserWindow.all.push(this)
    tell('window', options)
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url)
    if (!this.destroyed) this.emit('ready-to-show')
    app.emit('stand-in-page', this)
  }

  getBounds() {
    const { width, height, x = 0, y = 0 } = this.options
    return { width, height, x, y }
  }

  show(): void {
    this.state = 'shown'
    this.focus()
    this.emit('stand-in-shown')
  }

  showInactive(): void {
    this.state = 'behind'
  }

  minimize(): void {
    this.state = 'minimized'
    this.focused = false
  }

  restore(): void {
    this.state = 'shown'
  }

  focus(): void {
    for (const window of BrowserWindow.all) window.focused = window === this
  }

  blur(): void {
    this.focused = false
  }

  isFocused(): boolean {
    return this.focused
  }

  isMinimized(): boolean {
    return this.state === 'minimized'
  }

  /** What the window's own button does. */
  close(): void {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) this.destroy()
  }

  /** What Windows does where its session ends: unless the app prevents it, it is gone. */
  endSession(): void {
    let prevented = false
    this.emit('query-session-end', { preventDefault: () => (prevented = true) })
    if (!prevented) process.kill(process.pid, 'SIGKILL')
  }

  destroy(): void {
    this.destroyed = true
    this.webContents.page = null
    tell('destroyed', BrowserWindow.all.indexOf(this))
    this.emit('closed')
    if (BrowserWindow.all.every((window) => window.destroyed)) app.emit('window-all-closed')
  }
}
