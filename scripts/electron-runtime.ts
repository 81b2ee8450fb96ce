import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The download is given up after this long without a byte, in ms; a failure is remembered for `rememberFor`. */
const patience = 60_000
const rememberFor = 24 * 60 * 60 * 1000
const lookEvery = 1000

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
  if (present || failedLately()) return present
  process.stderr.write("Fetching Electron's runtime, once…\n")
  const exitCode = await runInstaller()
  const fetched = electronExecutable()
  if (exitCode !== 0 || !fetched) {
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(failureFile, '')
  }
  return fetched
}

function failedLately(): boolean {
  return existsSync(failureFile) && Date.now() - statSync(failureFile).mtimeMs < rememberFor
}

/** Runs the package's own installer for as long as bytes keep coming. */
function runInstaller(): Promise<number | null> {
  const work = join(cacheFolder, 'download')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const env = { ...process.env, TMPDIR: work, TEMP: work, TMP: work, electron_config_cache: join(cacheFolder, 'kept') }
  const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], { env, stdio: 'ignore' })
  let bytes = 0
  let quietSince = Date.now()
  const watch = setInterval(() => {
    const now = bytesBelow(cacheFolder)
    if (now !== bytes) quietSince = Date.now()
    bytes = now
    if (Date.now() - quietSince > patience) installer.kill()
  }, lookEvery)
  return new Promise((done) => {
    const end = (code: number | null) => {
      clearInterval(watch)
      rmSync(work, { recursive: true, force: true })
      done(code)
    }
    installer.once('error', () => end(1))
    installer.once('exit', end)
  })
}

function bytesBelow(folder: string): number {
  let bytes = 0
  for (const item of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // A file may go while its folder is being read.
    if (item.isFile()) bytes += statSync(join(item.parentPath, item.name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
