import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { contentPolicy } from '../../electron/core/host/content-policy'
import { obtainBrowser } from '../../scripts/browser'
import { liveAliases } from '../../scripts/live-aliases'
import type { LiveSession } from '../../shared/partner'
import { chromiumSwitches } from './partner-run'

const pages = resolve(import.meta.dirname, '../live/pages')
/** An origin of its own that no request leaves for: every one is answered here. It is secure, as `app://` will be. */
const origin = 'https://twofold.test'
const nonce = 'bGl2ZS10ZXN0cw'
const tokens = readFileSync(resolve(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')
const policy = contentPolicy({ nonce, connect: "'none'" })
const document = `<!doctype html>
<html lang="en">
  <head><title>Live</title><meta name="nonce" content="${nonce}"><style nonce="${nonce}">${tokens}</style><script src="/page.js" defer></script></head>
  <body></body>
</html>`

/** Bundles one page of tests/live/pages as the app's own scripts are. */
export async function bundlePage(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: pages,
    logLevel: 'error',
    // A library's build leaves it as it is; React asks for it.
    define: { 'process.env.NODE_ENV': JSON.stringify('development') },
    plugins: [liveAliases(resolve(import.meta.dirname, '../../renderer/sync'))],
    build: {
      write: false,
      minify: false,
      lib: { entry: resolve(pages, `${name}.ts`), formats: ['iife'], name: 'twofoldLive' },
    },
  })
  const [first] = Array.isArray(built) ? built : [built]
  const [chunk] = first && 'output' in first ? first.output : []
  if (chunk?.type !== 'chunk') throw new Error(`${name} was not built`)
  return chunk.code
}

export interface LiveWindow {
  readonly page: Page
  /** Content-policy reports and page errors so far. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** A browser process of its own. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await obtainBrowser(), args: chromiumSwitches })
}

/** A page in a profile of its own that runs `script` under the app's content policy. */
export async function openLiveWindow(
  browser: Browser,
  script: string,
  relay: (message: string) => Promise<void> = () => Promise.resolve(),
): Promise<LiveWindow> {
  const context = await browser.newContext({ viewport: { width: 900, height: 700 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.exposeFunction('relay', relay)
  await page.route('**/*', (route) =>
    new URL(route.request().url()).pathname === '/page.js'
      ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script })
      : route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'Content-Security-Policy': policy },
          body: document,
        }),
  )
  await page.goto(`${origin}/`)
  return { page, complaints, close: () => context.close() }
}

export interface LiveWindows {
  readonly ana: LiveWindow
  readonly ben: LiveWindow
  close(): Promise<void>
}

/** A window of each partner, in the browser that each has; what one signals the other hears. */
export async function openLiveWindows(browsers: { ana: Browser; ben: Browser }, script: string): Promise<LiveWindows> {
  const windows: { ana: LiveWindow | null; ben: LiveWindow | null } = { ana: null, ben: null }
  const to = (name: 'ana' | 'ben') => async (message: string) => {
    // A window that has closed hears nothing.
    await windows[name]?.page.evaluate((heard) => globalThis.driven.receive(heard), message).catch(() => {})
  }
  const [ana, ben] = await Promise.all([
    openLiveWindow(browsers.ana, script, to('ben')),
    openLiveWindow(browsers.ben, script, to('ana')),
  ])
  windows.ana = ana
  windows.ben = ben
  return {
    ana,
    ben,
    async close() {
      await Promise.all([ana.close(), ben.close()])
    },
  }
}

/** A session of both partners' windows, as each is told it. */
export function createSessions(): { ana: LiveSession; ben: LiveSession } {
  const secrets = { room: randomBytes(32).toString('hex'), password: randomBytes(32).toString('hex') }
  const ana = { name: 'Ana', color: 'first' } as const
  const ben = { name: 'Ben', color: 'second' } as const
  return { ana: { ...secrets, me: ana, partner: ben }, ben: { ...secrets, me: ben, partner: ana } }
}
