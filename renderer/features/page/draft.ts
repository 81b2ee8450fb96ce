import type { Span } from './inline-marks'

/** One place of an edit: what goes there, and what comes in its stead. */
export interface Replacement extends Span {
  readonly insert: string
}

/** A text after an edit. */
export interface Draft {
  readonly text: string
  /** For each place between the code units of the text before, its place in this one; before what was inserted there. */
  readonly begin: Uint32Array
  /** The same, behind what was inserted there. */
  readonly end: Uint32Array
  /** 1 for each code unit of the text before that is gone. */
  readonly isGone: Uint8Array
  /** 1 for each code unit of this text that was put in. */
  readonly isNew: Uint8Array
}

/** The text that an edit makes of another. Its places are in ascending order and don't overlap. */
export function drafted(text: string, edit: readonly Replacement[]): Draft {
  const begin = new Uint32Array(text.length + 1)
  const end = new Uint32Array(text.length + 1)
  const isGone = new Uint8Array(text.length)
  const parts: string[] = []
  const inserted: Span[] = []
  let [at, length] = [0, 0]
  const keepTo = (to: number) => {
    parts.push(text.slice(at, to))
    for (; at < to; at++) begin[at + 1] = end[at + 1] = ++length
  }
  for (const { from, to, insert } of edit) {
    keepTo(from)
    parts.push(insert)
    inserted.push({ from: length, to: length + insert.length })
    length += insert.length
    end[from] = length
    isGone.fill(1, from, to)
    for (; at < to; at++) begin[at + 1] = end[at + 1] = length
  }
  keepTo(text.length)
  const isNew = new Uint8Array(length)
  for (const one of inserted) isNew.fill(1, one.from, one.to)
  return { text: parts.join(''), begin, end, isGone, isNew }
}

/** A draft of a text and marks that are written into it then, which are not counted as put in. */
export function withMarks(first: Draft, marks: readonly Replacement[]): Draft {
  const second = drafted(first.text, marks)
  const isNew = new Uint8Array(second.text.length)
  first.isNew.forEach((one, at) => {
    if (one === 1 && second.isGone[at] === 0) isNew[second.end[at] ?? 0] = 1
  })
  return {
    text: second.text,
    begin: first.begin.map((at) => second.begin[at] ?? 0),
    end: first.end.map((at) => second.end[at] ?? 0),
    isGone: first.isGone.map((gone, at) => (gone === 1 ? 1 : (second.isGone[first.end[at] ?? 0] ?? 0))),
    isNew,
  }
}
