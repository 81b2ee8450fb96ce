import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fileOf, writerOf } from '../support/fold-devices'
import { forge, goneOf, inAnyOrder, standingOf, startNamed, unlock } from '../support/named-devices'

const [love, hate] = ['I love you', 'I hate you']
const ben = writerOf(2)

describe('what the owner has told', () => {
  it('[Y226] gets nobody refused who says the same, while the forged words still stand in the document', () => {
    const [ana, cara] = [startNamed(1), startNamed(3)]
    ana.say(love)
    const hers = ana.flush()
    const his = fileOf(ben, 1, { head: 'f1', slices: [forge(ana.doc.clientID, hate)] })
    cara.fold.live(Y.encodeStateAsUpdate(ana.doc))
    cara.doc.getText('other').insert(0, love)
    const caras = cara.flush()
    for (const number of [1, 3, 4])
      for (const files of inAnyOrder(hers, his, caras)) {
        const unlocked = unlock(files, number)
        expect([unlocked.text(), unlocked.doc.getText('other').toJSON()]).toEqual([love, love])
        expect(standingOf(unlocked).filter((each) => each !== '2 refused')).toEqual([])
        expect(unlocked.fold.doubts().forged.filter((head) => head !== 'f1')).toEqual([])
      }
  })
})

describe('what a partner’s snapshot calls collected', () => {
  /** Ana has heard Cara's words live and files them with hers, on which what Cara files rests. */
  function conversation() {
    const [cara, ana] = [startNamed(3), startNamed(1)]
    cara.say(love)
    ana.fold.live(Y.encodeStateAsUpdate(cara.doc))
    ana.say(' too')
    const hers = ana.flush()
    cara.fold.receive([hers])
    cara.say('. Cara')
    return { cara, hers, caras: cara.flush(), text: `${love} too. Cara` }
  }

  it('[Y224] neither refuses who files those words beside their own, nor makes their owner wait', () => {
    const { cara, hers, caras, text } = conversation()
    const his = fileOf(ben, 1, { head: 'f1', kind: 'snapshot', slices: [goneOf(cara.doc.clientID, love.length)] })
    for (const number of [1, 3, 4])
      for (const files of inAnyOrder(his, hers, caras)) {
        const unlocked = unlock(files, number)
        expect(unlocked.text()).toBe(text)
        // Only the snapshot is set aside, and only where it came before the words.
        expect(standingOf(unlocked).filter((each) => each !== '2 refused')).toEqual([])
        expect(unlocked.fold.doubts().forged.filter((head) => head !== 'f1')).toEqual([])
        expect(unlocked.fold.doubts().contested).toEqual([])
      }
  })

  it('[Y225] of words of its own refuses nobody who has filed them before, and keeps nothing of theirs waiting', () => {
    const [his, ana] = [startNamed(2), startNamed(1)]
    his.say(hate)
    ana.fold.live(Y.encodeStateAsUpdate(his.doc))
    ana.doc.getText('other').insert(0, love)
    const hers = ana.flush()
    ana.doc.getText('other').insert(love.length, ' still')
    const more = ana.flush()
    const { sessions } = his.fold.snapshot(1000)
    const lie = fileOf(ben, 1, { kind: 'snapshot', sessions, slices: [goneOf(his.doc.clientID, hate.length)] })
    for (const number of [1, 2, 4])
      for (const files of inAnyOrder(lie, hers, more)) {
        const unlocked = unlock(files, number)
        expect([unlocked.doc.getText('other').toJSON(), standingOf(unlocked)]).toEqual([`${love} still`, []])
      }
  })
})
