import './adapters/no-inspector'
import { brokenExit, spreadNet } from './adapters/root-net'

/**
 * The vault process: it holds keys and plaintext, has no socket but the fence, and ends on lock. The net is spread before
 * anything else of it is loaded, so that nothing falls beside it, not even what throws while a module is evaluated: a
 * rejection that nobody handles ends no process of Electron's, and whoever had called would wait for ever.
 */
let end: (code: number) => void = (code) => process.exit(code)
const report = spreadNet({ name: 'Twofold vault process', onCaught: () => end(brokenExit) })
const { runVaultProcess } = await import('./run-vault-process')
end = runVaultProcess(report)
