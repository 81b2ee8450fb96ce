import type { Rectangle } from 'electron'
import { DeclaredEmitter } from './declared-emitter'
import { screen } from './surroundings'

type Shape = 'normal' | 'maximized' | 'full-screen' | 'minimized'

const entered: Record<Shape, string | null> = {
  normal: null,
  maximized: 'maximize',
  'full-screen': 'enter-full-screen',
  minimized: 'minimize',
}
const left: Record<Shape, string | null> = {
  normal: null,
  maximized: 'unmaximize',
  'full-screen': 'leave-full-screen',
  minimized: 'restore',
}

/**
 * A window's frame as Linux keeps it, the least helpful of the three systems: it is in one shape at a time, so that a
 * minimised window tells neither that it was maximised nor that it was full screen, and leaving a shape is an event
 * (`UpdateWindowState` in Electron's electron_desktop_window_tree_host_linux.cc).
 */
export class WindowFrame extends DeclaredEmitter {
  static readonly frames = new Set<WindowFrame>()
  focused = false
  #isShown = false
  #shape: Shape = 'normal'
  #former: Shape[] = []
  #normal: Rectangle

  constructor(bounds: Rectangle) {
    super('BrowserWindow')
    this.#normal = bounds
    WindowFrame.frames.add(this)
  }

  /** What a person sees of it. */
  get state(): 'hidden' | 'shown' | 'behind' | 'minimized' {
    if (!this.#isShown) return 'hidden'
    return this.#shape === 'minimized' ? 'minimized' : this.focused ? 'shown' : 'behind'
  }

  show(): void {
    this.#isShown = true
    if (this.#shape === 'minimized') this.restore()
    this.focus()
    this.emit('stand-in-shown')
  }

  showInactive(): void {
    this.#isShown = true
    this.emit('stand-in-shown')
  }

  /** Shows a window that is hidden, and gives it the focus though the documentation says otherwise (electron 32948). */
  maximize(): void {
    if (!this.#isShown) this.show()
    if (this.#shape !== 'maximized') this.#become('maximized')
  }

  unmaximize(): void {
    if (this.#shape === 'maximized') this.#become('normal')
  }

  /** Shows a window that is hidden (electron 42165). */
  setFullScreen(flag: boolean): void {
    if (flag && !this.#isShown) this.show()
    if (flag === this.isFullScreen()) return
    if (flag) this.#become('full-screen', [...this.#former, this.#shape])
    else this.#return()
  }

  minimize(): void {
    this.#isShown = true
    this.blur()
    if (this.#shape !== 'minimized') this.#become('minimized', [...this.#former, this.#shape])
  }

  restore(): void {
    if (this.#shape === 'minimized') this.#return()
  }

  /** Does nothing to a window that nobody sees. */
  focus(): void {
    if (!this.#isShown || this.#shape === 'minimized' || this.focused) return
    for (const other of WindowFrame.frames) if (other !== this) other.focused = false
    this.focused = true
    this.emit('focus')
  }

  blur(): void {
    if (!this.focused) return
    this.focused = false
    this.emit('blur')
  }

  isFocused(): boolean {
    return this.focused
  }

  isMinimized(): boolean {
    return this.#shape === 'minimized'
  }

  isMaximized(): boolean {
    return this.#shape === 'maximized'
  }

  isFullScreen(): boolean {
    return this.#shape === 'full-screen'
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#normal = { ...this.#normal, ...bounds }
  }

  getBounds(): Rectangle {
    const display = screen.getDisplayMatching(this.#normal)
    if (this.#shape === 'maximized') return display.workArea
    return this.#shape === 'full-screen' ? display.bounds : this.#normal
  }

  getNormalBounds(): Rectangle {
    return this.#normal
  }

  #return(): void {
    this.#become(this.#former.at(-1) ?? 'normal', this.#former.slice(0, -1))
  }

  /** The shape is another before anybody hears of it. */
  #become(shape: Shape, former: Shape[] = []): void {
    const before = this.#shape
    this.#shape = shape
    this.#former = former
    for (const event of [left[before], entered[shape]]) if (event) this.emit(event)
  }
}
