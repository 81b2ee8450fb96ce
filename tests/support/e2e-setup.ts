import { buildIfStale } from '../../scripts/build'
import { obtainBrowser } from '../../scripts/browser'

/** Before any end-to-end spec: the app is built and a browser is there. */
export async function setUpEndToEnd(): Promise<void> {
  await buildIfStale()
  process.env['TWOFOLD_BROWSER'] = await obtainBrowser()
}

// Playwright takes the default export of this file.
export { setUpEndToEnd as default }
