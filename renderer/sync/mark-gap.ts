import * as Y from 'yjs'
import { farthest, holds, type Mark, markAt, roleOf } from './mark-run'

/**
 * The marks before this one in its line that were put into the same gap by somebody who didn't have this one before
 * their eyes, as whoever put this one there didn't have theirs. Letters may stand between: they were written before or
 * after by one of the two.
 */
export function inSameGap(mark: Mark): Mark[] {
  const found: Mark[] = []
  const between: Y.Item[] = []
  const begin = mark.items[0]
  // What this mark was put behind, what that was put behind, and so on: whoever wrote those had each before their eyes.
  let behind = begin?.origin ?? null
  let isBehindAll = true
  for (let item = begin?.left ?? null; item && between.length < farthest && !isBreak(item, mark); item = item.left) {
    const isKnown = holds([item], behind)
    const other = !isKnown && !item.deleted && roleOf(item) === mark.role ? markAt(item) : null
    if (other && !mark.items.includes(item) && isApart(item, between, mark, isBehindAll)) found.push(other)
    if (isKnown) behind = item.origin
    isBehindAll &&= !isKnown
    between.unshift(item)
  }
  return found
}

/** Whether whoever put an earlier mark there hadn't the later one before their eyes, the other way being known. */
function isApart(earlier: Y.Item, between: readonly Y.Item[], later: Mark, isBehindAll: boolean): boolean {
  if (!holds([...between, ...later.items], earlier.rightOrigin)) return true
  // What stood right of it came in the same gap, as neither was put behind anything between.
  let before = earlier.rightOrigin
  for (const item of between) if (holds([item], before)) before = item.rightOrigin
  return isBehindAll && !holds([...between, ...later.items], before)
}

/** The marks of the role behind this one in its line, as far as they may have been put into the same gap. */
export function laterInLine(mark: Mark): Mark[] {
  const { role, items } = mark
  const found: Mark[] = []
  let seen = 0
  for (
    let item = items.at(-1)?.right ?? null;
    item && seen < farthest && !isBreak(item, mark);
    item = item.right, seen++
  ) {
    const other = !item.deleted && roleOf(item) === role ? markAt(item) : null
    if (other && other.items[0] === item) found.push(other)
  }
  return found
}

/** A line that was begun within the gap has marks of its own; but a gap's mark is itself the end of a line. */
function isBreak(item: Y.Item, { role }: Mark): boolean {
  if (item.deleted || (role === 'gap' && roleOf(item) === 'gap')) return false
  return item.content instanceof Y.ContentString && item.content.str.includes('\n')
}
