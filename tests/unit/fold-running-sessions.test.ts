import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fileOf, writerOf } from '../support/fold-devices'
import { forge, inAnyOrder, type Named, standingOf, startNamed } from '../support/named-devices'

const love = 'I love you'
const ben = writerOf(2)

/** Ben has heard her words before she filed them, and files them with his answer; hers rests on that. */
function answered(ana: Named) {
  ana.say(love)
  const him = startNamed(2)
  him.fold.live(Y.encodeStateAsUpdate(ana.doc))
  him.say(', Ana')
  const his = him.flush()
  ana.fold.receive([his])
  ana.say('. So do I')
  return { his, hers: ana.flush() }
}

describe('a journal that is folded anew while its sessions run', () => {
  it('[Y274] has all that this device said again, though files that carry it come before its own', () => {
    const { sessions } = startNamed(1)
    for (const ana of [startNamed(1), startNamed(1, { running: sessions })]) {
      const { his, hers } = answered(ana)
      for (const files of inAnyOrder(his, hers)) {
        const anew = startNamed(1, { files, running: ana.sessions })
        expect([anew.text(), standingOf(anew)]).toEqual([ana.text(), []])
      }
    }
  })

  it('[Y274] and has what is beyond wait for its window as before', () => {
    const ana = startNamed(1)
    const { his, hers } = answered(ana)
    const beyond = forge(ana.doc.clientID, ' and more', Y.encodeStateAsUpdate(ana.doc))
    const next = fileOf(ben, 2, { prev: his.head, deps: new Map([[ana.me, 1]]), slices: [beyond] })
    const anew = startNamed(1, { files: [his, hers, next], running: ana.sessions })
    expect([anew.text(), standingOf(anew)]).toEqual([ana.text(), ['2 refused']])
  })
})

describe('words beyond what a vault process of mine has said', () => {
  it('[Y275] are forged at once, for nobody can have them from it, and keep nothing waiting', () => {
    const { sessions } = startNamed(1)
    const ana = startNamed(1, { running: sessions })
    ana.say(love)
    const hers = ana.flush()
    const beyond = forge(ana.doc.clientID, ' not', Y.encodeStateAsUpdate(ana.doc))
    const his = fileOf(ben, 1, { slices: [beyond] })
    const more = fileOf(ben, 2, { prev: his.head, slices: [forge(77, 'Ben. ')] })
    ana.fold.receive([his, more])
    expect([ana.text().includes('Ben. '), ana.text().includes('not')]).toEqual([true, false])
    expect([standingOf(ana), ana.fold.doubts().forged]).toEqual([['2 refused'], [his.head]])
    const anew = startNamed(1, { files: [hers, his, more], running: sessions })
    expect([anew.text().includes('Ben. '), anew.text().includes('not')]).toEqual([true, false])
  })
})
