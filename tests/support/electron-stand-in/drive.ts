import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createApi, type TwofoldApi } from '../../../renderer/lib/api'
import { createBridgeTransport } from '../../../renderer/lib/bridge-transport'
import { builtModule } from './built'
import type { Act, Stage, Told } from './run'

const project = resolve(import.meta.dirname, '../../..')

/** The built app, running on the stand-in in a process of its own. */
export interface StandInApp {
  readonly process: ChildProcess
  /** Resolves with exit code and signal. */
  readonly ended: Promise<[code: number | null, signal: string | null]>
  /** What the app wrote to its standard error so far. */
  complaint(): string
  /** The renderer's own client, calling through the real preload of the window that is open at the time. */
  readonly api: TwofoldApi
  /** What the page does when it is asked to finish, before it answers that it has: nothing, until this is called. */
  beforeEnd(finish: () => Promise<unknown>): void
  /** Runs a function in the app's process; it reaches nothing but its parameters, which cross as copies. */
  act<T, I = undefined>(play: (stage: Stage, input: I) => T | Promise<T>, input?: I): Promise<T>
  /** Resolves when the next page has been loaded, or the next signal of that name has come; ask before what causes it. */
  nextPage(): Promise<void>
  nextSignal(name: string, fits?: (payload: unknown) => boolean): Promise<unknown>
  /** Ends the app at once, if it still runs. */
  kill(): Promise<void>
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv
  /** Where the app lies, with its entry at `out/main/main.js`: the project, or what was packaged of it. */
  readonly folder?: string
  readonly cwd?: string
  /** The Node that stands for Electron's; the test's own where left out. */
  readonly node?: string
  /** Played before the app's entry is evaluated. */
  readonly early?: (stage: Stage) => unknown
}

/** Starts the built app with these arguments; `settled` resolves when it is ready and its first page is loaded, or ended. */
export async function startApp(args: readonly string[], options: StartOptions = {}): Promise<StandInApp> {
  const { env = {}, folder = project, cwd = process.cwd(), node = process.execPath, early } = options
  const main = join(folder, 'out/main/main.js')
  // What Electron sets for its main process (shell/common/node_bindings.cc).
  const rejections = '--unhandled-rejections=warn-with-error-code'
  const child = spawn(node, [rejections, builtModule('run'), main, folder, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...env, ...(early && { STAND_IN_EARLY: String(early) }) },
  })
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')))

  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const pages = new Set<() => void>()
  const signals = new Set<(name: string, payload: unknown) => void>()
  child.on('message', (told: Told) => {
    switch (told.type) {
      case 'page':
        for (const listener of pages) listener()
        return
      case 'quit':
        return
      case 'signal':
        for (const listener of signals) listener(told.name, told.payload)
        return
      case 'done':
        return waiting.get(told.id)?.resolve(told.value)
      case 'failed':
        return waiting.get(told.id)?.reject(new Error(told.message))
    }
  })
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the app has ended'))
  })

  let nextId = 1
  const act: StandInApp['act'] = (play, input) => {
    const id = nextId++
    const done = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
    const message: Act = { id, source: String(play), input }
    child.send(message, (error) => error && waiting.get(id)?.reject(error))
    return done as Promise<never>
  }
  const nextPage = () =>
    new Promise<void>((loaded) => {
      const listener = () => {
        pages.delete(listener)
        loaded()
      }
      pages.add(listener)
    })
  const transport = createBridgeTransport({
    call: (name, input, isDirect) =>
      act(({ page }, call) => page().call(call.name, call.input, call.isDirect), { name, input, isDirect }),
    onSignal: (listener) => void signals.add(listener),
  })
  const api = createApi(transport)
  let finish: () => Promise<unknown> = () => Promise.resolve()
  // An app that was ended while its page finished takes no answer any more.
  api.app.onEnding(
    ({ id }) =>
      void finish()
        .then(() => api.app.finished({ id }))
        .catch(() => {}),
  )
  await Promise.race([nextPage(), ended])
  return {
    process: child,
    ended,
    complaint: () => complaint,
    api,
    beforeEnd: (next) => (finish = next),
    act,
    nextPage,
    nextSignal: (name, fits = () => true) =>
      new Promise((heard) => {
        const stop = transport.onSignal((signal, payload) => {
          if (signal !== name || !fits(payload)) return
          stop()
          heard(payload)
        })
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
