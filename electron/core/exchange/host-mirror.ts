import { AppError, type Failure } from '../../../shared/failure'
import type { LinkOrder } from '../host/link-protocol'
import type { SealedFile } from './journal-writer'

/** The vault process's way to have files written: the host is the only writer of the mirror. */
export interface HostMirror {
  /** Resolves when the file is durable; fails with the disk's reason. */
  keep(file: SealedFile): Promise<void>
  /** The host's answer to one of them. */
  kept(id: number, failure: Failure | null): void
}

/** Numbers the files that are asked to be written, and hands each answer to who waits for it. */
export function createHostMirror(order: (order: LinkOrder) => void): HostMirror {
  const waiting = new Map<number, (failure: Failure | null) => void>()
  let nextId = 1
  return {
    keep({ name, bytes }) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, (failure) => (failure ? reject(new AppError(failure)) : resolve()))
        order({ type: 'keep', id, name, bytes })
      })
    },
    kept(id, failure) {
      waiting.get(id)?.(failure)
      waiting.delete(id)
    },
  }
}
