import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { reachablePart } from '../../electron/core/exchange/fold/reachable-part'

/** Two who write in turn, and what either wrote. */
function openPair() {
  const [mine, theirs] = [1, 2].map((client) => Object.assign(new Y.Doc(), { clientID: client }))
  if (!mine || !theirs) throw new Error('no documents')
  const by = (doc: Y.Doc, other: Y.Doc) => (edit: (text: Y.Text) => void) => {
    const known = Y.encodeStateVector(doc)
    edit(doc.getText('body'))
    const update = Y.encodeStateAsUpdate(doc, known)
    Y.applyUpdate(other, update)
    return update
  }
  return { mine: by(mine, theirs), theirs: by(theirs, mine) }
}

/** As many clients with a letter each behind the one of client 0, which is looked at last, or isn't there. */
const restingOnOne = (clients: number, { isThere }: { isThere: boolean }) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, isThere ? clients + 1 : clients)
    for (let at = isThere ? 0 : 1; at <= clients; at++) {
      for (const number of [1, at, 0]) encoding.writeVarUint(encoder, number)
      encoding.writeUint8(encoder, at === 0 ? 4 : 4 | 128)
      if (at === 0) encoding.writeVarUint(encoder, 1)
      if (at === 0) encoding.writeVarString(encoder, 't')
      else for (const number of [0, 0]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'x')
    }
    encoding.writeVarUint(encoder, 0)
  })

describe('what of an update can be applied', () => {
  it('[Y273] is what rests on nothing missing, in turns of several clients, with the deletions of what is there', () => {
    const pair = openPair()
    const first = pair.mine((text) => text.insert(0, 'ab'))
    const answer = pair.theirs((text) => text.insert(2, 'cd'))
    const next = pair.mine((text) => text.insert(4, 'ef'))
    const missing = pair.theirs((text) => text.insert(6, 'gh'))
    const behind = pair.mine((text) => {
      text.insert(8, 'ij')
      text.delete(0, 1)
    })
    const doc = new Y.Doc()
    for (const part of reachablePart(doc, Y.mergeUpdates([behind, next, answer, first]))) Y.applyUpdate(doc, part)

    expect(doc.getText('body').toJSON()).toBe('bcdef')
    expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])

    Y.applyUpdate(doc, missing)
    for (const part of reachablePart(doc, behind)) Y.applyUpdate(doc, part)
    expect(doc.getText('body').toJSON()).toBe('bcdefghij')
  })

  it('[Y273] however many clients rest on one: all of it with that one, and without it nothing', () => {
    const doc = new Y.Doc()
    expect(reachablePart(doc, restingOnOne(300_000, { isThere: false }))).toEqual([])

    const whole = restingOnOne(300_000, { isThere: true })
    const [words] = reachablePart(doc, whole)
    expect(Y.decodeUpdate(words ?? new Uint8Array()).structs).toHaveLength(300_001)
  })
})
