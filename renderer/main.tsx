import './lib/no-eval'
import '@fontsource-variable/inter'
import '@fontsource-variable/literata'
import '@fontsource-variable/literata/wght-italic.css'
import '@fontsource-variable/noto-naskh-arabic'
import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { reportUnexpected } from '../shared/background'
import { App } from './App'
import { createApi } from './lib/api'
import { createBridgeTransport } from './lib/bridge-transport'
import { createConnection } from './lib/connection'
import { startI18n } from './lib/i18n'
import { finishWhenAsked } from './lib/page-end'
import { connectToHost } from './lib/socket-transport'
import { refuseStrayDrops } from './lib/stray-drops'
import { spreadWindowNet } from './lib/window-net'

const container = document.getElementById('root')
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

await startI18n()
const transport = window.twofold ? createBridgeTransport(window.twofold) : await connectToHost()
const api = createApi(transport)
spreadWindowNet(api)
finishWhenAsked(api)
refuseStrayDrops()
if (container) {
  // React's own reports would write an error's text to the console.
  const report = (error: unknown) => reportUnexpected(error)
  const quietly = { onCaughtError: report, onUncaughtError: report, onRecoverableError: report }
  const root = createRoot(container, quietly)
  root.render(<App api={api} connection={createConnection(transport)} nonce={nonce} />)
}
