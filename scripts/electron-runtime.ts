import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { failedLately, rememberFailure } from './failed-lately'
import { runPatiently } from './run-patiently'

const project = resolve(import.meta.dirname, '..')
const electronFolder = join(project, 'node_modules/electron')
const cacheFolder = join(project, 'node_modules/.cache/twofold-electron')
const failureFile = join(cacheFolder, 'unavailable')

/** The path of Electron's executable, or null where its runtime isn't here. Never makes the package fetch it. */
export function electronExecutable(): string | null {
  const pathFile = join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(executable) ? executable : null
}

/** Electron's executable, fetched if need be; null where it can't be had, which is remembered for a day. */
export async function obtainElectron(): Promise<string | null> {
  const present = electronExecutable()
  if (present || failedLately(failureFile)) return present
  process.stderr.write('Fetching Electron’s runtime, once…\n')
  const exitCode = await runInstaller()
  const fetched = electronExecutable()
  if (exitCode !== 0 || !fetched) rememberFailure(failureFile)
  return fetched
}

/** Runs the package's own installer for as long as bytes keep coming. */
async function runInstaller(): Promise<number | null> {
  const work = join(cacheFolder, 'download')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const env = { ...process.env, TMPDIR: work, TEMP: work, TMP: work, electron_config_cache: join(cacheFolder, 'kept') }
  const args = [join(electronFolder, 'install.js')]
  const code = await runPatiently({ command: process.execPath, args, folder: cacheFolder, env })
  rmSync(work, { recursive: true, force: true })
  return code
}
