import type { Files } from '../../electron/core/ports'
import { AppError, type Failure } from '../../shared/failure'
import { createFaultyFiles, type Fault, type FileOperation } from './faulty-files'

/** What the operation that was cut has done all the same. */
export type Leaves = NonNullable<Fault['leaves']>

/** At which change of the disk the power goes, from 1, and what of it is done. */
export interface Cut {
  readonly at: number
  readonly leaves: Leaves
}

/** A disk of which everything hangs for ever from one operation on, as it looks to a process that was killed there. */
export interface CutDisk {
  readonly files: Files
  /** From now on changes are counted, up to the one at which it is cut; null for none. */
  arm(cut: Cut | null, onCut?: () => void): void
  /** The changes since it was armed, by operation and the end of the path. */
  steps(): readonly string[]
  /** Closes what is open, as the end of a process does. */
  letGo(): Promise<void>
}

const changes: readonly FileOperation[] = ['makeFolder', 'create', 'append', 'move', 'remove']
const powerCut: Failure = { code: 'disk-failed' }
const never = <T>() => new Promise<T>(() => {})

/** The real disk, to be cut. */
export function createCutDisk(files: Files): CutDisk {
  const faulty = createFaultyFiles(files)
  let isCut = false
  let steps: string[] = []
  let tell = () => {}

  async function unlessCut<T>(act: () => Promise<T>): Promise<T> {
    if (isCut) return never()
    try {
      const result = await act()
      return isCut ? await never() : result
    } catch (error) {
      // Told once what the operation has left is on the disk.
      if (error instanceof AppError && error.failure === powerCut) tell()
      if (isCut) return never()
      throw error
    }
  }
  const cuttable: Files = {
    read: (path, limit, options) => unlessCut(() => faulty.files.read(path, limit, options)),
    list: (folder) => unlessCut(() => faulty.files.list(folder)),
    makeFolder: (folder) => unlessCut(() => faulty.files.makeFolder(folder)),
    move: (from, to) => unlessCut(() => faulty.files.move(from, to)),
    remove: (path, options) => unlessCut(() => faulty.files.remove(path, options)),
    async create(path, options) {
      const file = await unlessCut(async () => {
        const made = await faulty.files.create(path, options)
        if (isCut) await made.close()
        return made
      })
      return { append: (bytes) => unlessCut(() => file.append(bytes)), close: file.close }
    },
  }
  return {
    files: cuttable,
    arm(cut, onCut = () => {}) {
      steps = []
      tell = onCut
      faulty.plan((operation, path) => {
        if (!changes.includes(operation) || isCut) return null
        steps.push(`${operation} ${path.split('/').slice(-2).join('/')}`)
        if (steps.length !== cut?.at) return null
        isCut = true
        return { failure: powerCut, leaves: cut.leaves }
      })
    },
    steps: () => steps,
    letGo: faulty.letGo,
  }
}
