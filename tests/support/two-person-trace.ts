import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { z } from 'zod'

const path = resolve(import.meta.dirname, '../../../shared/data/friendsforever.json.gz')

const trace = z.object({
  endContent: z.string(),
  txns: z.array(
    z.object({
      parents: z.array(z.number().int().nonnegative()),
      agent: z.union([z.literal(0), z.literal(1)]),
      patches: z.array(z.tuple([z.number().int(), z.number().int(), z.string()])),
    }),
  ),
})
export type Trace = z.infer<typeof trace>

/** What two people really wrote in one text, with what each had seen of the other; null where it isn't at hand. */
export const friendsForever = (): Trace | null =>
  existsSync(path) ? trace.parse(JSON.parse(gunzipSync(readFileSync(path)).toString())) : null

/**
 * The trace's two authors, each with a document that is always exactly at the version its next edit was made at.
 * Yjs breaks ties by client id, so that of agent 0 is the lower one.
 */
export function createAuthors({ txns }: Trace, start: Uint8Array, textOf: (doc: Y.Doc) => Y.Text | null) {
  const updates: Uint8Array[] = []
  const authors = [0, 1].map((agent) => {
    const doc = new Y.Doc()
    doc.clientID = 1000 + agent
    Y.applyUpdate(doc, start)
    return { doc, seen: 0 }
  })
  const author = (agent: number) => {
    const found = authors[agent]
    if (!found) throw new Error('no such author')
    return found
  }
  return {
    doc: (agent: number) => author(agent).doc,
    /** The other's updates that this edit was made upon, and the edit's own. */
    next(at: number): { heard: Uint8Array[]; own: Uint8Array } {
      const txn = txns[at]
      if (!txn) throw new Error('no such edit')
      const me = author(txn.agent)
      const upTo = Math.max(-1, ...txn.parents.filter((parent) => txns[parent]?.agent !== txn.agent))
      const heard: Uint8Array[] = []
      for (; me.seen <= upTo; me.seen++) {
        const update = updates[me.seen]
        if (txns[me.seen]?.agent !== txn.agent && update) heard.push(update)
      }
      for (const update of heard) Y.applyUpdate(me.doc, update)
      const before = Y.encodeStateVector(me.doc)
      let own: Uint8Array | null = null
      const listen = (update: Uint8Array) => (own = update)
      me.doc.on('update', listen)
      me.doc.transact(() => {
        for (const [position, deleted, inserted] of txn.patches) {
          if (deleted > 0) textOf(me.doc)?.delete(position, deleted)
          if (inserted !== '') textOf(me.doc)?.insert(position, inserted)
        }
      })
      me.doc.off('update', listen)
      const update = own ?? Y.encodeStateAsUpdate(me.doc, before)
      updates[at] = update
      return { heard, own: update }
    },
  }
}
