import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { undeletedIn } from '../../electron/core/exchange/fold/undeleted'
import { spareFor } from '../../electron/core/exchange/journal/spare-files'
import { fileOf, present, writerOf } from '../support/fold-devices'
import { forge, goneOf, inAnyOrder, type Named, standingOf, startNamed, unlock } from '../support/named-devices'

const love = 'I love you'
const ben = writerOf(2)

/** An update that calls a client's first clocks, in the text, deleted, and deletes nothing (Yjs, V1). */
const calledDeleted = (client: number, length: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, 1, client, 0, 1, 1]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, 't')
    for (const number of [length, 0]) encoding.writeVarUint(encoder, number)
  })
const waysToCallGone = [calledDeleted, goneOf]

describe('words that a changed app calls gone, and doesn’t delete', () => {
  it('[Y227] are there after an unlock, and all that I answered, though my file says that it rests on that one', () => {
    for (const gone of waysToCallGone)
      for (const kind of ['update', 'snapshot'] as const) {
        const ana = startNamed(1)
        ana.say(love)
        const his = fileOf(ben, 1, {
          head: 'f1',
          kind,
          slices: [gone(ana.doc.clientID, love.length), forge(77, 'Ben. ')],
        })
        ana.fold.receive([his])
        ana.say(' still', ana.text().indexOf(love) + love.length)
        const hers = ana.flush()
        expect([...hers.deps]).toEqual([[ben, 1]])
        for (const number of [1, 3, 4])
          for (const files of inAnyOrder(hers, his)) {
            const again = unlock(files, number)
            expect([again.text().replace('Ben. ', ''), again.text().length]).toEqual([`${love} still`, 21])
            expect(again.folds).toBeLessThan(3)
          }
      }
  })

  it('[Y227] of that app’s own device, too: what I wrote behind them stays', () => {
    const [his, ana] = [startNamed(2), startNamed(1)]
    his.say(love)
    ana.fold.live(Y.encodeStateAsUpdate(his.doc))
    ana.say(' too')
    const hers = ana.flush()
    const { sessions } = his.fold.snapshot(1000)
    for (const gone of waysToCallGone) {
      const lie = fileOf(ben, 1, { kind: 'snapshot', sessions, slices: [gone(his.doc.clientID, love.length)] })
      for (const files of inAnyOrder(lie, hers)) {
        const again = unlock(files)
        expect([again.text(), standingOf(again)]).toEqual([`${love} too`, []])
      }
    }
  })

  it('[Y228] are in the files of whom they are for as long as no snapshot holds or deletes them', () => {
    const cara = startNamed(3)
    cara.say(love)
    const caras = [cara.flush()]
    cara.doc.getText('other').insert(0, love)
    caras.push(cara.flush())
    const ana = startNamed(1, { files: caras })
    const vector = new Map([[cara.me, present(caras.at(-1))]])
    for (const gone of waysToCallGone) {
      const lie = fileOf(ben, 1, { kind: 'snapshot', vector, slices: [gone(cara.doc.clientID, love.length)] })
      ana.fold.receive([lie])
      expect([ana.fold.isKnown(ben, lie), sparedBy(ana, lie, caras)]).toEqual([true, []])
    }
    // A snapshot that deletes them holds them.
    const deleting = startNamed(2, { files: caras })
    deleting.doc.getText('t').delete(0, love.length)
    const whole = deleting.next({ kind: 'snapshot', ...deleting.fold.snapshot(1000) })
    const other = startNamed(1, { files: [...caras, whole] })
    expect(sparedBy(other, whole, caras)).toEqual([caras[0]])
  })

  it('[Y229] are deleted by the file in which a device passes on what it heard so live', () => {
    for (const gone of waysToCallGone) {
      const [cara, ana] = [startNamed(3), startNamed(1)]
      expect(ana.fold.live(gone(cara.doc.clientID, love.length))).toBe('applied')
      ana.say('Ana. ')
      const hers = ana.flush()
      expect(undeletedIn(hers.slices)).toEqual([])
      const again = unlock([hers], 2)
      expect([again.text(), standingOf(again)]).toEqual(['Ana. ', []])
    }
  })
})

const sparedBy = ({ fold }: Named, snapshot: ReturnType<typeof fileOf>, files: readonly ReturnType<typeof fileOf>[]) =>
  spareFor(snapshot, {
    all: [...files, snapshot],
    isApplied: (file) => fold.isKnown(file.writer, file),
    mayFree: (writer) => writer === files[0]?.writer,
  })
