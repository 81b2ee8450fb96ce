import { obtainBrowser } from '../../scripts/browser'

/** Before the tests of live windows: a browser is there, fetched once for all workers where none is installed. */
export async function setup(): Promise<void> {
  process.env['TWOFOLD_BROWSER'] = await obtainBrowser()
}
