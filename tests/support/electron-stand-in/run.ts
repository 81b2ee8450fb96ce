import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { readAsArchive } from './archive'
import { isStartable } from './command-line'
import { builtModule } from './built'
import * as electron from './electron'

/** What a specification can lay its hands on in the app's process. */
export type Stage = typeof electron & { page(): Bridge }
interface Bridge {
  call(name: string, input: unknown, isDirect: boolean): Promise<unknown>
  onSignal(listener: (name: string, payload: unknown) => void): void
}

/** From the specification: a function to run on the stage, as its source. */
export interface Act {
  readonly id: number
  readonly source: string
  readonly input: unknown
}

/** To the specification. */
export type Told =
  | { readonly type: 'page' | 'quit' }
  | { readonly type: 'signal'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }

const say = (told: Told) => void process.send?.(told)

function page(): Bridge {
  const world = worldOf(electron.BrowserWindow.all.at(-1))
  if (!world) throw new Error('no page is open')
  return world
}

function worldOf(window: electron.BrowserWindow | undefined): Bridge | undefined {
  return window && !window.destroyed ? (window.webContents.page?.world['twofold'] as unknown as Bridge) : undefined
}

/** A scene is written in the test and plays here, in the process of the stand-in. */
function play(source: string, input?: unknown): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval
  const scene = new Function(`return (${source})`)() as (stage: Stage, input: unknown) => unknown
  return scene({ ...electron, page }, input)
}

async function act({ id, source, input }: Act): Promise<void> {
  try {
    say({ type: 'done', id, value: await play(source, input) })
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

process.on('message', (message: Act) => void act(message))
process.on('disconnect', () => electron.app.exit(1))
electron.app.on('stand-in-page', (window: electron.BrowserWindow) => {
  // One that could not be loaded is none.
  worldOf(window)?.onSignal((name, payload) => say({ type: 'signal', name, payload }))
  say({ type: 'page' })
})

// Started as Electron is: the executable, where the app isn't packaged its folder, and the arguments.
const [main = '', folder = '', ...args] = process.argv.slice(2)
const { isPackaged } = electron.app
process.argv = isPackaged ? [process.argv0, ...args] : [process.argv0, folder, ...args]
if (isPackaged) readAsArchive(folder)
else Object.defineProperty(process, 'defaultApp', { value: true })
const platform = process.env['STAND_IN_PLATFORM']
if (platform) playPlatform(platform)
if (!isStartable(process.argv)) process.exit(255)
process.exit = ((code?: number) => electron.app.exit(code)) as typeof process.exit
register(pathToFileURL(builtModule('resolve-electron')))
const early = process.env['STAND_IN_EARLY']
if (early) play(early)
process.on('uncaughtException', showUncaught)
try {
  await import(pathToFileURL(main).href)
} catch (error) {
  reportBrokenEntry(error)
}
// On macOS a link that starts the app is told before Electron is ready.
const link = process.env['STAND_IN_OPEN_URL']
if (link) electron.app.emit('open-url', { preventDefault() {} }, link)
// Electron becomes ready once the entry has been evaluated, never before.
electron.app.becomeReady()

/** Native code is of this machine whatever platform is played, so it is loaded before. */
function playPlatform(value: string): void {
  createRequire(import.meta.url)('sodium-native')
  Object.defineProperty(process, 'platform', { value })
}

/** Electron's own listener (lib/browser/init.ts): where the app has none, a box with all of the error, and on it goes. */
function showUncaught(error: unknown): void {
  if (process.listenerCount('uncaughtException') > 1) return
  electron.dialog.showErrorBox(
    'A JavaScript error occurred in the main process',
    `Uncaught Exception:\n${textOf(error)}`,
  )
}

/** An entry that throws is an uncaught exception like any other, after which Electron becomes ready (lib/browser/init.ts). */
function reportBrokenEntry(error: unknown): void {
  // Where the app isn't packaged its entry is loaded by that of Electron's own (default_app/main.ts).
  if (!isPackaged) process.stderr.write(`App threw an error during load\n${textOf(error)}\n`)
  process.emit('uncaughtException', error as Error)
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error)
}
