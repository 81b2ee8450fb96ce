import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test as withPartners } from './e2e'

const run = promisify(execFile)
const diskSize = '2m'

/** A real disk of two megabytes. */
export interface SmallDisk {
  readonly folder: string
  /** Takes all the room there is. */
  fill(): Promise<void>
  /** Gives back what `fill` took. */
  empty(): Promise<void>
  /** From now on nothing can be written, not even by root. */
  forbidWriting(): Promise<void>
  allowWriting(): Promise<void>
}

/** The tests of partners with a small disk; a system that lets nobody mount one skips them, with its reason. */
export const test = withPartners.extend<{ smallDisk: SmallDisk }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from its pattern.
  smallDisk: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'twofold-disk-'))
    const refusal = await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=0700`, 'tmpfs', folder]).then(
      () => '',
      (error: unknown) => String(error),
    )
    try {
      withPartners.skip(refusal !== '', `skipped: no disk can be mounted here. ${refusal}`)
      await use(smallDisk(folder))
    } finally {
      if (!refusal) await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    }
  },
})

function smallDisk(folder: string): SmallDisk {
  const ballast = join(folder, 'ballast')
  const remount = async (mode: 'ro' | 'rw') => {
    await run('mount', ['-o', `remount,${mode}`, folder])
  }
  return {
    folder,
    async fill() {
      const file = await open(ballast, 'a')
      try {
        await appendUntilFull(() => file.appendFile(Buffer.alloc(4096)))
      } finally {
        await file.close()
      }
    },
    empty: () => rm(ballast),
    forbidWriting: () => remount('ro'),
    allowWriting: () => remount('rw'),
  }
}

async function appendUntilFull(append: () => Promise<void>): Promise<void> {
  try {
    for (;;) await append()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
