import * as Y from 'yjs'
import type { EntryId } from '../../../../shared/ids'
import { cutUpdate } from '../../../../shared/update-slices'
import { deletionsAlone, type Extent, type HeldContent } from './held-content'

/** Content of the document that no file may hold yet; `implied` are deletions that follow from words in files. */
export interface Unfiled {
  sort: 'own' | 'live' | 'implied'
  update: Uint8Array
  extent: Extent
  entries: ReadonlySet<EntryId>
}

/** Above 500 updates `Y.mergeUpdates` takes longer than it saves. */
const maxMerged = 500
const maxSlice = 128 * 1024

/**
 * What the next own file must hold: own edits, and whatever of others they may rest on, in the order in which it came
 * to the document. Taken content stays unfiled until it is durable, and the next is taken only then.
 */
export function createUnfiled(held: HeldContent) {
  let waiting: Unfiled[] = []
  let taken: Unfiled[] | null = null

  const prune = () => {
    waiting = waiting.flatMap((content) => remaining(content, held))
  }
  const has = (...sorts: Unfiled['sort'][]) => waiting.some(({ sort }) => sorts.includes(sort))

  return {
    has,
    prune,
    add(content: Unfiled) {
      waiting.push(...remaining(content, held))
    },
    hasOwn: () => has('own') || (taken?.some(({ sort }) => sort === 'own') ?? false),

    /** What a file is to hold, and the clients under whose ids it has new words. */
    take(): { slices: Uint8Array[]; clients: Set<number> } | null {
      if (taken || waiting.length === 0) return null
      taken = waiting
      waiting = []
      const clients = new Set(taken.flatMap(({ extent }) => extent.words.map(({ client }) => client)))
      return { slices: merged(taken.map(({ update }) => update)), clients }
    },

    /** Counts what was taken as held by a file; returns which entries own words in it belong to. */
    filed(): Set<EntryId> {
      const entries = new Set<EntryId>()
      for (const content of taken ?? []) {
        held.add(content.extent)
        if (content.sort === 'own') for (const id of content.entries) entries.add(id)
      }
      taken = null
      prune()
      return entries
    },
  }
}

/** The part of it that files don't hold: all, its missing deletions, or nothing. Own edits wait for an own file. */
function remaining(content: Unfiled, held: HeldContent): Unfiled[] {
  if (content.sort === 'own' || !held.holdsWords(content.extent)) return [content]
  const deletions = held.deletionsMissing(content.extent)
  if (deletions.length === 0) return []
  return [{ ...content, update: deletionsAlone(deletions), extent: { words: [], deletions } }]
}

function merged(updates: readonly Uint8Array[]): Uint8Array[] {
  const slices: Uint8Array[] = []
  let batch: Uint8Array[] = []
  let size = 0
  const finish = () => {
    const [only] = batch
    if (only) slices.push(...cutUpdate(batch.length === 1 ? only : Y.mergeUpdates(batch), maxSlice))
    batch = []
    size = 0
  }
  for (const update of updates) {
    if (batch.length >= maxMerged || size + update.length > maxSlice) finish()
    batch.push(update)
    size += update.length
  }
  finish()
  return slices
}
