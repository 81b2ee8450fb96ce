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
 * for they may be the only ones that have it, and of all where a file rests on what isn't there otherwise. Words under
 * ids of this device are the last of it, and none of a session of which an own file still waits. Own words may rest on what
 * was left out, and that on own words again: what can come of them comes together.
 */
export function createLeftOut({ chains, authorship, content, isOwn }: LeftOutParts) {
  const stuck = new Map<string, FoldedFile>()
  const waiting = new Map<string, FoldedFile>()
  const held = new Set<string>()
  const ownWaiting = new Map<string, FoldedFile>()
  const areOwnIn = (files: Iterable<FoldedFile>) => [...files].filter(({ writer }) => isOwn(writer))

  /** False where there is nothing that could help. */
  function letIn(files: readonly FoldedFile[], ofMine: 'none' | 'over' = 'over'): boolean {
    const own = [...ownWaiting.values()]
    const unsaid = new Set(own.flatMap(({ sessions }) => sessions.map(({ id }) => id)))
    for (const file of files) {
      const { slices, check } = authorship.reading(file).lettingIn(ofMine, unsaid)
      const isIn = typeof content.apply(slices(), check) !== 'string'
      if (isIn && ofMine === 'over') waiting.delete(file.head)
      if (stuck.size > 0 && own.length > 0)
        content.applyReachable([...own.flatMap((each) => each.slices), ...slices()], check)
    }
    if (files.length > 0) chains.tryAgain()
    return files.length > 0
  }
  /**
   * Another's file may lack what only an own one has, words that came live, though the own one says that it rests on the
   * other: each would wait for the other. What can come of the own ones comes first. False where no own file came of it.
   */
  function helpByOwn(applyAll: () => void): boolean {
    const before = ownWaiting.size
    if (before === 0 || stuck.size === 0) return false
    for (const file of [...ownWaiting.values()].toSorted((a, b) => a.first - b.first))
      content.applyReachable(file.slices, authorship.reading(file).lettingIn('none', new Set()).check)
    chains.tryAgain()
    applyAll()
    return ownWaiting.size < before
  }
  return {
    /** An own file waits for its turn, until it is `applied`; of another's it is told then that some was left out. */
    awaitOwn: (file: FoldedFile) => ownWaiting.set(file.head, file),
    applied(file: FoldedFile): void {
      ownWaiting.delete(file.head)
      if (held.has(file.head) && !isOwn(file.writer)) chains.tellOf(file)
    },
    /** The file has another turn. */
    tried: ({ head }: FoldedFile) => stuck.delete(head),
    add(file: FoldedFile): void {
      if (!held.has(file.head)) waiting.set(file.head, file)
      held.add(file.head)
    },
    refused(file: FoldedFile, fault: FileFault): void {
      if (fault === 'out-of-order') stuck.set(file.head, file)
    },
    /** Nothing else is to be done: what may come in does, and whatever waited for it is applied. */
    comeIn(applyAll: () => void): void {
      while (helpByOwn(applyAll));
      if (letIn(areOwnIn(waiting.values()))) applyAll()
      for (const ofMine of ['none', 'over'] as const)
        if (stuck.size > 0 && letIn([...waiting.values()], ofMine)) applyAll()
    },
    /** Lets all in for words of this device's window; false where there is nothing that could help. */
    letInAll: () => letIn([...waiting.values()], 'none'),
  }
}
