import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..')
const sources = ['electron', 'renderer', 'shared', 'electron.config.ts', 'package-lock.json']
const products = ['out/main/main.js', 'out/main/browser-host.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Builds the app into `out/` unless what is there is newer than every source. Throws where the build fails. */
export async function buildIfStale(): Promise<void> {
  const inProject = (path: string) => join(project, path)
  if (!isStale({ sources: sources.map(inProject), products: products.map(inProject) })) return
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

/** Whether a product isn't there, or isn't newer than every source; a source may be a folder. */
export function isStale({ sources, products }: { sources: readonly string[]; products: readonly string[] }): boolean {
  const built = Math.min(...products.map(modified))
  const changed = Math.max(...sources.map(newestBelow))
  return built <= changed
}

const modified = (path: string) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newestBelow(path: string): number {
  if (!statSync(path).isDirectory()) return modified(path)
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((item) => item.isFile())
  return Math.max(0, ...files.map((item) => modified(join(item.parentPath, item.name))))
}
