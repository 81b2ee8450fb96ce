import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback } from 'react'
import type { EntryId } from '../../../shared/ids'
import { monthHeight, type Rows, rowHeight } from './rows'

// Only until the list has been laid out: enough rows for a first painting at any usual height.
const assumedSize = { width: 320, height: 800 }
const overscan = 4

/** Which rows stand in the document and where: those near the window, and the active one wherever it is. */
export function useRowVirtualizer(options: {
  rows: Rows
  scroller: RefObject<HTMLDivElement | null>
  /** The row that a screen reader is told of; without it in the document the reader would lose its place. */
  active: number
  /** Where to begin, in CSS pixels from the top. */
  startAt: number
}): Virtualizer<HTMLDivElement, Element> {
  const { rows, scroller, active, startAt } = options
  const rangeExtractor = useCallback((range: Range) => withIndex(defaultRangeExtractor(range), active, range), [active])
  // The rows are painted by the list itself on each change, which is what the compiler would have to know.
  // oxlint-disable-next-line react/incompatible-library
  return useVirtualizer({
    count: rows.list.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight(rows.list[index]),
    getItemKey: rows.keyOf,
    rangeExtractor,
    overscan,
    initialRect: assumedSize,
    initialOffset: startAt,
    scrollPaddingStart: monthHeight,
  })
}

/** Where a list begins, in CSS pixels from its top: with the selected entry in the upper part, else at the top. */
export const startOf = (rows: Rows, selected: EntryId | null) =>
  Math.max(0, rows.offsetOf(rows.indexOf(selected)) - assumedSize.height / 3)

/** The indices in order with one more among them, where the list has it. */
export function withIndex(indices: number[], extra: number, range: Range): number[] {
  if (extra < 0 || extra >= range.count || indices.includes(extra)) return indices
  return [...indices, extra].sort((a, b) => a - b)
}
