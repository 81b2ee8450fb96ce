import type { EntryId } from '../../../../shared/ids'
import type { SharedHeld } from '../../../../shared/partner'
import type { Vector } from '../format/file-content'
import type { Head } from '../fold/folded-file'
import type { WriterId } from '../format/writer-id'

/** Most entries that are named as not yet confirmed; of more it is only said that there are. */
const mostHeld = 1000

/** How far a device has stored all files, as one of its writers says under this number of its own. */
export interface Covered {
  readonly writer: WriterId
  readonly number: number
  readonly vector: Vector
}

interface FiledAt extends Head {
  readonly writer: WriterId
}

/**
 * Which entries hold own words that the partner's device hasn't confirmed. `leadsTo` says whether one file of this journal
 * follows another: of a copied vault's other branch the numbers say nothing of the words here. It is asked whenever
 * something settles, since the partner may confirm a file before its own writer has heard that it is durable.
 */
export function createHeld(
  onHeld: (held: SharedHeld) => void,
  { leadsTo, isOwn }: { leadsTo(writer: WriterId, from: Head, to: Head): boolean; isOwn(writer: WriterId): boolean },
) {
  /** By entry, the file that holds its last own words; null until they are in one. */
  const waiting = new Map<EntryId, FiledAt | null>()
  /** What was written since the last file was begun, and what is in the one that is being written. */
  let fresh = new Set<EntryId>()
  let taken = new Set<EntryId>()
  /** What each of the partner's writers has covered last: what one of them claims is no worse for another's claim. */
  const covered = new Map<WriterId, Covered>()
  /** Whether one of them has said that it stored this very file of ours, or a later one of its chain. */
  const isConfirmed = (at: FiledAt): boolean =>
    [...covered.values()].some(({ vector }) => {
      const head = vector.get(at.writer)
      return head !== undefined && head.number >= at.number && leadsTo(at.writer, at, head)
    })
  const tell = () => {
    const ids = [...waiting.keys()]
    onHeld({ all: ids.length > mostHeld, entries: ids.slice(0, mostHeld) })
  }
  const settle = () => {
    for (const [id, at] of waiting) if (at && isConfirmed(at)) waiting.delete(id)
    tell()
  }
  return {
    wrote(ids: readonly EntryId[]) {
      for (const id of ids) {
        fresh.add(id)
        waiting.set(id, null)
      }
      tell()
    },
    took() {
      taken = fresh
      fresh = new Set()
    },
    filed(at: FiledAt) {
      // Words that came while the file was written are in none yet.
      for (const id of taken) if (!fresh.has(id)) waiting.set(id, at)
      taken = new Set()
      settle()
    },
    /** Files of ours from before. */
    found(files: readonly { readonly ids: Iterable<EntryId>; readonly at: FiledAt }[]) {
      if (files.length === 0) return
      for (const { ids, at } of files) {
        for (const id of ids) {
          const last = waiting.get(id)
          // One that a snapshot stands for may come after it.
          if (last === undefined || (last && last.number < at.number)) waiting.set(id, at)
        }
      }
      settle()
    },
    /** The partner's writers say how far their devices have stored all files; of each only its last word counts. */
    covered(all: readonly Covered[]) {
      for (const said of all) {
        if (said.number <= (covered.get(said.writer)?.number ?? 0)) continue
        // Of other files nothing is asked.
        covered.set(said.writer, { ...said, vector: new Map([...said.vector].filter(([writer]) => isOwn(writer))) })
      }
      settle()
    },
  }
}

export type Held = ReturnType<typeof createHeld>
