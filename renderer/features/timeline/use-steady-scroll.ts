import { type RefObject, useLayoutEffect, useRef } from 'react'
import { monthHeight, type Rows } from './rows'

/**
 * Keeps what is being read where it is when rows come or go above it; where that row itself went, the nearest day
 * takes its place. At the top of the list new entries simply appear.
 */
export function useSteadyScroll(rows: Rows, firstVisible: number, scroller: RefObject<HTMLElement | null>): void {
  const held = useRef<{ rows: Rows; index: number; within: number } | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const before = held.current
    if (before && before.rows !== rows && before.rows.offsetOf(before.index) + before.within > monthHeight) {
      const index = placeNow(before.rows, before.index, rows)
      if (index >= 0) element.scrollTo({ top: rows.offsetOf(index) + before.within })
    }
    held.current = { rows, index: firstVisible, within: element.scrollTop - rows.offsetOf(firstVisible) }
  })
}

function placeNow(before: Rows, index: number, now: Rows): number {
  const row = before.list[index]
  const entry = row?.type === 'month' ? before.list[index + 1] : row
  if (entry?.type !== 'entry') return -1
  const same = now.indexOf(entry.entry.id)
  const place = same === -1 ? now.indexOfDate(entry.entry.date) : same
  return row?.type === 'month' && now.list[place - 1]?.type === 'month' ? place - 1 : place
}
