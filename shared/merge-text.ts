import { applyChanges, type TextChange } from './text-change'

/** Texts whose differing parts make a larger table than this are compared as a whole; cells. */
const mostCells = 250_000

/**
 * The changes that make `next` of `old`: as few letters as can be, ascending, apart, in UTF-16 offsets of `old`, none of
 * them within a character. Meant for a line: where hardly anything is the same, or much differs, it is one change.
 */
export function textChanges(old: string, next: string): TextChange[] {
  const [a, b] = [Array.from(old), Array.from(next)]
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const offset = a.slice(0, start).join('').length
  if ((left.length + 1) * (right.length + 1) > mostCells)
    return [{ from: offset, to: offset + left.join('').length, insert: right.join('') }]
  const common = commonLengths(left, right)
  // Letters that two texts have in common by chance say nothing of what became of what.
  if ((start + end + (common[0] ?? 0)) * 2 < most) return [{ from: 0, to: old.length, insert: next }]
  return changesWithin(left, right, { common, offset })
}

interface Within {
  /** What `commonLengths` gives of the two. */
  readonly common: Uint16Array
  /** Where the first of them lies in its text. */
  readonly offset: number
}

/** The changes between two lists of characters. */
function changesWithin(a: readonly string[], b: readonly string[], { common, offset }: Within): TextChange[] {
  const width = b.length + 1
  const changes: TextChange[] = []
  let at = offset
  let open: TextChange | null = null
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      at += left.length
      open = null
      i++
      j++
      continue
    }
    if (!open) changes.push((open = { from: at, to: at, insert: '' }))
    const isDeleted =
      right === undefined ||
      (left !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    if (isDeleted && left !== undefined) {
      at += left.length
      open.to = at
      i++
    } else {
      open.insert += right
      j++
    }
  }
  return changes
}

/** For every two rests of the lists how many characters they have in common, in order (longest common subsequence). */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  return common
}

/**
 * What becomes of `theirs` when what made `mine` of `base` is done to it as well: every letter that either has added is
 * there once, and what either has deleted is gone. Added in one place, mine come before theirs.
 */
export function mergeTexts({ base, mine, theirs }: { base: string; mine: string; theirs: string }): string {
  const through = textChanges(base, theirs)
  const changes = textChanges(base, mine).flatMap(({ from, to, insert }) => [
    ...(insert === '' ? [] : [{ from: placeThrough(through, from), to: placeThrough(through, from), insert }]),
    ...remaining(through, from, to).map((part) => ({ ...part, insert: '' })),
  ])
  return applyChanges(theirs, changes)
}

/** Where a place of the text before the changes lies after them: before what was put exactly there. */
export function placeThrough(changes: readonly TextChange[], place: number): number {
  let shift = 0
  for (const { from, to, insert } of changes) {
    if (place < to || (place === to && from === to)) return Math.min(place, from) + shift
    shift += insert.length - (to - from)
  }
  return place + shift
}

/** What is left of a range after the changes, in offsets of the text after them. */
function remaining(changes: readonly TextChange[], start: number, end: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = []
  let at = start
  let shift = 0
  for (const { from, to, insert } of changes) {
    if (from > at && at < end) parts.push({ from: at + shift, to: Math.min(from, end) + shift })
    at = Math.max(at, to)
    shift += insert.length - (to - from)
  }
  if (at < end) parts.push({ from: at + shift, to: end + shift })
  return parts
}
