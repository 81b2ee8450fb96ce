import * as Y from 'yjs'
import { markRole, type MarkRole } from '../../shared/mark-clients'

/** Marks among which one too many is looked for: those of other groups stand between. */
const groups: Record<MarkRole, 'block' | 'gap' | 'open' | 'close'> = {
  quote: 'block',
  indent: 'block',
  list: 'block',
  heading: 'block',
  box: 'block',
  sign: 'block',
  gap: 'gap',
  'bold-open': 'open',
  'italic-open': 'open',
  'strike-open': 'open',
  'link-open': 'open',
  escape: 'open',
  'bold-close': 'close',
  'italic-close': 'close',
  'strike-close': 'close',
  'link-close': 'close',
  address: 'close',
}

/** How many structs are looked at on either side: a partner's device may send any number of deleted ones. */
export const farthest = 2_000
/** How many marks are looked at that stand together, on either side; commands of a few people make a few. */
const mostTogether = 64

/** One mark as far as it is still there; Yjs holds it in several items where something came between its letters. */
export interface Mark {
  role: MarkRole
  items: Y.Item[]
}

/**
 * The role of the mark that this item is of, or null. Only letters in their row can be a mark: of anything else that a
 * partner's device sends under such an id, an attribute or a format, there is nothing at its place to take out but the
 * letters of others.
 */
export const roleOf = ({ id, parent, parentSub, content }: Y.Item): MarkRole | null =>
  parent instanceof Y.Text && parentSub === null && content instanceof Y.ContentString ? markRole(id.client) : null

/** The marks of one group that stand together around this live item of a mark, with no letter between, in order. */
export function marksAround(item: Y.Item): Mark[] {
  const role = roleOf(item)
  if (!role) return []
  const before = together(item, 'left', groups[role]).toReversed()
  return marksOf([...before, item, ...together(item, 'right', groups[role])])
}

/** The mark of which this live item is. */
export const markAt = (item: Y.Item): Mark | null => marksAround(item).find(({ items }) => items.includes(item)) ?? null

/** The next item on that side that isn't deleted; null at the end of the text, and where it lies too far away. */
export function liveNeighbor(item: Y.Item, side: 'left' | 'right'): Y.Item | null {
  let next = item[side]
  for (let seen = 0; next?.deleted && seen < farthest; seen++) next = next[side]
  return next?.deleted === false ? next : null
}

function together(item: Y.Item, side: 'left' | 'right', group: string): Y.Item[] {
  const items: Y.Item[] = []
  for (let next = liveNeighbor(item, side); next && items.length < mostTogether; next = liveNeighbor(next, side)) {
    const role = roleOf(next)
    if (!role || groups[role] !== group) break
    items.push(next)
  }
  return items
}

function marksOf(items: readonly Y.Item[]): Mark[] {
  const marks: Mark[] = []
  for (const item of items) {
    const role = roleOf(item)
    if (!role) continue
    const begun = role === 'box' ? openBox(marks, item) : marks.at(-1)
    if (begun && begun.role === role && continues(begun, item)) begun.items.push(item)
    else marks.push({ role, items: [item] })
  }
  return marks
}

/** In a box stands its sign. */
function openBox(marks: readonly Mark[], { id }: Y.Item): Mark | undefined {
  const last = marks.findLast(({ role }) => role !== 'sign')
  return last?.items[0]?.id.client === id.client ? last : undefined
}

function continues({ role, items }: Mark, { id }: Y.Item): boolean {
  const last = items.at(-1)
  if (!last || last.id.client !== id.client) return false
  const end = last.id.clock + last.length
  return role === 'box' ? id.clock >= end : id.clock === end
}

/** The text of a mark as far as it is still there. */
export const markText = ({ items }: Mark): string =>
  items.map(({ content }) => (content instanceof Y.ContentString ? content.str : '')).join('')

/**
 * Whether one of the two was put beside the other on purpose: by the same session, or by somebody who had it before their
 * eyes, or one that was put beside it, and so on.
 */
export const isBeside = (earlier: Mark, later: Mark): boolean =>
  earlier.items[0]?.id.client === later.items[0]?.id.client ||
  reaches(earlier.items.at(-1), later.items, { side: 'right', origin: 'rightOrigin' }) ||
  reaches(later.items[0], earlier.items, { side: 'left', origin: 'origin' })

/** Whether what the item was put beside, what that was put beside, and so on, is one of these items on that side. */
function reaches(
  from: Y.Item | undefined,
  items: readonly Y.Item[],
  { side, origin }: { side: 'left' | 'right'; origin: 'origin' | 'rightOrigin' },
): boolean {
  let beside = from?.[origin] ?? null
  let next = from?.[side] ?? null
  for (let seen = 0; next && seen < farthest && !items.includes(next); next = next[side], seen++)
    if (holds([next], beside)) beside = next[origin]
  return holds(items, beside)
}

/** Whether one of the items holds the letter with this id. */
export function holds(items: readonly Y.Item[], id: Y.ID | null): boolean {
  return items.some(({ id: { client, clock }, length }) => {
    return id !== null && id.client === client && id.clock >= clock && id.clock < clock + length
  })
}

/** Where in its text this item stands, or stood, in UTF-16 code units; null outside of any text. */
export function placeOf({ id, parent }: Y.Item): { text: Y.Text; index: number } | null {
  if (!(parent instanceof Y.Text) || !parent.doc) return null
  const found = Y.createAbsolutePositionFromRelativePosition(new Y.RelativePosition(null, null, id), parent.doc, false)
  return found && { text: parent, index: found.index }
}

/** Takes a mark out by its places, for Yjs remembers where places are and must be told. */
export function removeMark({ items }: Mark): void {
  for (const item of items) {
    const place = item.deleted ? null : placeOf(item)
    place?.text.delete(place.index, item.length)
  }
}
