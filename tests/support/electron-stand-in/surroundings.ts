import type { Display, Rectangle } from 'electron'
import { app, needReady } from './app'
import { DeclaredEmitter } from './declared-emitter'
import { tell } from './record'

export const shell = {
  openExternal: async (url: string) => tell('openExternal', url),
}

export const dialog = {
  /** What a person picks next; nothing where this is empty. */
  next: [] as string[],
  showErrorBox(title: string, content: string): void {
    // On Linux there is no box before the ready event, only lines for a terminal.
    const isShown = app.isReady() || process.platform !== 'linux'
    if (isShown) tell('showErrorBox', title, content)
    process.stderr.write(isShown ? `A box says: ${title}: ${content}\n` : `${title}\n${content}\n`)
  },
  async showOpenDialog(options: unknown) {
    tell('showOpenDialog', options)
    const filePaths = dialog.next.splice(0, 1)
    return { canceled: filePaths.length === 0, filePaths }
  },
}

export const crashReporter = {
  start: (options: unknown) => tell('crashReporter.start', options),
}

type Theme = 'system' | 'light' | 'dark'

/** The system's theme, which the app's own goes before; a test turns the system dark by setting `systemIsDark`. */
class NativeTheme extends DeclaredEmitter {
  #source: Theme = 'system'
  #systemIsDark = process.env['STAND_IN_DARK'] !== undefined

  constructor() {
    super('NativeTheme')
  }

  get themeSource(): Theme {
    return this.#source
  }

  set themeSource(source: Theme) {
    this.#source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemIsDark : this.#source === 'dark'
  }

  set systemIsDark(isDark: boolean) {
    this.#systemIsDark = isDark
    this.emit('updated')
  }
}

export const nativeTheme = new NativeTheme()

/** What is asked of a display: where it is, and what the system's own bar leaves of it. */
const display = (x: number) =>
  ({
    bounds: { x, y: 0, width: 1920, height: 1080 },
    workArea: { x, y: 30, width: 1920, height: 1050 },
  }) as Display

/** Two displays side by side, until a test unplugs one. */
export const screen = {
  displays: [display(0), display(1920)],
  getAllDisplays(): Display[] {
    needReady('screen')
    return screen.displays
  },
  /** The one that most of it lies on, or else the first. */
  getDisplayMatching(bounds: Rectangle): Display {
    needReady('screen')
    const [best = display(0)] = [...screen.displays].sort((a, b) => shared(b.bounds, bounds) - shared(a.bounds, bounds))
    return best
  },
}

function shared(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
