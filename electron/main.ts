import './adapters/no-inspector'
import { whyNoLibsodium } from './adapters/libsodium-here'
import { spreadNet } from './adapters/root-net'
import { createStartFailure, StartRefusal } from './shell/start-failure'

/**
 * The Electron host: the product. The net is spread, and what can't be loaded everywhere has been tried, before anything
 * else of it is loaded. Electron is ready only once its entry has been evaluated, what that awaits included
 * (docs/tutorial/esm.md), so what must be said before it is ready is said in time.
 */
const failToStart = createStartFailure()
/** What becomes of an error that nothing has caught: until there is a window the start has failed. */
let onCaught: (error: unknown) => void = failToStart
const report = spreadNet({ name: 'Twofold', onCaught: (error) => onCaught(error) })
const notStarted = (error: unknown) => {
  if (!(error instanceof StartRefusal)) report(error, 'start')
  failToStart(error)
}

const refusal = whyNoLibsodium()
if (refusal === null) {
  await import('./run-electron-host').then(
    ({ runElectronHost }) =>
      runElectronHost({
        here: import.meta.dirname,
        report,
        notStarted,
        onOpen: (host) => (onCaught = () => host.session.flush()),
      }),
    notStarted,
  )
} else {
  notStarted(new StartRefusal(refusal))
}
