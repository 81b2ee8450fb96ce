import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium } from 'playwright-core'
import {
  argumentsOf,
  chromiumSwitches,
  collectComplaints,
  environmentOf,
  exitOf,
  type Place,
  project,
  type Running,
  sayViolations,
} from './partner-run'

/** Starts the built browser host, and its window in a real Chromium. */
export async function startBrowser(place: Place): Promise<Running> {
  const args = [join(project, 'out/main/browser-host.js'), ...argumentsOf(place), '--port', '0', '--no-open']
  const env = environmentOf(place)
  const host = spawn(process.execPath, [...args, ...place.links], { stdio: ['ignore', 'pipe', 'inherit'], env })
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
  { folder, complaints, viewport, locale, inPage }: Place,
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
    ...(locale === undefined ? {} : { locale }),
    env,
  })
  await sayViolations(context)
  if (inPage) await context.addInitScript(inPage)
  const state = { page: context.pages()[0] ?? (await context.newPage()) }
  collectComplaints(state.page, complaints)
  await state.page.goto(address)
  const pids = { host: host.pid, browser: await browserPidOf(context) }
  return {
    get page() {
      return state.page
    },
    ended,
    pid: async (name) => (name === 'vault' ? lines.vaultPid() : pids[name]),
    async openAgain(link) {
      const next = lines.nextAddress()
      const code = await exitOf(spawn(process.execPath, [...args, ...(link ? [link] : [])], { stdio: 'ignore', env }))
      state.page = await context.newPage()
      collectComplaints(state.page, complaints)
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
function readLines(host: ChildProcess): { nextAddress(): Promise<string>; vaultPid(): number | undefined } {
  let vaultPid: number | undefined
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

async function browserPidOf(context: BrowserContext): Promise<number | undefined> {
  const session = await context.browser()?.newBrowserCDPSession()
  const answer = await session?.send('SystemInfo.getProcessInfo')
  await session?.detach()
  return answer?.processInfo.find((process) => process.type === 'browser')?.id
}
