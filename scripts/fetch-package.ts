import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { runPatiently } from './run-patiently'

const sayEveryMegabytes = 10

/**
 * Installs one npm package, and nothing of the project's, into a folder of its own, unless it is there: whole or not at
 * all, also for others who fetch at the same time. `finish` does in the new folder what belongs to it before it moves to
 * its place. Throws where it can't be had.
 */
export async function fetchPackage(options: {
  /** Name and exact version, as npm takes them; the registry's own checksum is npm's to check. */
  packaged: string
  /** What a person is told is being fetched. */
  title: string
  folder: string
  finish?(folder: string): Promise<void>
}): Promise<void> {
  const { packaged, title, folder, finish = async () => {} } = options
  if (existsSync(folder)) return
  process.stderr.write(`Fetching ${title} from the npm registry, once…\n`)
  mkdirSync(dirname(folder), { recursive: true })
  const beside = mkdtempSync(`${folder}-`)
  try {
    writeFileSync(`${beside}/package.json`, '{ "private": true }\n')
    await install({ packaged, title, folder: beside })
    await finish(beside)
    renameSync(beside, folder)
  } catch (error) {
    // Who fetched at the same time may have been faster.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

/** Runs a program that belongs to the fetching; throws where it fails. */
export async function runLoudly(options: Parameters<typeof runPatiently>[0]): Promise<void> {
  const code = await runPatiently({ ...options, isLoud: true })
  if (code !== 0) throw new Error(`${options.command} ${options.args.join(' ')} ended with ${code}`)
}

function install({ packaged, title, folder }: { packaged: string; title: string; folder: string }): Promise<void> {
  let said = 0
  const onBytes = (bytes: number) => {
    const megabytes = Math.floor(bytes / 1024 / 1024)
    if (megabytes < said + sayEveryMegabytes) return
    said = megabytes
    process.stderr.write(`Fetching ${title}: ${megabytes} MB so far…\n`)
  }
  const args = ['install', '--no-audit', '--no-fund', packaged]
  return runLoudly({ command: 'npm', args, folder, cwd: folder, onBytes })
}
