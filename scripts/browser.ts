import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { findAppBrowser } from '../electron/adapters/open-browser'

/** The headless Chromium that comes inside an npm package, for a Linux x64 machine without any browser. */
const packaged = '@sparticuz/chromium@143.0.4'
const packageFolder = resolve(import.meta.dirname, '../node_modules/.cache/twofold-browser')

/**
 * The browser that end-to-end specs run in: the one TWOFOLD_BROWSER names, an installed Chromium, Chrome or Edge,
 * Playwright's own, or one from the npm registry, fetched on demand. Throws, in one sentence, where none can be had.
 */
export async function obtainBrowser(): Promise<string> {
  const installed = findAppBrowser(process.env, process.platform)
  if (installed) return installed
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  try {
    return await fetchPackaged()
  } catch (error) {
    throw new Error('No browser for the end-to-end specs: install Chromium, or name one in TWOFOLD_BROWSER.', {
      cause: error,
    })
  }
}

interface PackagedChromium {
  default: { executablePath(): Promise<string> }
}

async function fetchPackaged(): Promise<string> {
  if (!existsSync(join(packageFolder, 'node_modules/@sparticuz/chromium'))) {
    process.stderr.write('No browser is installed; fetching a headless Chromium from the npm registry, once…\n')
    mkdirSync(packageFolder, { recursive: true })
    writeFileSync(join(packageFolder, 'package.json'), '{ "private": true }\n')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    await promisify(execFile)(npm, ['install', '--no-audit', '--no-fund', packaged], { cwd: packageFolder })
  }
  // The package unpacks into the temporary folder, and its libraries only where it believes to be on Amazon's Linux.
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = join(packageFolder, 'unpacked')
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x'
  mkdirSync(process.env['TMPDIR'], { recursive: true })
  try {
    const entry = createRequire(join(packageFolder, 'package.json')).resolve('@sparticuz/chromium')
    const loaded = (await import(entry)) as PackagedChromium
    return await loaded.default.executablePath()
  } finally {
    delete process.env['AWS_EXECUTION_ENV']
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
