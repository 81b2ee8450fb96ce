import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { spareFor } from '../../electron/core/exchange/journal/spare-files'
import { fileOf, writerOf } from '../support/fold-devices'
import { forge, inAnyOrder, standingOf, startNamed, unlock } from '../support/named-devices'

const love = 'I love you'
const bodyOf = (doc: Y.Doc) => doc.getMap<Y.Map<Y.Text>>('entries').get('e')?.get('body')

/** Ben begins an entry, and Ana writes in it; his changed app then says something else under the same ids. */
function doubled() {
  const ben = startNamed(2)
  ben.doc.getMap<Y.Map<unknown>>('entries').set('e', new Y.Map([['body', new Y.Text('Ben: ')]]))
  const his = ben.flush()
  const slices = [forge(ben.doc.clientID, 'xxxxxxxxxx')]
  const { sessions } = his
  return {
    his,
    others: [
      fileOf(writerOf(2, 77), 1, { head: 'g1', sessions, slices }),
      // One that needs nothing before it.
      fileOf(ben.me, 2, {
        head: 'g3',
        kind: 'snapshot',
        sessions,
        slices,
        vector: new Map([[ben.me, { number: 1, head: his.head }]]),
      }),
    ],
  }
}
const writeIn = ({ doc }: ReturnType<typeof startNamed>) => bodyOf(doc)?.insert(5, love)

describe('two contents of the partner’s device under the same ids', () => {
  it('[Y230] don’t hide what I wrote in the one that I have seen, in whatever order all lies on the disk', () => {
    const { his, others } = doubled()
    for (const other of others) {
      const ana = startNamed(1, { files: [his] })
      writeIn(ana)
      const hers = ana.flush()
      for (const files of inAnyOrder(other, his, hers)) {
        const again = unlock(files)
        expect([bodyOf(again.doc)?.toJSON(), standingOf(again).includes('2 refused')]).toEqual([`Ben: ${love}`, true])
        // And what my snapshot then makes unnecessary is in it.
        const whole = fileOf(ana.me, 2, { kind: 'snapshot', prev: hers.head, ...again.fold.snapshot(100_000) })
        again.fold.receive([whole])
        const isApplied = (file: FoldedFile) => again.fold.isKnown(file.writer, file)
        const spare = spareFor(whole, { all: [...files, whole], isApplied, mayFree: () => true })
        const left = [...files, whole].filter((file) => !spare.includes(file))
        expect(bodyOf(unlock(left).doc)?.toJSON()).toBe(`Ben: ${love}`)
      }
    }
  })

  it('[Y231] are found while the journal is open, so that no file of mine says that it rests on the second', () => {
    const { his, others } = doubled()
    for (const other of others) {
      const ana = startNamed(1, { files: [his] })
      writeIn(ana)
      ana.fold.receive([other])
      ana.say('!')
      const hers = ana.flush()
      expect([...hers.deps]).toEqual([[his.writer, 1]])
      expect([bodyOf(ana.doc)?.toJSON(), standingOf(ana)]).toEqual([`Ben: ${love}`, ['2 refused']])
      for (const files of inAnyOrder(other, his, hers)) expect(bodyOf(unlock(files).doc)?.toJSON()).toBe(`Ben: ${love}`)
    }
  })
})
