import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, _electron, type ElectronApplication, type Page } from 'playwright-core'
import { electronExecutable } from '../../scripts/electron-runtime'

const project = resolve(import.meta.dirname, '../..')

/** Chromium as these machines run it: as root, without a GPU, silent on the network. */
const switches = [
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
}

/** One person with an app of their own: a host, a vault process and a window, all real. */
export interface Partner {
  readonly name: string
  readonly page: Page
  /** Everything of this partner on the disk: vault, data folder, browser profile. */
  readonly folder: string
  readonly vault: string
  readonly hostPid: number
  /** Content-policy reports and page errors so far: a specification fails on any. */
  readonly complaints: readonly string[]
  vaultPid(): number
  /** Ends the host, the vault process or both at once, as a power cut would. */
  kill(...processes: ('host' | 'vault')[]): Promise<void>
  /** Ends window and host in good order. */
  quit(): Promise<void>
  /** A new host and a new window on the same folders. */
  start(): Promise<void>
}

interface Running {
  page: Page
  hostPid: number
  vaultPid: number
  ended: Promise<void>
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
  const start = async () => {
    running = await begin({ folder, vault, complaints, viewport: options.viewport ?? { width: 1280, height: 800 } })
  }
  const quit = async () => {
    await running?.stop()
    running = null
  }
  await start()
  return {
    name,
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
      const { hostPid, vaultPid, ended } = now()
      for (const each of processes) process.kill(each === 'host' ? hostPid : vaultPid, 'SIGKILL')
      if (processes.includes('host')) await ended
    },
    quit,
    start,
    async remove() {
      await quit()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Place {
  folder: string
  vault: string
  complaints: string[]
  viewport: { width: number; height: number }
}

async function startBrowser({ folder, vault, complaints, viewport }: Place): Promise<Running> {
  const script = join(project, 'out/main/browser-host.js')
  const args = [script, '--vault', vault, '--data', join(folder, 'data'), '--port', '0', '--no-open']
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = exitOf(host)
  const state = { vaultPid: 0 }
  const address = await readLines(host, state)
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env['TWOFOLD_BROWSER'] ?? '',
    args: switches,
    viewport,
    colorScheme: 'light',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await listen(context, page, complaints)
  await page.goto(address)
  return {
    page,
    hostPid: host.pid ?? 0,
    get vaultPid() {
      return state.vaultPid
    },
    ended,
    async stop() {
      await context.close()
      host.kill('SIGTERM')
      await ended
    },
  }
}

/** The address of the first line; the vault process's id comes on a line of its own whenever one is started. */
function readLines(host: ChildProcess, state: { vaultPid: number }): Promise<string> {
  return new Promise((found, failed) => {
    host.once('exit', (code) => failed(new Error(`the host ended with ${code} before it had an address`)))
    if (!host.stdout) return
    createInterface(host.stdout).on('line', (line) => {
      const said = JSON.parse(line) as { address?: string; vaultProcess?: number }
      if (said.vaultProcess) state.vaultPid = said.vaultProcess
      if (said.address) found(said.address)
    })
  })
}

async function startElectron({ folder, vault, complaints, viewport }: Place): Promise<Running> {
  const executablePath = electronExecutable()
  if (!executablePath) throw new Error('no Electron runtime')
  const app: ElectronApplication = await _electron.launch({
    executablePath,
    args: [project, '--vault', vault, '--data', join(folder, 'data'), '--no-sandbox'],
    env: { ...(process.env as Record<string, string>), TWOFOLD_TEST: '1' },
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
    ended: exitOf(app.process()),
    stop: () => app.close(),
  }
}

async function listen(context: BrowserContext, page: Page, complaints: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /content policy|Content Security Policy/i.test(message.text()))
      complaints.push(message.text())
  })
}

const exitOf = (child: ChildProcess) => new Promise<void>((done) => child.once('exit', () => done()))
