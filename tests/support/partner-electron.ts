import { type ChildProcess, spawn } from 'node:child_process'
import { _electron, type Page } from 'playwright-core'
import { electronExecutable } from '../../scripts/electron-runtime'
import {
  argumentsOf,
  chromiumSwitches,
  collectComplaints,
  environmentOf,
  exitOf,
  type Place,
  type ProcessName,
  project,
  type Running,
  sayViolations,
} from './partner-run'

type ElectronApplication = Awaited<ReturnType<typeof _electron.launch>>
type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>

/** An app that Playwright has started: what the fixture needs of it. */
export type DrivenApp = Pick<
  ElectronApplication,
  'windows' | 'firstWindow' | 'context' | 'process' | 'on' | 'evaluate' | 'close'
>

/** What `app.getAppMetrics` tells of a process, as far as it is looked at. */
interface Metric {
  readonly type: string
  readonly pid: number
  readonly name: string
  readonly creationTime: number
}

/** The two ways to start the app: to be driven, or beside one that runs. */
export interface ElectronRuntime {
  launch(options: LaunchOptions): Promise<DrivenApp>
  startBeside(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess
}

/** Electron's runtime by way of Playwright; throws where it isn't here. */
function realRuntime(): ElectronRuntime {
  const executable = electronExecutable()
  if (!executable) throw new Error('no Electron runtime')
  return {
    // With `executablePath` Playwright leaves its loader out, which keeps the app from opening its window before
    // Playwright looks, and passes Chromium the switches that it counts on: without it the same executable is found.
    launch: (options) => _electron.launch(options),
    startBeside: (args, env) => spawn(executable, args, { stdio: 'ignore', env }),
  }
}

/** Starts the app in Electron. */
export async function startElectron(place: Place, runtime: ElectronRuntime = realRuntime()): Promise<Running> {
  const args = [project, ...argumentsOf(place), ...chromiumSwitches]
  const env = { ...environmentOf(place), TWOFOLD_TEST: '1' }
  const launch = (links: readonly string[]) =>
    launchApp(place, (options) => runtime.launch({ ...options, args: [...args, ...links], env }))
  let now = await launch(place.links)
  return {
    get page() {
      return now.page
    },
    get ended() {
      return now.ended
    },
    pid: (name) => now.pid(name),
    async openAgain(link) {
      const links = link === undefined ? [] : [link]
      if (now.isOpen()) return exitOf(runtime.startBeside([...args, ...links], env))
      // Its last window has been closed: it ends by itself, and leaves nothing that could be started beside.
      await now.ended
      now = await launch(links)
      return null
    },
    stop: () => now.stop(),
  }
}

/** Starts one app, and follows its window: locking destroys that and opens another. */
async function launchApp(
  { complaints, viewport, locale }: Place,
  start: (options: LaunchOptions) => Promise<DrivenApp>,
) {
  const app = await start({ colorScheme: 'light', ...(locale === undefined ? {} : { locale }) })
  const ended = exitOf(app.process())
  await sayViolations(app.context())
  let page: Page
  const follow = async (next: Page) => {
    if (next !== page) collectComplaints(next, complaints)
    page = next
    await next.setViewportSize(viewport)
  }
  app.on('window', (next) => {
    // A window may be gone before it has its size.
    follow(next).catch(() => {})
  })
  // It may have come before anybody listened.
  await follow(await app.firstWindow())
  return {
    get page() {
      return page
    },
    ended,
    isOpen: () => app.windows().length > 0,
    async pid(name: ProcessName) {
      const metrics = await app.evaluate(({ app: electron }) =>
        electron
          .getAppMetrics()
          .map(({ type, pid, name, creationTime }) => ({ type, pid, name: name ?? '', creationTime })),
      )
      return pidAmong(metrics, name)
    },
    async stop() {
      await app.close()
      await ended
    },
  }
}

/** The main process is Electron's browser process; of two vault processes the one that was started last counts. */
function pidAmong(metrics: readonly Metric[], name: ProcessName): number | undefined {
  const isIt = (metric: Metric) => (name === 'vault' ? metric.name === 'Twofold vault' : metric.type === 'Browser')
  return metrics.filter(isIt).sort((one, other) => other.creationTime - one.creationTime)[0]?.pid
}
