import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildIfStale } from './build'
import { obtainElectron } from './electron-runtime'

const project = resolve(import.meta.dirname, '..')

/** Builds the app and runs it with these arguments: in Electron, or where that can't be had in a browser's window. */
export async function openApp(args: readonly string[]): Promise<number> {
  await buildIfStale()
  const electron = await obtainElectron()
  if (!electron) process.stderr.write("Electron's runtime can't be had here, so Twofold opens in a browser's window.\n")
  const child = electron
    ? spawn(electron, [project, ...args], { stdio: 'inherit' })
    : spawn(process.execPath, [join(project, 'out/main/browser-host.js'), ...args], { stdio: 'inherit' })
  // Ctrl+C in a terminal reaches the child too, which flushes before it ends; this process waits for that.
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)))
}
