import { useMemo, useState } from 'react'
import type { EntrySummary } from '../../shared/entry'
import { countTags } from './timeline-filters'

/** All tags used so far, most used first; the same list until another tag is used, so that a key draws nothing anew. */
export function useKnownTags(entries: readonly EntrySummary[]): readonly string[] {
  const now = useMemo(() => countTags(entries).map((count) => count.name), [entries])
  const [kept, setKept] = useState(now)
  const isSame = kept.length === now.length && kept.every((tag, index) => tag === now[index])
  if (!isSame) setKept(now)
  return isSame ? kept : now
}
