import type { ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'

export const project = resolve(import.meta.dirname, '../..')

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

/** What a partner's app is started on. */
export interface Place {
  /** Everything of this partner on the disk. */
  folder: string
  vault: string
  complaints: string[]
  viewport: { width: number; height: number }
  locale?: string
  inPage?: () => void
  links: string[]
}

export type ProcessName = 'host' | 'vault' | 'browser'

/** A host that has been started, and its window. */
export interface Running {
  readonly page: Page
  /** Resolves with the host's exit code. */
  readonly ended: Promise<number | null>
  /** The number that a process has now; undefined where there is none. */
  pid(name: ProcessName): Promise<number | undefined>
  openAgain(link?: string): Promise<number | null>
  stop(): Promise<void>
}

/** The arguments of either host: the partner's own folders, and no test listens to the world. */
export function argumentsOf({ vault, folder }: Place): string[] {
  const data = join(folder, 'data')
  return ['--vault', vault, '--data', data, '--link-host', '127.0.0.1']
}

export const temporaryOf = (folder: string): string => join(folder, 'temporary')

export const environmentOf = ({ folder }: Place): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  TMPDIR: temporaryOf(folder),
})

export const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.once('exit', done))

/** Has every page of the context say where it breaks its content policy, as `collectComplaints` hears it. */
export const sayViolations = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // oxlint-disable-next-line no-console -- this is how the page tells the fixture
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })

/** Collects what a page reports: errors that nothing caught, and breaches of its content policy. */
export function collectComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /content policy|Content Security Policy/i.test(message.text()))
      complaints.push(message.text())
  })
}
