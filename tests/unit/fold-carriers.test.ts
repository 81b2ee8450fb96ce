import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { sessionOfClient } from '../../shared/mark-clients'
import { foldWithoutForged } from '../../electron/core/exchange/journal/forged-files'
import { spareFor } from '../../electron/core/exchange/journal/spare-files'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { fileOf, headOf, writerOf } from '../support/fold-devices'
import { forge, goneOf, inAnyOrder, type Named, standingOf, startNamed, unlock } from '../support/named-devices'

const [love, hate] = ['I love you', 'I hate you']
const ben = writerOf(2)
/** Under which Ana's device goes on once it was put back. */
const anew = writerOf(1, 55)

const idsOf = ({ sessions }: FoldedFile) => sessions.map(({ id }) => id)
const sessionOf = ({ doc }: Named) => sessionOfClient(doc.clientID)

/** Ana's device as it is unlocked after it was put back: it writes under a new tag. */
function unlockAnew(files: readonly FoldedFile[]): Named {
  return foldWithoutForged([], (doubts) => {
    const device = startNamed(1, { files, doubts, me: anew })
    return { ...device, ...device.fold, device }
  }).device
}

/** Ana's device was put back as it was before her second file; Ben's changed app says other words in its place, live. */
function putBack() {
  const ana = startNamed(1)
  ana.say('Dear. ')
  const first = ana.flush()
  const before = Y.encodeStateAsUpdate(ana.doc)
  ana.say(love)
  const second = ana.flush()
  const restored = startNamed(1, { files: [first], me: anew })
  restored.fold.live(forge(ana.doc.clientID, hate, before))
  return { ana, first, second, restored }
}

describe('words under a session of mine that is over', () => {
  it('[Y261] that come live are called mine by no file of this device: not by the next, nor by a snapshot', () => {
    const { ana, restored } = putBack()
    restored.say(' — did I?')
    const mine = restored.flush()
    expect(idsOf(mine)).toEqual([sessionOf(restored)])
    const whole = restored.next({ kind: 'snapshot', ...restored.fold.snapshot(1000) })
    expect(idsOf(whole)).toEqual([sessionOf(restored)])
    const again = startNamed(1, { files: [mine], me: anew })
    again.say('!')
    expect(idsOf(again.flush())).toEqual([sessionOf(again)])
    expect(again.fold.snapshot(1000).sessions.map(({ id }) => id)).not.toContain(sessionOf(ana))
  })

  it('[Y261] and never stand before what I have said, whichever file comes first; no other word of mine goes with them', () => {
    for (const kind of ['update', 'snapshot'] as const) {
      const { first, second, restored } = putBack()
      restored.say(' — did I?')
      const mine = kind === 'update' ? restored.flush() : null
      const whole = restored.next({ kind, ...restored.fold.snapshot(1000), deps: new Map() })
      const file = mine ?? { ...whole, vector: new Map([[first.writer, first]]) }
      for (const files of inAnyOrder(file, first, second)) {
        expect(unlockAnew(files).text()).toBe(`Dear. ${love} — did I?`)
        expect(unlock(files, 3).text()).toBe(`Dear. ${love} — did I?`)
      }
      restored.fold.receive([second])
      expect(restored.fold.isFalsified()).toBe(true)
    }
  })

  it('[Y261] nor where they go further than mine, and I have written behind them', () => {
    const { ana, first, second, restored } = putBack()
    restored.fold.live(forge(ana.doc.clientID, ' indeed', Y.encodeStateAsUpdate(restored.doc)))
    restored.say(' — did I?')
    const mine = restored.flush()
    for (const files of inAnyOrder(mine, first, second)) {
      const { text } = unlockAnew(files)
      expect(text()).toContain(`Dear. ${love}`)
      expect(text()).toContain(' — did I?')
    }
  })

  it('[Y262] are mine again once a file of mine has said them; till then what proves the session stays', () => {
    const ana = startNamed(1)
    ana.say('Dear. ')
    const first = ana.flush()
    ana.say(love)
    const live = Y.encodeStateAsUpdate(ana.doc, Y.encodeStateVector(startNamed(1, { files: [first] }).doc))
    // Her process was killed before it filed them; Ben's window has heard them.
    const again = startNamed(1, { files: [first] })
    expect(again.fold.live(live)).toBe('applied')
    again.say('. Ana')
    const second = again.flush()
    const whole = again.next({ kind: 'snapshot', ...again.fold.snapshot(1000) })
    again.fold.receive([whole])
    expect([again.text(), idsOf(whole)]).toEqual([`Dear. ${love}. Ana`, [sessionOf(again)]])
    const all = [first, second, whole]
    const isApplied = (file: FoldedFile) => again.fold.isKnown(file.writer, file)
    expect(spareFor(whole, { all, isApplied, mayFree: () => true })).toEqual([second])
    for (const files of inAnyOrder(first, second)) {
      const unlocked = unlock(files)
      expect([unlocked.text(), standingOf(unlocked), unlocked.folds]).toEqual([`Dear. ${love}. Ana`, [], 1])
    }
    // What she had filed meanwhile elsewhere comes after all.
    const late = fileOf(ana.me, 2, { head: 'late', sessions: first.sessions, slices: [live] })
    again.fold.receive([late])
    expect(again.fold.isFalsified()).toBe(false)
    expect(new Set(again.fold.snapshot(1000).sessions.map(({ id }) => id))).toEqual(
      new Set([sessionOf(ana), sessionOf(again)]),
    )
  })
})

