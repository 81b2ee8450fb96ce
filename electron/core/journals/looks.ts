import { z } from 'zod'
import { entryId, type EntryId } from '../../../shared/ids'
import { settings as settingsSchema } from '../../../shared/settings'

const place = z.number().int().nonnegative()
export const caret = z.object({ anchor: place, head: place })
export type Caret = z.infer<typeof caret>

/** The settings that change by looking around. */
const { lastEntry, filters } = settingsSchema.shape
export const lookingAround = z.object({ lastEntry, filters })
export type LookingAround = z.infer<typeof lookingAround>

/** How many entries' carets are kept that were only read, the last ones. */
const mostCarets = 40

/**
 * How many entries are remembered as news, the last ones: a partner's device may send any number, and all of them would
 * be written with each save of the private journal too.
 */
const mostNews = 2_000

/** A document of looks takes a multiple of so many bytes, so that its size doesn't tell how much was looked at. */
const sizeStep = 3840

const stored = z.object({
  around: lookingAround.nullable().catch(null),
  /** Entry, anchor, head; the one looked at last comes last. */
  carets: z.array(z.tuple([entryId, place, place])).catch([]),
  news: z.array(entryId).catch([]),
})

/**
 * What a person has looked at, and how they look around: one document of a size that tells nothing, so that reading
 * leaves no count on the disk.
 */
export interface Looks {
  around(): LookingAround
  lookAround(change: Partial<LookingAround>): void
  caret(id: EntryId): Caret | null
  keepCaret(id: EntryId, caret: Caret | null): void
  isNews(id: EntryId): boolean
  markNews(id: EntryId, isNews: boolean): void
  /** The document as it is to be stored, or null if nothing has changed since the last one. */
  toStore(): object | null
}

/** The looks of a stored document; `earlier` is what an earlier version kept elsewhere. */
export function createLooks(document: unknown, earlier: { around: LookingAround; news: readonly EntryId[] }): Looks {
  const before = stored.safeParse(document).data ?? { around: null, carets: [], news: earlier.news }
  let around = before.around ?? earlier.around
  const carets = new Map(before.carets.map(([id, anchor, head]) => [id, { anchor, head }]))
  const unseen = new Set(before.news.slice(-mostNews))
  const content = () => ({
    around,
    carets: [...carets].map(([id, { anchor, head }]) => [id, anchor, head]),
    news: [...unseen],
  })
  let last = JSON.stringify(content())

  return {
    around: () => around,
    lookAround(change) {
      around = { ...around, ...change }
    },
    caret: (id) => carets.get(id) ?? null,
    keepCaret(id, caret) {
      carets.delete(id)
      if (caret) carets.set(id, { anchor: caret.anchor, head: caret.head })
      const [oldest] = carets.keys()
      if (carets.size > mostCarets && oldest) carets.delete(oldest)
    },
    isNews: (id) => unseen.has(id),
    markNews(id, isNews) {
      if (isNews) unseen.add(id)
      else unseen.delete(id)
      const [oldest] = unseen
      if (unseen.size > mostNews && oldest) unseen.delete(oldest)
    },
    toStore() {
      const now = JSON.stringify(content())
      if (now === last) return null
      last = now
      return padded(content())
    },
  }
}

function padded(document: object): object {
  const length = new TextEncoder().encode(JSON.stringify({ ...document, padding: '' })).length
  return { ...document, padding: ' '.repeat(Math.ceil(length / sizeStep) * sizeStep - length) }
}
