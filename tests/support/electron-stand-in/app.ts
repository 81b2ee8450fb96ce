import { isAbsolute } from 'node:path'
import { type CommandLine, readCommandLine } from './command-line'
import { DeclaredEmitter } from './declared-emitter'
import type { ProcessMetric } from 'electron'
import { tell } from './record'
import { requestLock } from './single-instance'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Of Node, which Electron gives the app's own `exit` in its place. */
const exitProcess = process.exit.bind(process)

class App extends DeclaredEmitter {
  readonly #ready = deferred()
  #isReady = false
  #userData = ''
  /** A test of the installed app says so. */
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] !== undefined

  #words: CommandLine | null = null

  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => {
      tell('switch', name)
      this.#line().appendSwitch(name, value)
    },
    hasSwitch: (name: string) => this.#line().hasSwitch(name),
  }

  constructor() {
    super('App')
  }

  /** Read when it is first asked for: by then the runner has said what the app was started with. */
  #line(): CommandLine {
    this.#words ??= readCommandLine(process.argv, process.platform)
    return this.#words
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

  setAsDefaultProtocolClient(...args: unknown[]): boolean {
    tell('setAsDefaultProtocolClient', ...args)
    return true
  }

  requestSingleInstanceLock(): boolean {
    tell('requestSingleInstanceLock')
    return requestLock({
      userData: this.#userData,
      own: { argv: this.#line().inOrder(), workingDirectory: process.cwd() },
      onSecond: ({ argv, workingDirectory }) =>
        void this.whenReady().then(() => this.emit('second-instance', {}, argv, workingDirectory)),
    })
  }

  /** The utility processes that are there, by their numbers. */
  readonly utilities = new Map<number, Pick<ProcessMetric, 'name' | 'creationTime'>>()

  getAppMetrics(): ProcessMetric[] {
    const unmeasured = {
      cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
      memory: { workingSetSize: 0, peakWorkingSetSize: 0 },
    }
    const utilities = [...this.utilities].map(([pid, told]) => ({
      type: 'Utility' as const,
      pid,
      ...told,
      ...unmeasured,
    }))
    return [{ type: 'Browser', pid: process.pid, creationTime: performance.timeOrigin, ...unmeasured }, ...utilities]
  }

  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }

  exit(code = 0): void {
    // Before the event there is no loop that could end in order: Electron ends at once.
    if (!this.#isReady) exitProcess(code)
    this.emit('quit')
    if (process.send) process.send({ type: 'quit' }, () => exitProcess(code))
    else exitProcess(code)
  }

  /** What Electron does when the entry has been evaluated: from here on windows can be opened. */
  becomeReady(): void {
    for (const name of signals) takeOverSignal(name)
    this.#isReady = true
    this.#ready.resolve()
    this.emit('ready')
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

/** Ends the app and every process of it at once, as the end of a session does. */
export function endAtOnce(): void {
  app.emit('stand-in-end')
  process.kill(process.pid, 'SIGKILL')
}

class PowerMonitor extends DeclaredEmitter {
  #isListenedTo = false
  #delaysShutdown = false

  constructor() {
    super('PowerMonitor')
  }

  /** With its first listener Electron begins to count those of 'shutdown', before that one itself is among them. */
  override on(...[event, listener]: Parameters<DeclaredEmitter['on']>): this {
    needReady('powerMonitor')
    if (this.#isListenedTo && event === 'shutdown') this.#delaysShutdown = true
    this.#isListenedTo = true
    return super.on(event, listener)
  }

  /**
   * What Electron makes of logind's PrepareForShutdown: where it has no delay lock, or nobody prevents it, the system goes
   * on at once, which takes the app's display away; whoever does has until the system's patience ends.
   */
  shutDown(): void {
    let prevented = false
    this.emit('shutdown', { preventDefault: () => (prevented = true) })
    if (!prevented || !this.#delaysShutdown) endAtOnce()
  }
}

export const powerMonitor = new PowerMonitor()
