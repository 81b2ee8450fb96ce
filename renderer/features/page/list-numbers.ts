import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

/** The text that a tree was made of. */
type Source = Pick<EditorState, 'sliceDoc'>

/** CommonMark 5.2: more figures than nine make no list. */
const highestNumber = 999_999_999
/** How many items of a list are looked at for the first that counts. */
const mostLookedAt = 32

/** Whether a mark as it is written, `-`, `*` or `3.`, bears a number. */
export const isNumbered = (mark: string): boolean => mark.length > 1

/** The mark that counts on from this one, in the same writing: `1.` `2.`, `01)` `02)`. A dash stays, and so does the highest number. */
export function nextMark(mark: string): string {
  if (!isNumbered(mark)) return mark
  const figures = mark.slice(0, -1)
  const next = Math.min(highestNumber, Number(figures) + 1)
  return String(next).padStart(figures.length, '0') + mark.slice(-1)
}

/**
 * Whether a number counts, as those of a list do: it is 0 or 1, or one more or one less than its neighbor's, or stands
 * before a checkbox. A year, a date or an ordinal at the beginning of a line doesn't. The item's list is an ordered one.
 */
export function counts(state: Source, item: SyntaxNode): boolean {
  const number = numberOf(state, item)
  if (number <= 1 || item.getChild('Task')) return true
  const [before, next] = [siblingItem(item, 'prevSibling'), siblingItem(item, 'nextSibling')]
  return (
    (before !== null && numberOf(state, before) + 1 === number) ||
    (next !== null && numberOf(state, next) - 1 === number)
  )
}

/**
 * Whether an item is one for whoever reads and writes, and not words that begin with a number: each with a dash, and
 * those with a number in an item, that count, or behind one of their list's first that does. Where that one begins is
 * kept in `known`, by the offset at which the list does.
 */
export function isListItem(state: Source, item: SyntaxNode, known = new Map<number, number>()): boolean {
  const list = item.parent
  if (list?.name !== 'OrderedList' || list.parent?.name === 'ListItem' || counts(state, item)) return true
  const first = known.get(list.from) ?? firstCounted(state, list)
  known.set(list.from, first)
  return first < item.from
}

/** Whether what the tree has for a list's mark is the number that words begin with. */
export function isNumberOfWords(state: Source, { name, parent, nextSibling }: SyntaxNode): boolean {
  return name === 'ListMark' && nextSibling?.name === 'Paragraph' && parent !== null && !isListItem(state, parent)
}

function firstCounted(state: Source, list: SyntaxNode): number {
  let item = list.firstChild
  for (let seen = 0; item && seen < mostLookedAt; seen++) {
    if (item.name === 'ListItem' && counts(state, item)) return item.from
    item = item.nextSibling
  }
  return Infinity
}

/**
 * Whether an item that follows this one is to have the mark that follows from its mark: where its number counts, and behind
 * a gap in a list of which an item was taken out.
 */
export function goesOn(state: Source, item: SyntaxNode): boolean {
  const list = item.parent
  if (list?.name !== 'OrderedList') return true
  const isCounted = list.parent?.name === 'ListItem' || counts(state, item) || countsWithGaps(state, item)
  return isCounted && numberOf(state, item) < highestNumber
}

/** Whether the numbers rise from one that counts to this one, with at least half of those between them there. */
function countsWithGaps(state: Source, item: SyntaxNode): boolean {
  const last = numberOf(state, item)
  let first = item
  for (let items = 1; items <= mostLookedAt; items++) {
    if (counts(state, first) && last - numberOf(state, first) < 2 * items) return true
    const before = siblingItem(first, 'prevSibling')
    if (!before || numberOf(state, before) >= numberOf(state, first)) return false
    first = before
  }
  return false
}

/** The item before or behind this one in its list; in a quote its marks stand between them. */
export function siblingItem(item: SyntaxNode, direction: 'prevSibling' | 'nextSibling'): SyntaxNode | null {
  let sibling = item[direction]
  while (sibling && sibling.name !== 'ListItem') sibling = sibling[direction]
  return sibling
}

function numberOf(state: Source, item: SyntaxNode): number {
  const mark = item.getChild('ListMark')
  return mark ? Number(state.sliceDoc(mark.from, mark.to - 1)) : Number.NaN
}
