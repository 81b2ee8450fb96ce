import { EventEmitter } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { tell } from './record'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

class App extends EventEmitter {
  readonly #ready = deferred()
  #isReady = false
  #userData = ''
  /** A test of the installed app says so. */
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] !== undefined

  readonly commandLine = {
    appendSwitch: (name: string) => tell('switch', name),
    // As Chromium reads them: with one dash or two, with a value or without.
    hasSwitch: (name: string) => process.argv.some((word) => new RegExp(`^--?${name}(=|$)`).test(word)),
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  setPath(name: string, path: string): void {
    if (this.#isReady || !isAbsolute(path)) throw new Error(`setPath(${name}, ${path}) comes too late or is relative`)
    tell('setPath', name, path)
    this.#userData = path
  }

  setAsDefaultProtocolClient(...args: unknown[]): void {
    tell('setAsDefaultProtocolClient', ...args)
  }

  requestSingleInstanceLock(): boolean {
    tell('requestSingleInstanceLock')
    const lock = join(this.#userData, 'SingletonLock')
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) return false
    writeFileSync(lock, String(process.pid))
    return true
  }

  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }

  exit(code: number): void {
    // Before the event there is no loop that could end in order: Electron ends at once.
    if (!this.#isReady) process.exit(code)
    this.emit('quit')
    if (process.send) process.send({ type: 'quit' }, () => process.exit(code))
    else process.exit(code)
  }

  /** What Electron does when the entry has been evaluated: from here on windows can be opened. */
  becomeReady(): void {
    for (const name of signals) takeOverSignal(name)
    this.#isReady = true
    this.#ready.resolve()
    this.emit('ready')
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/**
 * Electron's own handler takes the place of any that was there, asks the app to quit, and leaves the next signal to the
 * system, which kills; a handler that is put in place later replaces it in turn.
 */
function takeOverSignal(name: NodeJS.Signals): void {
  process.removeAllListeners(name)
  const quitOnce = () => {
    if (process.listenerCount(name) > 1) return
    process.removeListener(name, quitOnce)
    app.quit()
  }
  process.on(name, quitOnce)
}

export const app = new App()

/** Throws where a thing is used that Electron has only once it is ready. */
export function needReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} can't be used before the ready event`)
}

export const powerMonitor = new EventEmitter()
