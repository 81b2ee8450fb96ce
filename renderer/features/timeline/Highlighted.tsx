import type { ReactNode } from 'react'
import { signEnd, signStart } from '../../../shared/graphemes'
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
  for (const [first, last] of ranges) {
    if (first < done || last <= first || last > text.length) continue
    // A mark within a sign would take it apart.
    const [from, to] = [signStart(text, first), signEnd(text, last)]
    if (from < done) continue
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
