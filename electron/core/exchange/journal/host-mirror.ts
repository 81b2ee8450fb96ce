import { AppError, type Failure, failureOf } from '../../../../shared/failure'
import type { LinkOrder } from '../../protocol/link-protocol'
import type { Files, Randomness } from '../../ports'
import { replaceFile } from '../../vault/replace-file'
import type { SealedFile } from '../format/journal-writer'

/** The vault process's way to have files written: as long as there is a host, that is the only writer of the mirror. */
export interface HostMirror {
  /** Resolves when the file of the journal in this folder is durable; fails with the disk's reason. */
  keep(folder: string, file: SealedFile): Promise<void>
  /** The host's answer to one of them. */
  kept(id: number, failure: Failure | null): void
  /** The host is gone: what it was asked to write and hasn't answered, and whatever comes, is written here. */
  hostGone(): void
}

interface Asked {
  readonly folder: string
  readonly file: SealedFile
  settle(failure: Failure | null): void
}

/**
 * Numbers the files that are asked to be written, and hands each answer to who waits for it. This process holds the
 * vault until it ends, so that no other host opens the mirror while it writes itself.
 */
export function createHostMirror(o: {
  files: Files
  randomness: Randomness
  /** The vault's folder. */
  folder: string
  order(order: LinkOrder): void
}): HostMirror {
  const waiting = new Map<number, Asked>()
  let nextId = 1
  let isHostGone = false

  async function write(folder: string, { name, bytes }: SealedFile): Promise<void> {
    const path = `${o.folder}/mirror/${folder}`
    await o.files.makeFolder(path)
    // The host may have written it before it could say so: it is the same file then.
    await replaceFile(o, `${path}/${name}`, bytes)
  }
  return {
    keep(folder, file) {
      if (isHostGone) return write(folder, file)
      const id = nextId++
      return new Promise((resolve, reject) => {
        const settle = (failure: Failure | null) => (failure ? reject(new AppError(failure)) : resolve())
        waiting.set(id, { folder, file, settle })
        o.order({ type: 'keep', id, name: file.name, bytes: file.bytes })
      })
    },
    kept(id, failure) {
      waiting.get(id)?.settle(failure)
      waiting.delete(id)
    },
    hostGone() {
      isHostGone = true
      for (const { folder, file, settle } of waiting.values())
        write(folder, file).then(
          () => settle(null),
          (error: unknown) => settle(failureOf(error)),
        )
      waiting.clear()
    },
  }
}
