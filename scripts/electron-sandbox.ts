import { once } from 'node:events'
import type { ChildProcessByStdio } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'

/** How long after the end of a process its last lines are waited for, in ms: what it has started may keep the pipe open. */
const patience = 1000

/**
 * How Chromium ends where it can't close its sandbox: without user namespaces, which Ubuntu 24.04 and newer keep from all
 * programs that AppArmor doesn't know by their path, and with a helper that isn't root's (electron/electron issue 42510,
 * chromium content/browser/zygote_host/zygote_host_impl_linux.cc); or as root (electron_main_delegate.cc).
 */
const isLastWord = (line: string) => /\bFATAL:.*(?:sandbox|zygote)/i.test(line)

/** Whether a process says that it ends for want of a sandbox: it alone knows, for AppArmor may let it have one. */
export async function watchForSandbox(child: ChildProcessByStdio<null, null, Readable>): Promise<boolean> {
  let isLacking = false
  const lines = createInterface(child.stderr)
  lines.on('line', (line) => (isLacking ||= isLastWord(line)))
  const closed = once(lines, 'close')
  await once(child, 'exit')
  await Promise.race([closed, setTimeout(patience, null, { ref: false })])
  // Nothing more is waited for, neither here nor before this process ends.
  lines.close()
  child.stderr.destroy()
  return isLacking
}

/** One sentence: what is amiss, what happens instead, and what to do. */
export function sandboxAdvice({ electron, isRoot }: { electron: string; isRoot: boolean }): string {
  const instead = 'so Twofold opens in a browser’s window'
  if (isRoot) return `Electron doesn’t run as root, ${instead}: start it as another user to have Electron.`
  const helper = quoted(join(dirname(electron), 'chrome-sandbox'))
  const command = `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`
  return `Electron can’t make its sandbox here, ${instead}: to have Electron, give its helper to root by: ${command}`
}

/** As a POSIX shell takes it for one word. */
const quoted = (path: string) => `'${path.replaceAll("'", String.raw`'\''`)}'`
