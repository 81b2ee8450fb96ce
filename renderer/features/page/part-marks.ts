import { marksFor } from '../../../shared/flanking'
import type { MarkChange } from './command-marks'
import { inlineMark, type InlineKind, type Run } from './inline-marks'
import type { Part } from './inline-parts'

/** The changes that make a part of this kind with marks at its ends, and none within it; runs that it meets go on. */
export function marked(text: string, part: Part, kind: InlineKind): MarkChange[] {
  const { runs } = part
  const opens = runs.find((run) => run.from < part.from && run.to >= part.from)
  const closes = runs.find((run) => run.to > part.to && run.from <= part.to)
  const inner = runs.flatMap((run): MarkChange[] => [
    ...(run === opens ? [] : [openOf(run, kind)]),
    ...(run === closes ? [] : [closeOf(run, kind)]),
  ])
  const { open, close } = marksFor(inlineMark(kind).mark, {
    before: text.slice(0, part.from),
    words: text.slice(part.from, part.to),
    after: text.slice(part.to),
  })
  return [
    ...(opens ? [] : [{ from: part.from, insert: open, role: inlineMark(kind).open }]),
    ...inner,
    ...(closes ? [] : [{ from: part.to, insert: close, role: inlineMark(kind).close }]),
  ]
}

/** The changes that make a part plain that lies in one run, whose other words stay what they are; null if in none. */
export function unmarked(text: string, part: Part, kind: InlineKind): MarkChange[] | null {
  const run = part.runs.find(({ inner }) => inner.from <= part.from && part.to <= inner.to)
  if (!run) return null
  const { mark, open, close } = inlineMark(kind)
  const before = text.slice(run.inner.from, part.from)
  const after = text.slice(part.to, run.inner.to)
  const closeAt = run.inner.from + before.trimEnd().length
  const openAt = part.to + (after.length - after.trimStart().length)
  const rest = text.slice(closeAt, openAt)
  const closing = marksFor(mark, { before: '', words: before.trim(), after: rest }).close
  const opening = marksFor(mark, { before: rest, words: after.trim(), after: '' }).open
  return [
    before.trim() === '' ? openOf(run, kind) : { from: closeAt, insert: closing, role: close },
    after.trim() === '' ? closeOf(run, kind) : { from: openAt, insert: opening, role: open },
  ]
}

const openOf = ({ from, inner }: Run, kind: InlineKind): MarkChange => ({
  from,
  to: inner.from,
  role: inlineMark(kind).open,
})

const closeOf = ({ to, inner }: Run, kind: InlineKind): MarkChange => ({
  from: inner.to,
  to,
  role: inlineMark(kind).close,
})
