import type { Doubts } from '../fold/receiving'
import type { KeptJournal } from '../partner/pairs-store'
import type { SharedJournalEvents } from './journal-events'
import type { SharedJournal } from './shared-journal'

/** The journal with what is remembered of the files that are set aside; the same where nothing is new. */
export const withSetAside = (kept: KeptJournal, journal: Pick<SharedJournal, 'doubts'>): KeptJournal => {
  const setAside = journal.doubts().forged.slice(0, mostSetAside)
  const known = kept.setAside ?? []
  const isSame = setAside.length === known.length && setAside.every((head, at) => head === known[at])
  return isSame ? kept : { ...kept, setAside }
}

/** So many forged files are known at the next unlock; of another it is found out again, by folding once more. */
const mostSetAside = 1024

/** After so many folds whoever is found to have forged more is believed nothing more that they carry of others. */
const mostTrusting = 4

/**
 * Folds anew for as long as words of forged files are found in the document. A forged file may hide what another says, by
 * deleting what that stands in, so that each fold finds one more: beyond a few the device that wrote them counts.
 */
export function foldWithoutForged<Folded extends Pick<SharedJournal, 'isFalsified' | 'doubts' | 'close'>>(
  known: readonly string[],
  fold: (doubts: Doubts) => Folded,
): Folded {
  let journal = fold({ forged: known, contested: [] })
  for (let folds = 1; journal.isFalsified(); folds++) {
    const doubts = journal.doubts()
    journal.close()
    journal = fold(folds < mostTrusting ? { ...doubts, distrusted: [] } : doubts)
  }
  return journal
}

/**
 * What is told of a journal only once it has its place, and of its last fold alone. Whoever asks for an entry before
 * finds none, and the window is told nothing that is forged.
 */
export function createOpeningEvents(events: SharedJournalEvents) {
  let isOpen = false
  let updates: Uint8Array[] = []
  return {
    begin(): SharedJournalEvents {
      updates = []
      return {
        ...events,
        onEntries: (change) => (isOpen ? events.onEntries(change) : undefined),
        onUpdate: (update) => (isOpen ? events.onUpdate(update) : updates.push(update)),
      }
    },
    open() {
      isOpen = true
      for (const update of updates.splice(0)) events.onUpdate(update)
    },
  }
}
