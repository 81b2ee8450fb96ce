import type { Draft, Replacement } from './draft'
import type { Span } from './inline-marks'
import { type InlineReading, readInline } from './inline-reading'

/**
 * Whether a text that said this says the same after an edit, as far as it is still there: what were marks are marks, and
 * words are of the kinds and the links that they were of. Only letters that have become marks may do more to it.
 */
export function isGood(before: InlineReading, draft: Draft, edit: readonly Replacement[]): boolean {
  const { text, end, isGone } = draft
  // A backslash whose letter is gone would hide beside the next, or be seen.
  if (before.constructs.some(({ open, close }) => isEmpty(close) && isGone[open.to] === 1 && isGone[open.from] === 0))
    return false
  const after = readInline(text)
  const isKnown = draft.isNew.slice()
  let [isMore, hasNewMarks] = [false, false]
  for (let at = 0; at < isGone.length; at++) {
    if (isGone[at] === 1) continue
    const now = end[at] ?? 0
    isKnown[now] = 1
    if (before.isMark[at] === 1) {
      if (after.isMark[now] === 0) return false
    } else if (after.isMark[now] === 1) hasNewMarks = true
    else if (text.charAt(now).trim() !== '') {
      const [had, has] = [before.kinds[at] ?? 0, after.kinds[now] ?? 0]
      if ((had & ~has) !== 0 || !isSameLink(at, now)) return false
      isMore ||= had !== has || (before.links[at] === 0 && after.links[now] !== 0)
    }
  }
  if (isMore && !hasNewMarks) return false
  // What else is there was written for the others.
  return isKnown.every((known, at) => known === 1 || after.isMark[at] === 1)

  function isSameLink(at: number, now: number): boolean {
    const target = before.targets[before.links[at] ?? 0]
    const newTarget = after.targets[after.links[now] ?? 0]
    if (!target || !newTarget || target.text === '') return true
    return target.text === newTarget.text || edit.every(({ from, to }) => from > target.from && to < target.to)
  }
}

const isEmpty = ({ from, to }: Span): boolean => from === to
