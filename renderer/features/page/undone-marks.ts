import type * as Y from 'yjs'
import { flanksForAll, guard, neighboursOf } from '../../../shared/flanking'
import type { MarkRole } from '../../../shared/mark-clients'
import { inlineMarks, type Span } from './inline-marks'
import { readInline } from './inline-reading'
import { type MarkStep, putIn, takeOut } from './mark-step'
import { isReadable } from './readable'
import { type Clocks, type Lines, linesUndone } from './undone-lines'

/**
 * Mends what an undo or a redo has left of the marks around it, within its transaction, where another has written since the
 * step: marks that are none beside these words get their guards, or go where even so nobody would read them; guards
 * without a mark go. What was no mark for oneself alone, as between two keys, stays. `known` is what was there at the step.
 * Returns what it did, to be taken back with the rest.
 */
export function marksMended(text: Y.Text, transaction: Y.Transaction, known: Clocks): MarkStep {
  const step: MarkStep[number][] = []
  for (let round = 0; round < mostRounds; round++) {
    const lines = linesUndone(text, transaction, known)
    const changes = lines ? mendingOf(lines) : []
    if (changes.length === 0) break
    for (const { at, insert, length, role } of changes.toReversed()) {
      const mark = { role, text: insert ?? lines?.text.slice(at, at + length) ?? '' }
      const index = (lines?.from ?? 0) + at
      if (insert === undefined) step.push({ inserted: [], removed: [takeOut(text, index, mark)] })
      else step.push({ inserted: [putIn(text, index, mark)], removed: [] })
    }
  }
  return step
}

/** Guards first, then what they don't help; either may leave a guard by itself. */
const mostRounds = 4

interface Mending {
  readonly at: number
  /** Of what is taken out. */
  readonly length: number
  readonly insert?: string
  readonly role: MarkRole
}

const opens: ReadonlySet<MarkRole> = new Set(inlineMarks.map(({ open }) => open))

function mendingOf(lines: Lines): Mending[] {
  const { text, roles, isNew } = lines
  // Where nobody else has written, all comes back as it was.
  if (!isNew.includes(1) || !isReadable(text)) return []
  const guards = loneGuards(lines)
  if (guards.length > 0) return guards.flatMap((run) => takenOut(run, roles))
  const unread = unreadIn(lines)
  if (unread.length === 0) return []
  const faults = faultsOf(lines, unread)
  const missing = faults.flatMap((run) => guardFor(run, lines))
  if (missing.length > 0 && unreadIn(withGuards(lines, missing)).length < unread.length) return missing
  // Beside mere letters of another what was there comes back as it was, step by step.
  const isMarkedSince = roles.some((role, at) => role !== null && lines.isNew[at] === 1)
  const spare = isMarkedSince && faults.length > 0 ? marksBack(lines) : emptied(lines, unread)
  return (spare.length > 0 || !isMarkedSince ? spare : faults).flatMap((run) => takenOut(run, roles))
}

/** The marks that come back now: what they cross was written while they were away. */
function marksBack({ roles, isBack }: Lines): Span[] {
  return spansWhere(roles, (at) => isBack[at] === 1)
}

/** Marks between which nothing is left of words that another had a part in. */
function emptied({ roles, areGone }: Lines, unread: readonly Span[]): readonly Span[] {
  const isOpen = ({ from }: Span) => opens.has(roles[from] ?? 'gap')
  const isPair = (open: Span | undefined, close: Span | undefined) =>
    open !== undefined && close?.from === open.to && isOpen(open) && !isOpen(close) && areGone.has(open.to)
  return unread.filter((run, at) => isPair(run, unread[at + 1]) || isPair(unread[at - 1], run))
}

/** The guards that stand beside no sign of a mark. */
function loneGuards({ text, roles, guards }: Lines): Span[] {
  const isLone = (at: number) =>
    !/[*_~]/.test(opens.has(roles[at] ?? 'gap') ? text.charAt(at + guard.length) : text.charAt(at - 1))
  return [...guards].filter(isLone).map((from) => ({ from, to: from + guard.length }))
}

/** The marks, each by itself, that nobody reads as such. */
function unreadIn({ text, roles }: Lines): Span[] {
  const { isMark } = readInline(text)
  return spansWhere(roles, (at) => isMark[at] === 0)
}

/** Where code units of marks lie for which this holds: those of one role in a row are one. */
function spansWhere(roles: Lines['roles'], holds: (at: number) => boolean): Span[] {
  const found: { from: number; to: number }[] = []
  for (let at = 0; at < roles.length; at++) {
    if ((roles[at] ?? null) === null || !holds(at)) continue
    const last = found.at(-1)
    if (last?.to === at && roles[at - 1] === roles[at]) last.to++
    else found.push({ from: at, to: at + 1 })
  }
  return found
}

/** Those of them that would be read without what another wrote since. */
function faultsOf({ text, isNew }: Lines, unread: readonly Span[]): readonly Span[] {
  const kept = text.split('').flatMap((_, at) => (isNew[at] === 1 ? [] : [at]))
  const { isMark } = readInline(kept.map((at) => text.charAt(at)).join(''))
  const was = new Uint8Array(text.length).fill(1)
  kept.forEach((at, index) => (was[at] = isMark[index] ?? 0))
  return unread.filter(({ from }) => was[from] === 1)
}

function takenOut({ from, to }: Span, roles: Lines['roles']): Mending[] {
  const role = roles[from]
  return role ? [{ at: from, length: to - from, role }] : []
}

/** The guard that a mark needs on its outer side; none where it has one, or flanks without. */
function guardFor({ from, to }: Span, { text, roles }: Lines): Mending[] {
  const role = roles[from]
  if (!role) return []
  const isOpen = opens.has(role)
  const { before, after } = neighboursOf(text, from, to)
  const [outside, within] = isOpen ? [before, after] : [after, before]
  const hasGuard = isOpen ? text.startsWith(guard, from) : text.slice(from, to).endsWith(guard)
  if (hasGuard || flanksForAll(outside, within)) return []
  return [{ at: isOpen ? from : to, length: 0, insert: guard, role }]
}

function withGuards(lines: Lines, guards: readonly Mending[]): Lines {
  let [next, now] = [lines.text, [...lines.roles]]
  for (const { at, role } of guards.toReversed()) {
    next = next.slice(0, at) + guard + next.slice(at)
    now = now.toSpliced(at, 0, ...Array.from(guard, () => role))
  }
  return { ...lines, text: next, roles: now }
}
