import type { AppendFile, Files } from '../../electron/core/ports'
import { AppError, type Failure } from '../../shared/failure'

export type FileOperation = keyof Files | 'append'

/** A failure of one operation; of an append, `leaves` says what reached the disk all the same. */
export interface Fault {
  failure: Failure
  leaves?: 'nothing' | 'half' | 'blanks' | 'all'
}

/** Asked before each operation; null lets it through. */
export type FaultPlan = (operation: FileOperation, path: string) => Fault | null

/** Files on a real disk that fails when the plan says so; without a plan they are just those files. */
export function createFaultyFiles(files: Files) {
  let plan: FaultPlan = () => null
  const open = new Set<AppendFile>()

  const meet = async <T>(operation: FileOperation, path: string, act: () => Promise<T>): Promise<T> => {
    const fault = plan(operation, path)
    if (!fault) return act()
    if (fault.leaves === 'all') await act()
    throw new AppError(fault.failure)
  }

  const append = async (file: AppendFile, path: string, bytes: Uint8Array) => {
    const fault = plan('append', path)
    const kept = fault ? remains(bytes, fault.leaves ?? 'nothing') : bytes
    if (kept.length > 0) await file.append(kept)
    if (fault) throw new AppError(fault.failure)
  }

  const faulty: Files = {
    read: (path, limit, options) => meet('read', path, () => files.read(path, limit, options)),
    list: (folder) => meet('list', folder, () => files.list(folder)),
    makeFolder: (folder) => meet('makeFolder', folder, () => files.makeFolder(folder)),
    move: (from, to) => meet('move', to, () => files.move(from, to)),
    remove: (path, options) => meet('remove', path, () => files.remove(path, options)),
    async create(path, options) {
      const file = await meet('create', path, async () => {
        const made = await files.create(path, options)
        open.add(made)
        return made
      })
      const close = () => (open.delete(file), file.close())
      return { append: (bytes) => append(file, path, bytes), close }
    },
  }
  return {
    files: faulty,
    /** From now on this plan decides. */
    plan(next: FaultPlan) {
      plan = next
    },
    /** Closes what is open, as the end of a process does. */
    async letGo() {
      for (const file of open) await file.close()
    },
  }
}

function remains(bytes: Uint8Array, leaves: NonNullable<Fault['leaves']>): Uint8Array {
  switch (leaves) {
    case 'nothing':
      return new Uint8Array(0)
    case 'half':
      return bytes.subarray(0, bytes.length >> 1)
    case 'all':
      return bytes
    case 'blanks': {
      // What a power cut leaves of a file that had grown already: some sectors were never written.
      const kept = bytes.slice()
      for (let at = 512; at < kept.length; at += 1024) kept.fill(0, at, at + 512)
      if (kept.length <= 512) kept.fill(0)
      return kept
    }
  }
}
