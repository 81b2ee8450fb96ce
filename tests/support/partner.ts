import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, _electron, type ElectronApplication, type Page } from 'playwright-core'
import { electronExecutable } from '../../scripts/electron-runtime'

const project = resolve(import.meta.dirname, '../..')
/** No test listens to the world. */
const loopback = ['--link-host', '127.0.0.1']

/** Chromium as these machines run it: as root, without a GPU, silent on the network. */
export const chromiumSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface PartnerOptions {
  /** The vault's folder; a new one in the partner's own temporary folder where left out. */
  vault?: string
  viewport?: { width: number; height: number }
  /** The link that the app is started with, the first time. */
  link?: string
  /** Runs in every page of the browser host before the page's own scripts do. */
  inPage?: () => void
}

/** One person with an app of their own: a host, a vault process and a window, all real. */
export interface Partner {
  readonly name: string
  readonly page: Page
  /** Which host the specification runs in. */
  readonly host: 'browser' | 'electron'
  /** Everything of this partner on the disk: vault, data folder, browser profile and temporary files. */
  readonly folder: string
  readonly vault: string
  readonly hostPid: number
  /** Content-policy reports and page errors so far: a specification fails on any. */
  readonly complaints: readonly string[]
  vaultPid(): number
  /** Ends processes at once, as a power cut would. */
  kill(...processes: ('host' | 'vault' | 'browser')[]): Promise<void>
  /** Sends the host a signal and waits until it has ended. */
  end(signal: 'SIGTERM' | 'SIGINT'): Promise<void>
  /**
   * Starts the app once more on the same folders, with a link or without: the host that runs gives it a new window, which
   * is then the page. Resolves with the exit code of the start that found it running.
   */
  openAgain(link?: string): Promise<number | null>
  /** Ends window and host in good order. */
  quit(): Promise<void>
  /** A new host and a new window on the same folders, in place of those there were. */
  start(): Promise<void>
}

interface Running {
  page: Page
  hostPid: number
  vaultPid: number
  browserPid: number
  ended: Promise<number | null>
  openAgain(link?: string): Promise<number | null>
  stop(): Promise<void>
}

/** Starts a partner in the browser host, or in Electron where `host` says so and its runtime is present. */
export async function createPartner(
  name: string,
  host: 'browser' | 'electron',
  options: PartnerOptions,
): Promise<Partner & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `twofold-${name.toLowerCase()}-`))
  const vault = options.vault ?? join(folder, 'vault')
  const complaints: string[] = []
  const begin = host === 'electron' ? startElectron : startBrowser
  let running: Running | null = null

  const now = () => {
    if (!running) throw new Error(`${name} hasn't started`)
    return running
  }
  const quit = async () => {
    await running?.stop()
    running = null
  }
  const start = async (link?: string) => {
    await quit()
    const { viewport = { width: 1280, height: 800 }, inPage } = options
    running = await begin({ folder, vault, complaints, viewport, inPage, links: link ? [link] : [] })
  }
  // Apart from all else's temporary files, so that what these processes leave there can be searched.
  await mkdir(temporaryOf(folder))
  try {
    await start(options.link)
  } catch (error) {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    throw error
  }
  return {
    name,
    host,
    folder,
    vault,
    complaints,
    get page() {
      return now().page
    },
    get hostPid() {
      return now().hostPid
    },
    vaultPid: () => now().vaultPid,
    async kill(...processes) {
      const { hostPid, vaultPid, browserPid, ended } = now()
      const pids = { host: hostPid, vault: vaultPid, browser: browserPid }
      for (const each of processes) {
        // Number 0 would mean the test's own processes, all of them.
        if (pids[each] === 0) throw new Error(`${name}'s ${each} process isn't known`)
        process.kill(pids[each], 'SIGKILL')
      }
      if (processes.includes('host')) await ended
    },
    async end(signal) {
      process.kill(now().hostPid, signal)
      await now().ended
    },
    openAgain: (link) => now().openAgain(link),
    quit,
    start: () => start(),
    async remove() {
      await quit()
      // What a browser's last process is still writing may come between.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

interface Place {
  folder: string
  vault: string
  complaints: string[]
  viewport: { width: number; height: number }
  inPage: PartnerOptions['inPage']
  links: string[]
}

async function startBrowser(place: Place): Promise<Running> {
  const { folder, vault, links } = place
  const script = join(project, 'out/main/browser-host.js')
  const args = [script, '--vault', vault, '--data', join(folder, 'data'), '--port', '0', '--no-open', ...loopback]
  const env = environmentOf(folder)
  const host = spawn(process.execPath, [...args, ...links], { stdio: ['ignore', 'pipe', 'inherit'], env })
  try {
    return await openWindow(place, { host, args, env })
  } catch (error) {
    // Nobody else would end it.
    host.kill('SIGKILL')
    throw error
  }
}

/** The browser of a host that has been started with these arguments, and its window on the host's address. */
async function openWindow(
  { folder, complaints, viewport, inPage }: Place,
  { host, args, env }: { host: ChildProcess; args: readonly string[]; env: NodeJS.ProcessEnv },
): Promise<Running> {
  const ended = exitOf(host)
  const lines = readLines(host)
  const address = await lines.nextAddress()
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env['TWOFOLD_BROWSER'] ?? '',
    args: chromiumSwitches,
    viewport,
    colorScheme: 'light',
    env,
  })
  const state = { page: context.pages()[0] ?? (await context.newPage()) }
  await listen(context, state.page, complaints)
  if (inPage) await context.addInitScript(inPage)
  await state.page.goto(address)
  return {
    get page() {
      return state.page
    },
    hostPid: host.pid ?? 0,
    get vaultPid() {
      return lines.vaultPid()
    },
    browserPid: await browserPidOf(context),
    ended,
    async openAgain(link) {
      const next = lines.nextAddress()
      const code = await exitOf(spawn(process.execPath, [...args, ...(link ? [link] : [])], { stdio: 'ignore', env }))
      state.page = await context.newPage()
      await listen(context, state.page, complaints)
      await state.page.goto(await next)
      return code
    },
    async stop() {
      await context.close()
      host.kill('SIGTERM')
      await ended
    },
  }
}

