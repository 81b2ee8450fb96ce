import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..')
const sources = ['electron', 'renderer', 'shared', 'electron.config.ts', 'package-lock.json']
const products = ['out/main/main.js', 'out/main/browser-host.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Builds the app into `out/` unless what is there is newer than every source. Throws where the build fails. */
export async function buildIfStale(): Promise<void> {
  const built = Math.min(...products.map((product) => modified(join(project, product))))
  const changed = Math.max(...sources.map((source) => newestBelow(join(project, source))))
  if (built > changed) return
  const child = spawn(
    process.execPath,
    [
      join(project, 'node_modules/electron-vite/bin/electron-vite.js'),
      'build',
      '--config',
      'electron.config.ts',
      '--logLevel',
      'warn',
    ],
    { cwd: project, stdio: ['ignore', 2, 2] },
  )
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  if (code !== 0) throw new Error('The build failed; the lines above say where.')
}

const modified = (path: string) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newestBelow(path: string): number {
  if (!statSync(path).isDirectory()) return modified(path)
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((item) => item.isFile())
  return Math.max(0, ...files.map((item) => modified(join(item.parentPath, item.name))))
}
