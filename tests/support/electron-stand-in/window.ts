import type { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Input, WebContents as Real, WebPreferences } from 'electron'
import { app, endAtOnce, needReady } from './app'
import { crossed } from './crossing'
import { refuseUnknown } from './declared'
import { DeclaredEmitter } from './declared-emitter'
import { markDestroyed } from './destroyed'
import { WindowFrame } from './frame'
import { ipcMain } from './ipc-main'
import { Page } from './page'
import { tell } from './record'
import { session, type Session } from './session'
import type { MessagePortMain } from './utility-process'

/** A key, as far as a test says something about it. */
type Stroke = Partial<Omit<Input, 'key'>> & Pick<Input, 'key'>

class WebContents extends DeclaredEmitter {
  readonly session: Session
  readonly #preload: string
  readonly #zoomFactor: number
  #isGone = false
  page: Page | null = null
  /** What the app says of a page that wants a window of its own. */
  windowOpen: Parameters<Real['setWindowOpenHandler']>[0] = () => ({ action: 'allow' })

  constructor({ partition = '', preload = '', zoomFactor = 1 }: WebPreferences) {
    super('WebContents')
    this.session = session.fromPartition(partition)
    this.#preload = preload
    this.#zoomFactor = zoomFactor
    app.emit('web-contents-created', {}, this)
  }

  setWindowOpenHandler(handler: WebContents['windowOpen']): void {
    this.windowOpen = handler
  }

  /** To a page whose process is gone Electron sends nothing, and says so on the terminal (lib/browser/web-frame-main.ts). */
  send(channel: string, ...words: unknown[]): void {
    if (this.#isGone) process.stderr.write(`Error sending from webFrameMain: ${channel}\n`)
    this.page?.hear(channel, { ports: [] }, words.map(crossed))
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[]): void {
    const ports = transfer.map((port, at) => port.disentangle(at))
    this.page?.hear(channel, { ports }, [crossed(message)])
  }

  /** The same for every page of one origin and one session, and before what the window's options say. */
  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error(`'zoomFactor' must be a double greater than 0.0`)
    this.session.zoomFactor = factor
  }

  getZoomFactor(): number {
    return this.session.zoomFactor ?? this.#zoomFactor
  }

  cut = () => tell('edit', 'cut')
  copy = () => tell('edit', 'copy')
  paste = () => tell('edit', 'paste')
  selectAll = () => tell('edit', 'selectAll')

  /** Presses a key; true where the page would get it. */
  press(stroke: Stroke): boolean {
    const plain = { type: 'keyDown', code: '', shift: false, control: false, alt: false, meta: false }
    return !isPrevented(this, 'before-input-event', { ...plain, isAutoRepeat: false, isComposing: false, ...stroke })
  }

  /** The page's process dies. */
  crash(): void {
    this.#isGone = true
    this.page = null
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }

  async load(url: string): Promise<void> {
    const answer = await this.session.load(process.env['STAND_IN_LOAD'] === 'fails' ? `${url}missing` : url)
    if (answer?.status !== 200) {
      this.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true)
      throw new Error(`${url} could not be loaded`)
    }
    this.page = new Page({ url, preload: this.#preload, invoke: ipcMain.invoke })
  }

  /** With its window it goes, a moment later than that. */
  destroy(): void {
    this.page = null
    setImmediate(() => markDestroyed(this, DeclaredEmitter.prototype, ['cut', 'copy', 'paste', 'selectAll']))
  }
}

/** A window that shows nothing: its page is the preload and what that puts into the page's world. */
export class BrowserWindow extends WindowFrame {
  static readonly all: BrowserWindow[] = []
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: WebContents
  backgroundColor: string
  destroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options
    super({ x, y, width, height })
    needReady('BrowserWindow')
    refuseUnknown('BrowserWindowConstructorOptions', options)
    refuseUnknown('WebPreferences', webPreferences)
    this.options = options
    this.backgroundColor = options.backgroundColor ?? '#FFF'
    this.webContents = new WebContents(webPreferences)
    BrowserWindow.all.push(this)
    tell('window', options)
  }

  async loadURL(url: string): Promise<void> {
    const { webContents } = this
    await webContents.load(url).finally(() => {
      if (!this.destroyed) app.emit('stand-in-page', this)
    })
    // What a page still waits for keeps it from having loaded; on Wayland nothing is painted before it is shown.
    if (this.destroyed || process.env['STAND_IN_LOAD'] === 'hangs') return
    webContents.emit('did-finish-load')
    if (process.env['STAND_IN_READY_TO_SHOW'] !== 'never' && !this.destroyed) this.emit('ready-to-show')
  }

  setBackgroundColor(color: string): void {
    this.backgroundColor = color
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  /** What the window's own button does. */
  close(): void {
    if (!isPrevented(this, 'close')) this.destroy()
  }

  /**
   * What Windows does where its session ends. It asks first: who refuses is left alone, until the person insists or where
   * the end is `forced`. Then it is told, and ended with all its processes as soon as its listeners have returned.
   */
  endSession({ forced = false, asked = true } = {}): void {
    let refused = false
    const reasons = forced ? ['critical'] : ['shutdown']
    if (asked) this.emit('query-session-end', { reasons, preventDefault: () => (refused = true) })
    if (refused && !forced) return
    this.emit('session-end', { reasons, preventDefault: () => {} })
    endAtOnce()
  }

  /** Its methods throw from here on, also while it says that it is closed (`OnWindowClosed` in electron_api_base_window.cc). */
  destroy(): void {
    const { webContents } = this
    this.destroyed = true
    this.focused = false
    WindowFrame.frames.delete(this)
    tell('destroyed', BrowserWindow.all.indexOf(this))
    markDestroyed(this, DeclaredEmitter.prototype, ['webContents'])
    webContents.destroy()
    this.emit('closed')
    if (BrowserWindow.all.every((window) => window.destroyed)) app.emit('window-all-closed')
  }
}

/** Whether the app prevents what the event announces. */
function isPrevented(emitter: EventEmitter, name: string, ...details: unknown[]): boolean {
  let prevented = false
  emitter.emit(name, { preventDefault: () => (prevented = true) }, ...details)
  return prevented
}
