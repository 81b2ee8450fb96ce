import type { ReactNode } from 'react'
import styles from './EntryCard.module.css'

export interface HighlightedProps {
  text: string
  /** `[from, to)` in UTF-16 offsets, ascending; what lies outside the text or overlaps is left out. */
  ranges: readonly (readonly [number, number])[]
}

/** A text with the places that were searched for marked. */
export function Highlighted({ text, ranges }: HighlightedProps) {
  const parts: ReactNode[] = []
  let done = 0
  for (const [from, to] of ranges) {
    if (from < done || to <= from || to > text.length) continue
    parts.push(
      text.slice(done, from),
      <mark key={from} className={styles.mark}>
        {text.slice(from, to)}
      </mark>,
    )
    done = to
  }
  return (
    <>
      {parts}
      {text.slice(done)}
    </>
  )
}
