import { useEffect, useState } from 'react'
import type { SearchMatch } from '../../../shared/contract'
import type { EntryId } from '../../../shared/ids'

export type FindEntries = (text: string) => Promise<readonly SearchMatch[]>

export interface Search {
  readonly text: string
  setText(text: string): void
  /** The answer to what was asked last, or null while nothing is searched or no answer has come. */
  readonly found: Found | null
  /** Whether the answer to what is asked now hasn't come yet. */
  readonly isPending: boolean
}

export interface Found {
  readonly text: string
  readonly matches: ReadonlyMap<EntryId, SearchMatch>
  readonly error: unknown
}

const pauseInTyping = 150

/** Searches as one types: asks after a short pause (milliseconds), and an answer to earlier words is never shown. */
export function useSearch(find: FindEntries): Search {
  const [text, keepText] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const wanted = text.trim()
  useEffect(() => {
    if (!wanted) return
    let isCurrent = true
    const answer = (matches: readonly SearchMatch[], error: unknown) => {
      if (isCurrent) setFound({ text: wanted, matches: new Map(matches.map((match) => [match.id, match])), error })
    }
    const timer = setTimeout(() => {
      find(wanted).then(
        (matches) => answer(matches, null),
        (error: unknown) => answer([], error),
      )
    }, pauseInTyping)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [wanted, find])
  return {
    text,
    setText(next) {
      keepText(next)
      if (!next.trim()) setFound(null)
    },
    found,
    isPending: wanted !== (found?.text ?? ''),
  }
}
