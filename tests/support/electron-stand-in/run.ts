import { register } from 'node:module'
import { pathToFileURL } from 'node:url'
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
  const { world } = electron.BrowserWindow.all.at(-1)?.webContents.page ?? {}
  if (!world) throw new Error('no page is open')
  return world['twofold'] as unknown as Bridge
}

async function act({ id, source, input }: Act): Promise<void> {
  const stage: Stage = { ...electron, page }
  try {
    // A scene is written in the test and plays here, in the process of the stand-in.
    // oxlint-disable-next-line typescript/no-implied-eval
    const play = new Function(`return (${source})`)() as (stage: Stage, input: unknown) => unknown
    say({ type: 'done', id, value: await play(stage, input) })
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

process.on('message', (message: Act) => void act(message))
process.on('disconnect', () => electron.app.exit(1))
electron.app.on('stand-in-page', () => {
  page().onSignal((name, payload) => say({ type: 'signal', name, payload }))
  say({ type: 'page' })
})

// Started as Electron is: the executable, the app's folder, the arguments.
const [main = '', folder = '', ...args] = process.argv.slice(2)
process.argv = [process.argv0, folder, ...args]
const platform = process.env['STAND_IN_PLATFORM'] ?? process.platform
Object.defineProperty(process, 'platform', { value: platform })
register('./resolve-electron.ts', import.meta.url)
await import(pathToFileURL(main).href)
// On macOS a link that starts the app is told before Electron is ready.
const link = process.env['STAND_IN_OPEN_URL']
if (link) electron.app.emit('open-url', { preventDefault() {} }, link)
// Electron becomes ready once the entry has been evaluated, never before.
electron.app.becomeReady()
