import * as Y from 'yjs'
import type { MarkRole } from '../../shared/mark-clients'
import { isGuard, isWrittenAlone } from './mark-guards'
import { isBeside, liveNeighbor, type Mark, markAt, marksAround, markText, removeMark, roleOf } from './mark-run'
import { inSameGap, laterInLine } from './mark-gap'

/** Of these two may stand together, and an address is a word that somebody chose: only the very same one is spare. */
const onlyIfEqual: ReadonlySet<MarkRole> = new Set(['gap', 'escape', 'link-close', 'address'])

/** How long it may take, in ms: a partner's device may send any number of marks. All of a journal's take far less. */
const mostMs = 300

/**
 * Takes out, of what both did to one place at once, all but one: of marks of one role that stand together, or that were
 * put into one gap by people who didn't have each other's before their eyes, the first in the text stays. Of the signs
 * in a box it is the last: a tick puts its sign behind the one it takes out, so that the last of all is never taken out
 * by this rule, whichever of them a device knows. All devices take out the same, and only marks: never a letter that
 * somebody typed. `settlesGuard` says under which client ids guards go too from which another took their mark away.
 */
export function settleMarks(doc: Y.Doc, concerned: Iterable<Y.Item>, settlesGuard: (client: number) => boolean): void {
  const end = performance.now() + mostMs
  const isLate = () => performance.now() > end
  for (const item of concerned) {
    if (isLate()) return
    if (item.deleted || !roleOf(item)) continue
    const marks = marksAround(item)
    marks.filter((mark, at) => !isLate() && isSpare(mark, at, marks)).forEach(removeMark)
    const own = item.deleted ? null : markAt(item)
    for (const mark of own ? [own, ...laterInLine(own)] : []) if (!isLate() && hasTwin(mark)) removeMark(mark)
    for (const mark of marks)
      if (mark.role === 'sign' ? hasNoBox(doc, mark) : isLoneGuard(doc, mark, settlesGuard)) removeMark(mark)
  }
}

function isSpare(mark: Mark, at: number, marks: readonly Mark[]): boolean {
  if (mark.role === 'sign') return marks.slice(at + 1).some((other) => areInOneBox(mark, other))
  const earlier = onlyIfEqual.has(mark.role) ? marks.slice(Math.max(0, at - 1), at) : marks.slice(0, at)
  return earlier.some((other) => areAlike(other, mark) && !isBeside(other, mark))
}

const boxEnd = ({ items }: Mark): Y.ID | null => items[0]?.rightOrigin ?? null
const areInOneBox = (one: Mark, other: Mark): boolean =>
  other.role === 'sign' && Y.compareIDs(boxEnd(one), boxEnd(other))

const hasTwin = (mark: Mark): boolean => mark.role !== 'sign' && inSameGap(mark).some((other) => areAlike(other, mark))

const areAlike = (one: Mark, other: Mark): boolean =>
  one.role === other.role &&
  isGuard(one) === isGuard(other) &&
  (!onlyIfEqual.has(one.role) || markText(one) === markText(other))

/** Whether the mark is gone of which a guard was a part: behind one that closes, or before one that opens. */
function isLoneGuard(doc: Y.Doc, mark: Mark, settlesGuard: (client: number) => boolean): boolean {
  const [first, last] = [mark.items[0], mark.items.at(-1)]
  if (!first || !last || !settlesGuard(first.id.client) || !isGuard(mark)) return false
  if (!mark.items.every((item) => isWrittenAlone(doc, item))) return false
  const [before, behind] = [liveNeighbor(first, 'left'), liveNeighbor(last, 'right')]
  const isSign = (item: Y.Item | null, at: number) =>
    item?.content instanceof Y.ContentString && /[*_~]/.test(item.content.str.at(at) ?? '')
  return !(mark.role.endsWith('-close') ? isSign(before, -1) : isSign(behind, 0))
}

/** What closes the box stands right of its sign, and goes with it. */
function hasNoBox({ store }: Y.Doc, sign: Mark): boolean {
  const end = boxEnd(sign)
  const struct = end && end.clock < Y.getState(store, end.client) ? Y.getItem(store, end) : null
  return !struct || struct.deleted
}
