import type { SyntaxNode } from '@lezer/common'
import { inlineMark, type InlineKind, isOfWords, type Span, runOf } from './inline-marks'
import { parseWords } from './words-tree'

/** What a text says to whoever reads it as Markdown: its letters without the marks of emphasis, and how each looks. */
export interface InlineMeaning {
  readonly letters: string
  /** Which code units of the text the letters are. */
  readonly places: readonly number[]
  /** For each of the letters the kinds that it is of, as a set of their bits; null where none would be seen. */
  readonly kinds: readonly (number | null)[]
  /** All else that the text is made of, blocks, links and code, in their order. */
  readonly structure: string
}

/** The command that is to make `spans`, in offsets of a text, of a kind, or not of it. */
export interface Intent {
  readonly spans: readonly Span[]
  readonly kind: InlineKind
  readonly isOn: boolean
}

const unlisted: ReadonlySet<string> = new Set(['EmphasisMark', 'StrikethroughMark', 'Escape', 'Entity'])
const unseen: ReadonlySet<string> = new Set(['LinkMark', 'LinkTitle', 'QuoteMark', 'HardBreak'])

/** Reads a part of an entry by itself: whole lines. */
export function meaningOf(text: string): InlineMeaning {
  const kindsAt = new Uint8Array(text.length)
  const isUnseen = new Uint8Array(text.length)
  const isMark = new Uint8Array(text.length)
  const names: string[] = []
  parseWords(text).iterate({
    enter({ name, from, to, node }) {
      const kind = inlineMark(name)
      const run = runOf(node, (start, end) => text.slice(start, end))
      if (kind && run) {
        for (let at = from; at < to; at++) kindsAt[at]! |= kind.bit
        isMark.fill(1, run.from, run.inner.from).fill(1, run.inner.to, run.to)
      } else if (!unlisted.has(name) && !isOfWords(node)) names.push(name)
      if (name === 'Escape') isMark[from] = 1
      if ((unseen.has(name) && !isOfWords(node)) || isTarget(node)) isUnseen.fill(1, from, to)
    },
  })
  const places = Array.from(isMark.keys()).filter((at) => isMark[at] === 0)
  const isSeen = (at: number) => isUnseen[at] === 0 && text.charAt(at).trim() !== ''
  return {
    letters: places.map((at) => text.charAt(at)).join(''),
    places,
    kinds: places.map((at) => (isSeen(at) ? (kindsAt[at] ?? 0) : null)),
    structure: names.join(),
  }
}

const isTarget = ({ name, parent }: SyntaxNode) =>
  name === 'URL' && (parent?.name === 'Link' || parent?.name === 'Image')

/** Of which kinds each letter within the span is that can be seen to be of any, as sets of their bits. */
export function kindsIn({ places, kinds }: InlineMeaning, { from, to }: Span): number[] {
  const first = firstAtOrBehind(places, from)
  return kinds.slice(first, firstAtOrBehind(places, to)).filter((own) => own !== null)
}

function firstAtOrBehind(places: readonly number[], at: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a text that had the one meaning has the other one now, as it was intended and in nothing else. */
export function isIntended(before: InlineMeaning, after: InlineMeaning, { spans, kind, isOn }: Intent): boolean {
  const { bit } = inlineMark(kind)
  const meant = (kinds: number) => (isOn ? kinds | bit : kinds & ~bit)
  const isToChange = new Uint8Array(spans.reduce((end, { to }) => Math.max(end, to), 0))
  for (const { from, to } of spans) isToChange.fill(1, from, to)
  return (
    before.letters === after.letters &&
    before.structure === after.structure &&
    before.places.every((at, index) => {
      const own = before.kinds[index] ?? null
      return own === null || after.kinds[index] === (isToChange[at] === 1 ? meant(own) : own)
    })
  )
}