describe('an honest carrier', () => {
  it('[Y263] of what Ben said live and files otherwise loses none of its own words, and none that come after', () => {
    const his = startNamed(2)
    his.say('I will come. ')
    const ana = startNamed(1)
    ana.fold.live(Y.encodeStateAsUpdate(his.doc))
    ana.say('Good. ')
    const hers = ana.flush()
    ana.say('At last. ')
    const more = ana.flush()
    const filed = fileOf(ben, 1, {
      sessions: his.fold.snapshot(100).sessions,
      slices: [forge(his.doc.clientID, 'I may come.  ')],
    })
    for (const number of [1, 3])
      for (const files of inAnyOrder(hers, more, filed)) {
        expect(unlock(files, number).text()).toBe('I may come.  Good. At last. ')
        const open = startNamed(number)
        for (const file of files) open.fold.receive([file])
        expect(open.text()).toContain('Good. At last. ')
      }
  })

  it('[Y263] nor one that was told other words of a third one’s', () => {
    const [cara, dan] = [startNamed(3), startNamed(4)]
    cara.say(love)
    const hers = cara.flush()
    dan.fold.live(forge(cara.doc.clientID, hate))
    dan.say(' — really? ')
    const first = dan.flush()
    dan.say('More of Dan. ')
    for (const files of inAnyOrder(hers, first, dan.flush()))
      for (const number of [1, 3, 4]) expect(unlock(files, number).text()).toBe(`${love} — really? More of Dan. `)
  })
})

describe('what a snapshot names', () => {
  /** A snapshot, and a chain of which it names all but the last file. */
  function rolled(by: FoldedFile['writer'], named: FoldedFile['writer']) {
    const whole = fileOf(by, 1, {
      kind: 'snapshot',
      vector: new Map([[named, { number: 50, head: headOf(named, 50) }]]),
    })
    const other = startNamed(Number(named.slice(0, 32)), { me: named })
    other.say('Words. ')
    return [whole, { ...other.flush(), first: 51, number: 51, head: headOf(named, 51), prev: headOf(named, 50) }]
  }

  it('[Y264] is followed however many writers another device has invented, and those cost only that device', () => {
    const vector = new Map(
      Array.from({ length: 256 }, (_, at) => [writerOf(2, 1000 + at), { number: 1, head: 'x' }] as const),
    )
    const lie = fileOf(ben, 1, { kind: 'snapshot', vector })
    const [own, copy] = [writerOf(1), writerOf(1, 71)]
    for (const files of [rolled(own, copy), rolled(writerOf(3), writerOf(3, 72)), rolled(writerOf(3), writerOf(4))])
      expect(unlock([lie, ...files]).text()).toBe('Words. ')
    const files = rolled(writerOf(2, 2), writerOf(2, 73))
    expect(unlock([lie, ...files]).text()).toBe('')
    expect(unlock(files).text()).toBe('Words. ')
  })
})

describe('words that come in for want of others', () => {
  it('[Y265] are noted as carried: their owner is heard when it files otherwise', () => {
    const [cara, dan] = [startNamed(3), startNamed(4)]
    cara.say('Dear. ')
    const hers = cara.flush()
    const his = fileOf(ben, 1, { head: 'f1', slices: [forge(cara.doc.clientID, `Xear. ${hate}`)] })
    dan.fold.receive([his])
    // Within the words that Cara hasn't said.
    dan.say('really? ', 10)
    const dans = dan.flush()
    const again = unlock([hers, his, dans], 4)
    expect(again.text()).toContain('really? ')
    cara.say(love)
    const more = cara.flush()
    again.fold.receive([more])
    expect(again.fold.isFalsified()).toBe(true)
    for (const files of inAnyOrder(hers, his, more, dans)) {
      const { text } = unlock(files, 4)
      expect(text().replace('really? ', '')).toBe(`Dear. ${love}`)
      expect(text()).toContain('really? ')
    }
  })
})

describe('an update whose beginning is here otherwise', () => {
  it('[Y268] is refused, in a file as live, and breaks nothing: not where its beginning was collected, nor where it stands elsewhere', () => {
    const elsewhere = new Y.Doc()
    elsewhere.clientID = 77
    elsewhere.getText('other').insert(0, 'abc')
    for (const beginning of [goneOf(77, 3), Y.encodeStateAsUpdate(elsewhere)]) {
      const ana = startNamed(1)
      ana.say(love)
      const hers = ana.flush()
      const his = [fileOf(ben, 1, { slices: [beginning] }), fileOf(ben, 2, { slices: [forge(77, 'abcdef')] })]
      const again = unlock([...his, hers])
      again.say('.')
      expect([again.text(), standingOf(again)]).toEqual([`${love}.`, ['2 refused']])
      expect(again.fold.live(forge(77, 'abcdef'))).toBe('refused')
      expect(unlock([...his, hers, again.flush()]).text()).toBe(`${love}.`)
    }
  })

  it('[Y268] nor keeps what names it waiting', () => {
    const whole = fileOf(writerOf(2, 9), 1, { slices: [forge(77, 'abcdef')] })
    const ana = startNamed(1, { files: [whole] })
    ana.doc.getText('other').insert(0, love)
    const hers = ana.flush()
    expect(hers.deps.size).toBe(1)
    for (const files of inAnyOrder(fileOf(ben, 1, { slices: [goneOf(77, 3)] }), whole, hers))
      expect(unlock(files).doc.getText('other').toJSON()).toBe(love)
  })
})
