import './adapters/no-inspector'
import { whyNoLibsodium } from './adapters/libsodium-here'
import { spreadNet } from './adapters/root-net'

/**
 * The browser host: the same app in a window of an installed browser, where Electron can't be had. The net is spread, and
 * what can't be loaded everywhere has been tried, before anything else of it is loaded.
 */
let flush = () => {}
const report = spreadNet({ name: 'Twofold', onCaught: () => flush() })
const refusal = whyNoLibsodium()
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`)
  process.exit(1)
}
try {
  const { runBrowserHost } = await import('./run-browser-host')
  await runBrowserHost({ here: import.meta.dirname, report, onHost: (host) => (flush = host.session.flush) })
} catch (error) {
  report(error, 'start')
  process.exit(1)
}
