import * as Y from 'yjs'
import type { ReadStruct, ReadUpdate, StructId } from './update-reader'

/**
 * Whether each struct of which the document holds the beginning goes on there. Yjs puts the rest behind what it has, and where
 * that was collected, or stands elsewhere, the document can't be read or written any more. The update has been examined.
 */
export function goesOnWhereItBegan(doc: Y.Doc, { blocks }: ReadUpdate): boolean {
  return [...blocks].every(([client, structs]) => {
    const state = Y.getState(doc.store, client)
    const struct = structs.find(({ clock, length }) => clock < state && clock + length > state)
    if (struct?.sort !== 'item') return true
    const ground = groundOf(doc, struct)
    const held = heldAt(doc, { client, clock: state - 1 })
    return ground === null || (held instanceof Y.Item && held.parent === ground)
  })
}

/** Where Yjs puts a struct: a type, null where that was collected, and undefined where the document hasn't got it. */
function groundOf(doc: Y.Doc, { origin, rightOrigin, parent }: ReadStruct): unknown {
  const [left, right] = [origin, rightOrigin].map((id) => id && heldAt(doc, id))
  if (left instanceof Y.GC || right instanceof Y.GC) return null
  if (typeof parent === 'string') return doc.share.get(parent)
  if (!parent) return (left ?? right)?.parent
  const item = heldAt(doc, parent)
  // What was deleted has lost its type, though it isn't collected itself.
  return item && (item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null)
}

const heldAt = (doc: Y.Doc, { client, clock }: StructId): Y.Item | Y.GC | undefined =>
  clock < Y.getState(doc.store, client) ? Y.getItem(doc.store, Y.createID(client, clock)) : undefined
