import * as Y from 'yjs'
import { slicesOf } from '../../shared/update-slices'

/** Changes a document at random somewhere below its entries: nested types, text of all widths, deletions. */
export function editAtRandom(doc: Y.Doc, random: () => number, origin?: unknown): void {
  const below = (count: number) => Math.floor(random() * count)
  doc.transact(() => {
    const entries = doc.getMap<Y.Map<unknown>>('entries')
    const key = `e${below(4)}`
    let entry = entries.get(key)
    if (!entry?.has('body') || random() < 0.04) {
      entry = new Y.Map<unknown>()
      entries.set(key, entry)
      entry.set('body', new Y.XmlFragment())
    }
    entry.set(`field${below(3)}`, below(5))
    const body = entry.get('body') as Y.XmlFragment
    if (body.length === 0 || random() < 0.1) {
      const paragraph = new Y.XmlElement('paragraph')
      body.insert(below(body.length + 1), [paragraph])
      paragraph.insert(0, [new Y.XmlText('x')])
    }
    const paragraph = body.get(below(body.length)) as Y.XmlElement
    // Half of a document may be missing, where a changed app has left it out.
    if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText('x')])
    const text = paragraph.get(0) as Y.XmlText
    if (random() < 0.3 && text.length > 2) text.delete(below(text.length - 1), 1)
    else text.insert(below(text.length + 1), ['ab', 'é', '日本語', 'word '.repeat(1 + below(30))][below(4)] ?? '')
    if (random() < 0.02 && body.length > 1) body.delete(0, 1)
  }, origin)
}

/** Whether two documents hold the same words and the same deletions. */
export const isSame = (a: Y.Doc, b: Y.Doc) =>
  Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b)) &&
  JSON.stringify(sortedJson(a.getMap('entries').toJSON())) === JSON.stringify(sortedJson(b.getMap('entries').toJSON()))

function sortedJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.entries(value)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([key, inner]) => [key, sortedJson(inner)])
}

/** All that a document holds, cut as files cut it. */
export const wholeOf = (doc: Y.Doc, maxBytes = 128 * 1024) => [...slicesOf(doc, new Uint8Array([0]), maxBytes)]
