import type { WriterId } from '../format/writer-id'
import type { Authorship } from './authorship'
import type { createChains } from './chains'
import type { createContent, FileFault } from './content'
import type { FoldedFile } from './folded-file'

interface LeftOutParts {
  readonly chains: ReturnType<typeof createChains>
  readonly authorship: Authorship
  readonly content: ReturnType<typeof createContent>
  /** Whether the writer is one of this device's. */
  isOwn(writer: WriterId): boolean
}

/**
 * What was left out of files comes in after everything else, where it still fills a place: of one's own files in any case,
 * for they may be the only ones that have it, and of all where own words rest on it, which are never given up.
 */
export function createLeftOut({ chains, authorship, content, isOwn }: LeftOutParts) {
  const stuck = new Set<string>()
  const waiting = new Map<string, FoldedFile>()
  const held = new Set<string>()

  function letIn(files: readonly FoldedFile[]): boolean {
    for (const file of files) {
      waiting.delete(file.head)
      content.apply(file.slices, authorship.reading(file).letIn)
    }
    if (files.length > 0) chains.tryAgain()
    return files.length > 0
  }
  const letInAll = () => letIn([...waiting.values()])
  return {
    /** The file has another turn. */
    tried: ({ head }: FoldedFile) => stuck.delete(head),
    /** Whether some of this file was left out. */
    holds: ({ head }: FoldedFile) => held.has(head),
    add(file: FoldedFile): void {
      if (!held.has(file.head)) waiting.set(file.head, file)
      held.add(file.head)
    },
    refused(file: FoldedFile, fault: FileFault): void {
      if (fault === 'out-of-order' && isOwn(file.writer)) stuck.add(file.head)
    },
    /** Nothing else is to be done: what may come in does, and whatever waited for it is applied. */
    comeIn(applyAll: () => void): void {
      if (letIn([...waiting.values()].filter(({ writer }) => isOwn(writer)))) applyAll()
      if (stuck.size > 0 && letInAll()) applyAll()
    },
    /** False where there is nothing that could help. */
    letInAll,
  }
}
