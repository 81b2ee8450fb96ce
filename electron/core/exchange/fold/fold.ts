import * as Y from 'yjs'
import { changedEntries } from '../../../../shared/journal-doc'
import type { EntryId } from '../../../../shared/ids'
import { wholeSlices } from '../../../../shared/update-slices'
import type { WriterId } from '../writer-id'
import type { FoldedFile } from './folded-file'
import { createHeld } from './held'
import { createQueue, type Standing } from './queue'
import { checkUpdates } from './update-check'

/** The origins of what comes from files and of what the partner's window sends live; everything else is one's own. */
export const fileOrigin = 'file'
export const liveOrigin = 'live'

/** Small updates are put together as long as there are few and they are short; merging many is slow beyond measure. */
const mergedUpdates = 500
const mergedBytes = 128 * 1024

/** What the next file must hold, and what it may rest on. */
export interface Taken {
  readonly slices: Uint8Array[]
  readonly deps: Map<WriterId, number>
}

/**
 * Folds files and live words into one document by the rules of the exchange: a file is self-sufficient, files are
 * applied in causal order, what a file releases counts as live words, live words out of order are refused so that state
 * vectors are exchanged, and deletions are counted apart. Nothing of it is kept but the document and the counts.
 */
export interface Fold {
  /** Takes in files in whatever order; those that were applied, with the entries they changed. */
  receive(files: readonly FoldedFile[]): { applied: { file: FoldedFile; entries: Set<EntryId> }[] }
  /** Applies the partner's live words; `out-of-order` asks for an exchange of state vectors. */
  live(update: Uint8Array): 'applied' | 'out-of-order' | 'refused'
  /** Own words since the last time, and live words that no file holds; null without own words, or while one is taken. */
  take(): Taken | null
  /** The same also without own words: as a witness of what the partner said live. */
  takeWitness(): Taken | null
  /** What was taken is durable under this number. */
  filed(at: { number: number; head: string }): void
  /** This device has written a file that brings nothing new: a snapshot. */
  wrote(at: { number: number; head: string }): void
  hasOwnWords(): boolean
  /** Live words wait that no file holds. */
  uncovered(): boolean
  /** How far every writer's files are applied, one's own included. */
  vector(): Map<WriterId, { number: number; head: string }>
  snapshot(maxBytes: number): { vector: Map<WriterId, { number: number; head: string }>; slices: Uint8Array[] }
  standing(): Standing[]
}

interface Logged {
  readonly update: Uint8Array
  readonly isOwn: boolean
}

export function createFold({ doc, me }: { doc: Y.Doc; me: WriterId }): Fold {
  const queue = createQueue()
  const held = createHeld()
  /** In the order in which they came: what is one's own may rest on what is live, and the other way round. */
  let log: Logged[] = []
  let taken: Logged[] | null = null
  let touched = new Set<EntryId>()

  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const isOwn = origin !== fileOrigin && origin !== liveOrigin
    if (isOwn || !held.has(update)) log.push({ update, isOwn })
  })
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.origin === fileOrigin) for (const id of changedEntries(doc, transaction)) touched.add(id)
  })

  function apply(file: FoldedFile): Set<EntryId> {
    touched = new Set()
    // First what is held: what the file itself brings is no live word.
    for (const slice of file.slices) held.add(slice)
    for (const slice of file.slices) Y.applyUpdate(doc, slice, fileOrigin)
    return touched
  }

  function takeFrom(isWanted: boolean): Taken | null {
    if (taken || !isWanted) return null
    taken = log
    log = []
    const deps = new Map(
      [...queue.vector()].filter(([writer]) => writer !== me).map(([writer, { number }]) => [writer, number]),
    )
    return { slices: merged(taken.map(({ update }) => update)), deps }
  }

  const hasOwnWords = () => log.some(({ isOwn }) => isOwn)
  const uncovered = () => log.length > 0

  return {
    receive(files) {
      for (const file of files) queue.add(file)
      const applied: { file: FoldedFile; entries: Set<EntryId> }[] = []
      for (let file = queue.next(); file; file = queue.next()) {
        if (checkUpdates(doc, file.slices)) {
          queue.stand(file.writer, 'refused')
          continue
        }
        const entries = apply(file)
        queue.applied(file)
        applied.push({ file, entries })
      }
      if (applied.length > 0) log = log.filter(({ update, isOwn }) => isOwn || !held.has(update))
      return { applied }
    },
    live(update) {
      const fault = checkUpdates(doc, [update])
      if (fault) return fault === 'out-of-order' ? 'out-of-order' : 'refused'
      Y.applyUpdate(doc, update, liveOrigin)
      return 'applied'
    },
    take: () => takeFrom(hasOwnWords()),
    takeWitness: () => takeFrom(uncovered()),
    filed({ number, head }) {
      for (const { update } of taken ?? []) held.add(update)
      taken = null
      log = log.filter(({ update, isOwn }) => isOwn || !held.has(update))
      queue.wrote(me, { number, head })
    },
    wrote: (at) => queue.wrote(me, at),
    hasOwnWords,
    uncovered,
    vector: queue.vector,
    snapshot: (maxBytes) => ({ vector: queue.vector(), slices: [...wholeSlices(doc, maxBytes)] }),
    standing: queue.standing,
  }
}

/** The same updates in the same order, with runs of small ones put together. */
function merged(updates: readonly Uint8Array[]): Uint8Array[] {
  const slices: Uint8Array[] = []
  let run: Uint8Array[] = []
  let size = 0
  const end = () => {
    if (run.length > 0) slices.push(run.length === 1 && run[0] ? run[0] : Y.mergeUpdates(run))
    run = []
    size = 0
  }
  for (const update of updates) {
    if (run.length >= mergedUpdates || size + update.length > mergedBytes) end()
    run.push(update)
    size += update.length
  }
  end()
  return slices
}
