import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What fetches is given up after this long without a byte, in ms. */
const patience = 60_000
const lookEvery = 1000

/**
 * Runs a program that fetches something into a folder, for as long as bytes keep coming there. Resolves with its exit
 * code, or with null where it was given up or couldn't be started; `onBytes` is told once a second how many lie there.
 */
export function runPatiently(options: {
  command: string
  args: readonly string[]
  folder: string
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Whether its complaints are shown. */
  isLoud?: boolean
  onBytes?(bytes: number): void
}): Promise<number | null> {
  const { command, args, folder, cwd, env = process.env, isLoud = false, onBytes = () => {} } = options
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', isLoud ? 'inherit' : 'ignore'] })
  let bytes = 0
  let quietSince = Date.now()
  const watch = setInterval(() => {
    const now = bytesBelow(folder)
    if (now !== bytes) quietSince = Date.now()
    bytes = now
    onBytes(bytes)
    if (Date.now() - quietSince > patience) child.kill()
  }, lookEvery)
  return new Promise((done) => {
    const end = (code: number | null) => {
      clearInterval(watch)
      done(code)
    }
    child.once('error', () => end(null))
    child.once('exit', end)
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
