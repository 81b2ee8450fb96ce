import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { noInspectorSwitches } from '../electron/adapters/no-inspector'
import { buildIfStale } from './build'
import { obtainElectron } from './electron-runtime'
import { sandboxAdvice, watchForSandbox } from './electron-sandbox'

const project = resolve(import.meta.dirname, '..')

/** Builds the app and runs it with these arguments: in Electron, or where that can't be had in a browser's window. */
export async function openApp(args: readonly string[]): Promise<number> {
  await buildIfStale()
  return openBuiltApp({ electron: await obtainElectron(), args })
}

/**
 * Runs the built app by this executable of Electron; in a browser's window where there is none, or where it ends since it
 * can't make its sandbox, which is never given up. Resolves with the exit code.
 */
export async function openBuiltApp(options: { electron: string | null; args: readonly string[] }): Promise<number> {
  const { electron, args } = options
  if (electron) {
    const { code, lacksSandbox } = await runElectron(electron, args)
    if (!lacksSandbox) return code
    process.stderr.write(`${sandboxAdvice({ electron, isRoot: process.getuid?.() === 0 })}\n`)
  } else {
    process.stderr.write('Electron’s runtime can’t be had here, so Twofold opens in a browser’s window.\n')
  }
  const host = [...noInspectorSwitches, join(project, 'out/main/browser-host.js'), ...args]
  return exitOf(spawn(process.execPath, host, { stdio: 'inherit' }))
}

async function runElectron(electron: string, args: readonly string[]) {
  const env = { ...process.env }
  // It would have Electron leave the sandbox out (electron/electron, shell/app/electron_main_delegate.cc).
  delete env['ELECTRON_DISABLE_SANDBOX']
  const child = spawn(electron, [project, ...args], { stdio: ['inherit', 'inherit', 'pipe'], env })
  child.stderr.pipe(process.stderr, { end: false })
  const lacksSandbox = watchForSandbox(child)
  const code = await exitOf(child)
  return { code, lacksSandbox: code !== 0 && (await lacksSandbox) }
}

/** Resolves with the exit code of what runs in this terminal; 1 where it has none. */
function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  // Ctrl+C in a terminal reaches the child too, which flushes before it ends; this process waits for that.
  const ignore = () => {}
  const end = () => child.kill('SIGTERM')
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, ignore)
  process.on('SIGTERM', end)
  return new Promise((done) =>
    child.once('exit', (code) => {
      for (const name of ['SIGINT', 'SIGHUP'] as const) process.off(name, ignore)
      process.off('SIGTERM', end)
      done(code ?? 1)
    }),
  )
}