/** What the host says on its standard output, a line of JSON each: addresses, and every vault process it starts. */
function readLines(host: ChildProcess): { nextAddress(): Promise<string>; vaultPid(): number } {
  let vaultPid = 0
  let found = (_address: string) => {}
  let failed = (_error: Error) => {}
  host.once('exit', (code) => failed(new Error(`the host ended with ${code} before it had an address`)))
  if (host.stdout) {
    createInterface(host.stdout).on('line', (line) => {
      const said = JSON.parse(line) as { address?: string; vaultProcess?: number }
      if (said.vaultProcess) vaultPid = said.vaultProcess
      if (said.address) found(said.address)
    })
  }
  return {
    vaultPid: () => vaultPid,
    nextAddress: () =>
      new Promise((resolve, reject) => {
        found = resolve
        failed = reject
      }),
  }
}

async function browserPidOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession()
  const answer = await session?.send('SystemInfo.getProcessInfo')
  await session?.detach()
  return answer?.processInfo.find((process) => process.type === 'browser')?.id ?? 0
}

const temporaryOf = (folder: string) => join(folder, 'temporary')

const environmentOf = (folder: string) => ({
  ...(process.env as Record<string, string>),
  TMPDIR: temporaryOf(folder),
})

async function startElectron({ folder, vault, complaints, viewport, links }: Place): Promise<Running> {
  const executablePath = electronExecutable()
  if (!executablePath) throw new Error('no Electron runtime')
  const args = [project, '--vault', vault, '--data', join(folder, 'data'), ...loopback, '--no-sandbox']
  const env = { ...environmentOf(folder), TWOFOLD_TEST: '1' }
  const app: ElectronApplication = await _electron.launch({
    executablePath,
    args: [...args, ...links],
    env,
  })
  const state = { page: await app.firstWindow() }
  // Locking destroys the window and opens another.
  app.on('window', (page) => {
    state.page = page
    void listen(app.context(), page, complaints)
  })
  await listen(app.context(), state.page, complaints)
  await state.page.setViewportSize(viewport)
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics())
  return {
    get page() {
      return state.page
    },
    hostPid: app.process().pid ?? 0,
    vaultPid: metrics.find((metric) => metric.name === 'Twofold vault')?.pid ?? 0,
    browserPid: app.process().pid ?? 0,
    ended: exitOf(app.process()),
    openAgain: (link) => exitOf(spawn(executablePath, [...args, ...(link ? [link] : [])], { stdio: 'ignore', env })),
    stop: () => app.close(),
  }
}

async function listen(context: BrowserContext, page: Page, complaints: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // oxlint-disable-next-line no-console -- this is how the page tells the fixture
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /content policy|Content Security Policy/i.test(message.text()))
      complaints.push(message.text())
  })
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((done) => child.once('exit', done))
