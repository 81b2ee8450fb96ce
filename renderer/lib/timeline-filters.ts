import { type EntrySummary, foldTag, type Journal, journals, kinds } from '../../shared/entry'
import type { Settings } from '../../shared/settings'

/** What the timeline is narrowed to: any of these kinds, tags and journals; an empty list narrows nothing. */
export type Filters = Settings['filters']
export const noFilters: Filters = { kinds: [], tags: [], journals: [] }

/** One of the three ways to read. */
export type View = 'timeline' | 'on-this-day' | 'trash'

export interface Count {
  /** The word as it was first written. */
  readonly name: string
  readonly count: number
}

/** Whether anything is hidden by the filters. */
export const isFiltering = ({ kinds, tags, journals }: Filters) =>
  kinds.length > 0 || tags.length > 0 || journals.length > 0

/** The entries that are not in the trash and fit the filters, in the order given; tags are compared folded. */
export function filterEntries(entries: readonly EntrySummary[], filters: Filters): readonly EntrySummary[] {
  const kindsWanted = new Set(filters.kinds)
  const journalsWanted = new Set(filters.journals)
  const tagsWanted = new Set(filters.tags.map(foldTag))
  return entries.filter(
    (entry) =>
      entry.trashedAt === null &&
      (journalsWanted.size === 0 || journalsWanted.has(entry.journal)) &&
      (kindsWanted.size === 0 || kindsWanted.has(entry.kind)) &&
      (tagsWanted.size === 0 || entry.tags.some((tag) => tagsWanted.has(foldTag(tag)))),
  )
}

/** The entries in the trash, the one thrown away last first. */
export function trashedEntries(entries: readonly EntrySummary[]): readonly EntrySummary[] {
  return entries.filter((entry) => entry.trashedAt !== null).sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0))
}

/** Every tag outside the trash with the number of its entries, most used first, equals by name. */
export function countTags(entries: readonly EntrySummary[]): Count[] {
  const counts = new Map<string, { name: string; count: number }>()
  for (const entry of entries) {
    if (entry.trashedAt !== null) continue
    for (const tag of entry.tags) {
      const known = counts.get(foldTag(tag))
      if (known) known.count += 1
      else counts.set(foldTag(tag), { name: tag, count: 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}

/** The kinds that have entries outside the trash: ours in their own order, then those of a newer version by name. */
export function countKinds(entries: readonly EntrySummary[]): Count[] {
  const counts = new Map<string, number>()
  for (const { kind, trashedAt } of entries) if (trashedAt === null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const known: readonly string[] = kinds
  const foreign = [...counts.keys()].filter((kind) => !known.includes(kind)).sort()
  return [...known, ...foreign].flatMap((name) => {
    const count = counts.get(name)
    return count === undefined ? [] : [{ name, count }]
  })
}

/** Both journals with the number of their entries outside the trash. */
export function countJournals(entries: readonly EntrySummary[]): { name: Journal; count: number }[] {
  const kept = entries.filter((entry) => entry.trashedAt === null)
  return journals.map((name) => ({ name, count: kept.filter(({ journal }) => journal === name).length }))
}

/** Whether the filters ask for this tag, in whatever spelling. */
export const hasTag = (filters: Filters, tag: string) => filters.tags.some((wanted) => foldTag(wanted) === foldTag(tag))

/** The filters with this tag added, or without it where they had it. */
export function toggleTag(filters: Filters, tag: string): Filters {
  if (!hasTag(filters, tag)) return { ...filters, tags: [...filters.tags, tag] }
  return { ...filters, tags: filters.tags.filter((wanted) => foldTag(wanted) !== foldTag(tag)) }
}
