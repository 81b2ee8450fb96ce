import type * as Y from 'yjs'
import { flanksForAll, guard, neighboursOf } from '../../../shared/flanking'
import type { MarkRole } from '../../../shared/mark-clients'
import { inlineMarks, type Span } from './inline-marks'
import { readInline } from './inline-reading'
import { type MarkStep, putIn, takeOut } from './mark-step'
import { isReadable } from './readable'
import { type Lines, linesUndone } from './undone-lines'

/**
 * Mends what an undo or a redo has left of the marks around it, within its transaction, where another has touched the text
 * since the step: marks that are none beside these words get their guards, or go where even so nobody would read them;
 * guards without a mark go. Marks that wait for a first letter stay, and where the other has written mere letters all that
 * has words between. Returns what it did, to be taken back with the rest.
 */
export function marksMended(
  text: Y.Text,
  transaction: Y.Transaction,
  { isMarkedSince }: { isMarkedSince: boolean },
): MarkStep {
  const step: MarkStep[number][] = []
  for (let round = 0; round < mostRounds; round++) {
    const lines = linesUndone(text, transaction)
    const changes = lines ? mendingOf(lines, isMarkedSince) : []
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

/** Guards first, then what they don't help; either may leave a guard by itself, and a mark that goes other marks. */
const mostRounds = 12

interface Mending {
  readonly at: number
  /** Of what is taken out. */
  readonly length: number
  readonly insert?: string
  readonly role: MarkRole
}

const opens: ReadonlySet<MarkRole> = new Set(inlineMarks.map(({ open }) => open))

function mendingOf(lines: Lines, isMarkedSince: boolean): Mending[] {
  const { text, roles } = lines
  if (!isReadable(text)) return []
  const guards = loneGuards(lines)
  if (guards.length > 0) return guards.flatMap((run) => takenOut(run, roles))
  const faults = faultsIn(lines, isMarkedSince)
  if (faults.length === 0) return []
  const missing = faults.flatMap((run) => guardFor(run, lines))
  if (missing.length > 0 && faultsIn(withGuards(lines, missing), isMarkedSince).length < faults.length) return missing
  if (!isMarkedSince) return emptied(faults, roles).flatMap((run) => takenOut(run, roles))
  // What comes back now may cross what was written while it was away.
  const back = spansWhere(roles, (at) => lines.isBack[at] === 1)
  const spare = faultsIn(withoutMarks(lines, back), isMarkedSince).length === 0 ? back : faults
  return spare.flatMap((run) => takenOut(run, roles))
}

/** The marks that nobody reads as such and that don't wait for a first letter. */
function faultsIn(lines: Lines, isMarkedSince: boolean): Span[] {
  const unread = unreadIn(lines)
  const waiting = waitingAmong(unread, lines, isMarkedSince)
  return unread.filter((run) => !waiting.has(run))
}

/** Marks right around nothing. */
const emptied = (marks: readonly Span[], roles: Lines['roles']): Span[] =>
  marks.filter((run, at) => isPair(marks[at - 1], run, roles) || isPair(run, marks[at + 1], roles))

function isPair(open: Span | undefined, close: Span | undefined, roles: Lines['roles']): boolean {
  if (!open || open.to !== close?.from) return false
  return inlineMarks.some((mark) => mark.open === roles[open.from] && mark.close === roles[close.from])
}

/**
 * Marks right around nothing, between which no words stood but those of who wrote them. Where another has marked since nobody
 * can tell who did, for what is put back is of who did that: there none may have stood.
 */
function waitingAmong(
  unread: readonly Span[],
  { roles, writers, gone }: Lines,
  isMarkedSince: boolean,
): ReadonlySet<Span> {
  const waiting = new Set<Span>()
  for (const [at, open] of unread.entries()) {
    const close = unread[at + 1]
    if (!close || !isPair(open, close, roles)) continue
    const writer = writers[open.from]
    const wordsOf = [...(gone.get(open.to) ?? [])]
    const isOfOne = [...wordsOf, writers[close.from]].every((one) => one === writer)
    if (isOfOne && (!isMarkedSince || wordsOf.length === 0)) waiting.add(open).add(close)
  }
  return waiting
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
  return guards.reduceRight(
    (now, { at, role }) => replaced(now, { from: at, to: at }, { text: guard, roles: Array.from(guard, () => role) }),
    lines,
  )
}

const withoutMarks = (lines: Lines, marks: readonly Span[]): Lines =>
  marks.reduceRight((now, span) => replaced(now, span, { text: '', roles: [] }), lines)

/** The lines with this in place of a span, as far as it takes to read them. */
function replaced(lines: Lines, { from, to }: Span, by: Pick<Lines, 'text' | 'roles'>): Lines {
  const { text, roles, writers, gone } = lines
  const writer = writers[from] ?? null
  const moved = (place: number) => (place < to ? Math.min(place, from) : place - (to - from) + by.text.length)
  return {
    ...lines,
    text: text.slice(0, from) + by.text + text.slice(to),
    roles: roles.toSpliced(from, to - from, ...by.roles),
    writers: writers.toSpliced(from, to - from, ...by.roles.map(() => writer)),
    gone: new Map([...gone].map(([place, sessions]) => [moved(place), sessions])),
  }
}
