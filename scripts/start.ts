import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildIfStale } from './build'
import { obtainElectron } from './electron-runtime'

/** `npm start`: builds the app and opens it in Electron, or in a browser's window where Electron can't be had. */
const project = resolve(import.meta.dirname, '..')
const args = process.argv.slice(2)

await buildIfStale()
const electron = await obtainElectron()
if (!electron) process.stderr.write("Electron's runtime can't be had here, so Twofold opens in a browser's window.\n")

const child = electron
  ? spawn(electron, [project, ...args], { stdio: 'inherit' })
  : spawn(process.execPath, [join(project, 'out/main/browser-host.js'), ...args], { stdio: 'inherit' })

// The terminal's Ctrl+C goes to the child as well, which flushes before it ends.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name))
child.once('exit', (code) => process.exit(code ?? 1))
