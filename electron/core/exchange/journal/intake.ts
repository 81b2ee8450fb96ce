import type { EntriesChange } from '../../journals/shared-entries'
import { fileOrigin, liveOrigin, windowOrigin } from '../fold/content'
import type { Fold } from '../fold/fold'
import type { FoldedFile } from '../fold/folded-file'
import type { Recorded } from '../fold/recorder'
import type { WriterId } from '../format/writer-id'
import type { createConcurrentTitles } from './concurrent-titles'
import type { createCovering } from './covering'
import type { DocEntries } from './doc-entries'
import type { Held } from './held-entries'
import type { SharedJournalEvents } from './journal-events'
import type { JournalWriters } from './journal-writers'
import type { OwnWords } from './own-words'

/** Takes in what comes from elsewhere. Of a title that two wrote only the one with all letters is ever told. */
export function createIntake(o: {
  fold: Fold
  changes: ReturnType<typeof createHeldBack<EntriesChange>>
  titles: ReturnType<typeof createConcurrentTitles>
  entries: DocEntries
  held: Held
  covering: ReturnType<typeof createCovering>
  news: { areMarked: boolean }
  me: WriterId
}) {
  const { fold, titles, entries, news, me } = o
  const keepTitles = () => titles.lost().forEach(({ id, title }) => entries.describe(id, { title }))
  const takingIn = <Result>(act: () => Result): Result =>
    o.changes.after(() => {
      const result = act()
      keepTitles()
      return result
    })
  return {
    takingIn,
    receive(files: readonly FoldedFile[], { news: areMarked }: { news: boolean }): void {
      news.areMarked = areMarked
      const { applied } = takingIn(() => fold.receive(files))
      news.areMarked = false
      o.held.found(ownFiles(applied, me))
      if (applied.some(({ file }) => file.writer !== me)) o.covering.soon()
    },
  }
}

export interface Settlement {
  /** Resolves when all that was said by anybody before the call is in files, and none is on its way. */
  settle(): Promise<void>
  /** Whether nothing came since. */
  isSettled(): boolean
}

/** How all that was said comes into files before a journal is opened anew. */
export function settlementOf(o: { ownWords: OwnWords; fold: Fold; writers: JournalWriters | null }): Settlement {
  const chains = o.writers ? [o.writers.content, o.writers.coverage] : []
  return {
    async settle() {
      await o.ownWords.flushAll()
      await Promise.all(chains.map((chain) => chain.write(() => null)))
    },
    isSettled: () => !o.ownWords.areWaiting() && !o.fold.uncovered() && chains.every((chain) => chain.isIdle()),
  }
}

/** Passes on what happens, but what happens during `after` only when that has ended, however it ends. */
export function createHeldBack<Event>(tell: (event: Event) => void) {
  let waiting: Event[] | null = null
  return {
    tell(event: Event): void {
      if (waiting) waiting.push(event)
      else tell(event)
    },
    after<Result>(act: () => Result): Result {
      const mine: Event[] = (waiting = [])
      try {
        return act()
      } finally {
        waiting = null
        mine.forEach(tell)
      }
    },
  }
}

/** Follows the document: what others must hear of it, and what of it isn't in a file yet. */
export function followerOf(o: {
  entries: DocEntries
  held: Held
  ownWords: OwnWords
  onEntries: SharedJournalEvents['onEntries']
  onUpdate: SharedJournalEvents['onUpdate']
  news: { readonly areMarked: boolean }
}): (change: Recorded) => void {
  return ({ origin, parts, entries }) => {
    const ids = [...entries]
    o.entries.forget(ids)
    const isLive = origin === liveOrigin
    const isOwn = origin !== fileOrigin && !isLive
    if (isOwn && ids.length > 0) o.held.wrote(ids)
    if (ids.length > 0) {
      const [there, deleted] = [ids.filter(o.entries.holds), ids.filter((id) => !o.entries.holds(id))]
      o.onEntries({ ids: there, deleted, news: o.news.areMarked || isLive })
    }
    if (isLive) o.ownWords.heardLive()
    if (isOwn) o.ownWords.changed(parts.reduce((sum, { update }) => sum + update.length, 0))
    if (origin !== windowOrigin && !isLive) for (const { update } of parts) o.onUpdate(update)
  }
}

/** Of what was applied the own files, and the entries that each has words of. */
const ownFiles = (applied: ReturnType<Fold['receive']>['applied'], me: WriterId) =>
  applied
    .filter(({ file }) => file.writer === me)
    .map(({ file: { writer, number, head }, entries: ids }) => ({ ids, at: { writer, number, head } }))
