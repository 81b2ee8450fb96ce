import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an app that runs is told of one that was started after it. */
export interface SecondInstance {
  readonly argv: readonly string[]
  readonly workingDirectory: string
}

/**
 * Takes the lock of this folder of user data, or tells the app that holds it what this one was started with. As Electron's
 * call it answers at once, so the two write and watch files.
 */
export function requestLock(options: {
  userData: string
  own: SecondInstance
  onSecond(second: SecondInstance): void
}): boolean {
  const lock = join(options.userData, 'SingletonLock')
  const inbox = join(options.userData, 'SingletonInbox')
  if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
    const letter = join(options.userData, `SingletonLetter-${process.pid}`)
    writeFileSync(letter, JSON.stringify(options.own))
    renameSync(letter, join(inbox, String(process.pid)))
    return false
  }
  rmSync(inbox, { recursive: true, force: true })
  mkdirSync(inbox)
  watch(inbox, () => {
    for (const name of readdirSync(inbox)) {
      const second = JSON.parse(readFileSync(join(inbox, name), 'utf8')) as SecondInstance
      rmSync(join(inbox, name))
      options.onSecond(second)
    }
  }).unref()
  writeFileSync(lock, String(process.pid))
  return true
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
