import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fileOf, writerOf } from '../support/fold-devices'
import { forge, inAnyOrder, startNamed, unlock } from '../support/named-devices'

const ben = writerOf(2)
/** Fulani, a flag, a rare Chinese character and a family: all of it beyond the basic plane, or in part. */
const texts = ['𞤀𞤣𞤤𞤢𞤥 😀', 'a🇫🇷b', '𠮷野家', '👨‍👩‍👧']
/** As where Yjs has cut a character in two. */
const halved = (text: string) => text.replace(/[\ud800-\udfff]/g, '\ufffd')

/** The text in pieces that follow each other, cut within each character of two units: each is a struct of its own. */
function inHalves(client: number, text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  const pieces = halved(text).split(/(?<=\ufffd)(?=\ufffd)/)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const piece of pieces) doc.getText('t').insert(doc.getText('t').length, piece)
  return Y.mergeUpdates(updates)
}

describe('letters of two units', () => {
  it('[Y232] are read as I wrote them where a carried copy has U+FFFD for them, whichever comes first', () => {
    for (const text of texts) {
      const ana = startNamed(1)
      ana.say(text)
      const hers = ana.flush()
      const { clientID } = ana.doc
      for (const slice of [forge(clientID, halved(text)), inHalves(clientID, text)]) {
        const his = fileOf(ben, 1, { head: 'f1', slices: [slice] })
        for (const number of [1, 3])
          for (const files of inAnyOrder(his, hers)) expect(unlock(files, number).text()).toBe(text)
        // Mine says that it rests on that one.
        const resting = { ...hers, deps: new Map([[ben, 1]]) }
        for (const files of inAnyOrder(his, resting)) expect(unlock(files).text()).toBe(text)
      }
    }
  })

  it('[Y232] nor are they read for a U+FFFD that I wrote', () => {
    const ana = startNamed(1)
    ana.say('\ufffd\ufffd as it was')
    const hers = ana.flush()
    const his = fileOf(ben, 1, { head: 'f1', slices: [forge(ana.doc.clientID, '😀 as it was')] })
    for (const files of inAnyOrder(his, hers)) expect(unlock(files, 3).text()).toBe('\ufffd\ufffd as it was')
  })
})
