import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startBrowser } from './partner-browser'
import { startElectron } from './partner-electron'
import { type Place, type ProcessName, type Running, temporaryOf } from './partner-run'
import { knownPid } from './processes'

export interface PartnerOptions {
  /** The vault's folder; a new one in the partner's own temporary folder where left out. */
  vault?: string
  viewport?: { width: number; height: number }
  /** The language of the partner's system, as a BCP 47 tag. */
  locale?: string
  /** The link that the app is started with, the first time. */
  link?: string
  /**
   * Runs in every page of the browser host before the page's own scripts do, to hold or to use the page's socket. Electron
   * has none, and gives the page its bridge before any such script: there the specification is skipped.
   */
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
  /** Content-policy reports and page errors so far: a specification fails on any. */
  readonly complaints: readonly string[]
  /** The number of a process that runs now; rejects where there is none. */
  pid(name: ProcessName): Promise<number>
  /** Sends a process a signal. */
  signal(name: ProcessName, signal: NodeJS.Signals): Promise<void>
  /** Ends processes at once, as a power cut would. */
  kill(...processes: ProcessName[]): Promise<void>
  /** Sends the host a signal and waits until it has ended. */
  end(signal: 'SIGTERM' | 'SIGINT'): Promise<void>
  /**
   * Starts the app once more on the same folders, with a link or without: the host that runs gives it a new window, which
   * is then the page. Resolves with the exit code of the start that found it running, or with null where none ran any more
   * and this start is the app now.
   */
  openAgain(link?: string): Promise<number | null>
  /** Ends window and host in good order. */
  quit(): Promise<void>
  /** A new host and a new window on the same folders, in place of those there were. */
  start(): Promise<void>
}

/** Starts a partner in the browser host, or in Electron where `host` says so and its runtime is present. */
export async function createPartner(
  name: string,
  host: 'browser' | 'electron',
  options: PartnerOptions,
): Promise<Partner & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `twofold-${name.toLowerCase()}-`))
  const { vault = join(folder, 'vault'), viewport = { width: 1280, height: 800 }, link, ...page } = options
  const complaints: string[] = []
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10 })
  // Apart from all else's temporary files, so that what these processes leave there can be searched.
  await mkdir(temporaryOf(folder))
  const run = createRun(name, (links) => {
    const place: Place = { folder, vault, complaints, viewport, ...page, links }
    return host === 'electron' ? startElectron(place) : startBrowser(place)
  })
  try {
    await run.start(link)
  } catch (error) {
    await remove()
    throw error
  }
  return {
    name,
    host,
    folder,
    vault,
    complaints,
    get page() {
      return run.now().page
    },
    ...processesOf(name, run.now),
    openAgain: (again) => run.now().openAgain(again),
    quit: run.quit,
    start: () => run.start(),
    async remove() {
      await run.quit()
      // What a browser's last process is still writing may come between.
      await remove()
    },
  }
}

/** One run at a time. */
function createRun(name: string, begin: (links: string[]) => Promise<Running>) {
  let running: Running | null = null
  const quit = async () => {
    await running?.stop()
    running = null
  }
  return {
    now() {
      if (!running) throw new Error(`${name} hasn't started`)
      return running
    },
    quit,
    async start(link?: string) {
      await quit()
      running = await begin(link === undefined ? [] : [link])
    },
  }
}

/** What a partner's processes can be told: only those that are there. */
export function processesOf(name: string, now: () => Running): Pick<Partner, 'pid' | 'signal' | 'kill' | 'end'> {
  const pid = async (which: ProcessName) => knownPid(await now().pid(which), `${name}'s ${which} process`)
  const signal = async (which: ProcessName, sent: NodeJS.Signals) => void process.kill(await pid(which), sent)
  return {
    pid,
    signal,
    async kill(...processes) {
      const { ended } = now()
      // Nobody could be asked for the others once the first is gone; two names may mean one process.
      const pids = new Set(await Promise.all(processes.map(pid)))
      for (const each of pids) process.kill(each, 'SIGKILL')
      if (processes.includes('host')) await ended
    },
    async end(sent) {
      const { ended } = now()
      await signal('host', sent)
      await ended
    },
  }
}
