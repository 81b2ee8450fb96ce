import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fileOf, writerOf } from '../support/fold-devices'
import { sessionOfClient } from '../../shared/mark-clients'
import { forge, goneOf, inAnyOrder, standingOf, startNamed, unlock } from '../support/named-devices'

const [love, hate] = ['I love you', 'I hate you']
const ben = writerOf(2)

/** Ana has written and filed her words; a changed app files others under the same client id. */
function forgery(by = ben) {
  const ana = startNamed(1)
  ana.say(love)
  const hers = ana.flush()
  return { ana, hers, his: fileOf(by, 1, { head: 'f1', slices: [forge(ana.doc.clientID, hate)] }) }
}

describe('other letters under the ids of mine', () => {
  it('[Y181] are not folded, and their file is set aside by name, whichever comes first', () => {
    const { ana, hers, his } = forgery()
    ana.fold.receive([his])
    expect([ana.text(), standingOf(ana)]).toEqual([love, ['2 refused']])
    for (const files of inAnyOrder(hers, his)) {
      const unlocked = unlock(files)
      expect([unlocked.text(), standingOf(unlocked), unlocked.fold.doubts().forged]).toEqual([
        love,
        ['2 refused'],
        ['f1'],
      ])
    }
  })

  it('[Y181] nor those that a third device files, on a device where the words are not its own', () => {
    const { hers, his } = forgery(writerOf(3))
    const more = fileOf(ben, 1, { head: 'b1', slices: [forge(77, ' and you me')] })
    for (const files of inAnyOrder(hers, his, more)) {
      const [cara, unlocked] = [startNamed(4), unlock(files, 4)]
      for (const file of files) cara.fold.receive([file])
      expect(cara.fold.doubts().forged).toEqual(['f1'])
      const shown = unlocked.text()
      expect(shown).toContain(love)
      expect([shown.length, standingOf(unlocked)]).toEqual([love.length + 11, ['3 refused']])
    }
  })

  it('[Y181] nor what moves them elsewhere, or calls them gone, though it is deleted again at once', () => {
    const { ana, hers } = forgery()
    const { clientID: client } = ana.doc
    const elsewhere = new Y.Doc()
    elsewhere.clientID = client
    elsewhere.getText('other').insert(0, hate)
    elsewhere.getText('other').delete(0, hate.length)
    for (const slice of [Y.encodeStateAsUpdate(elsewhere), goneOf(client, hate.length)]) {
      const his = fileOf(ben, 1, { head: 'f1', slices: [slice] })
      for (const files of inAnyOrder(hers, his)) {
        const unlocked = unlock(files)
        unlocked.doc.getText('t').insert(1, '!')
        expect(unlocked.text().replace('!', '')).toBe(love)
      }
    }
  })

  it('[Y182] beyond what its window has said wait for it, and are forged where it says something else', () => {
    for (const [said, is, standing] of [
      [' and more', love + ' and more', []],
      [' more than ever', love + ' more than ever', ['2 refused']],
    ] as const) {
      const { ana } = forgery()
      const his = fileOf(ben, 1, {
        head: 'f1',
        slices: [forge(ana.doc.clientID, ' and more', Y.encodeStateAsUpdate(ana.doc))],
      })
      ana.fold.receive([his])
      expect([ana.text(), standingOf(ana), ana.fold.hasWaitedForOwn()]).toEqual([love, ['2 refused'], false])
      ana.say(said)
      expect(ana.fold.hasWaitedForOwn()).toBe(true)
      ana.fold.receive([])
      expect([ana.text(), standingOf(ana)]).toEqual([is, standing])
    }
  })

  it('[Y182] live are refused, beyond what the window has said or otherwise, and the rest of an update with them', () => {
    const { ana } = forgery()
    const before = Y.encodeStateAsUpdate(ana.doc)
    expect(ana.fold.live(forge(ana.doc.clientID, ' not', before))).toBe('refused')
    expect(ana.fold.live(forge(ana.doc.clientID, hate))).toBe('refused')
    const both = Y.mergeUpdates([forge(ana.doc.clientID, hate), forge(7, 'Ben. ')])
    expect(ana.fold.live(both)).toBe('refused')
    expect(ana.fold.live(Y.mergeUpdates([before, forge(7, 'Ben. ')]))).toBe('applied')
    expect(ana.text()).toContain(love)
  })
})

describe('words of mine that come back', () => {
  it('[Y183] from the partner’s file are taken where the process was killed before it filed them', () => {
    const ana = startNamed(1)
    ana.say(love)
    const hers = ana.flush()
    const before = Y.encodeStateVector(ana.doc)
    ana.say(' dearly')
    const live = Y.encodeStateAsUpdate(ana.doc, before)
    const ben = startNamed(2, { files: [hers] })
    ben.fold.live(live)
    ben.say('. Ben')
    const his = ben.flush()
    for (const files of inAnyOrder(hers, his)) {
      const again = unlock(files)
      expect([again.text(), standingOf(again), again.folds]).toEqual(['I love you dearly. Ben', [], 1])
      const third = startNamed(1, { files })
      expect([again.fold.live(live), third.text()]).toEqual(['applied', 'I love you dearly. Ben'])
    }
  })

  it('[Y183] in both files, cut otherwise, deleted in part or halved in a character, are the same', () => {
    const ana = startNamed(1)
    ana.say('I love 😀 you')
    const before = Y.encodeStateVector(ana.doc)
    const ben = startNamed(2)
    ben.fold.live(Y.encodeStateAsUpdate(ana.doc))
    ana.say(' all the more')
    ben.fold.live(Y.encodeStateAsUpdate(ana.doc, before))
    // In the middle of the emoji: Yjs puts a sign in the place of each half.
    ben.say('x', 8)
    ben.doc.getText('t').delete(0, 2)
    const his = ben.flush()
    const whole = fileOf(ben.me, 2, { kind: 'snapshot', deps: new Map(), ...ben.fold.snapshot(20) })
    const hers = ana.flush()
    for (const files of inAnyOrder(hers, his, { ...whole, vector: new Map() })) {
      const again = unlock(files)
      expect([again.text(), standingOf(again), again.folds]).toEqual([ben.text(), [], 1])
    }
  })

  it('[Y183] of an entry that was deleted for ever since are the same, though nothing of them is left', () => {
    const ana = startNamed(1)
    const entries = ana.doc.getMap<Y.Map<unknown>>('entries')
    entries.set('one', new Y.Map([['body', new Y.Text(love)]]))
    const hers = ana.flush()
    const ben = startNamed(2, { files: [hers] })
    ben.doc.getMap('entries').delete('one')
    const his = ben.flush()
    const whole = fileOf(ben.me, 2, { kind: 'snapshot', prev: his.head, ...ben.fold.snapshot(1000) })
    for (const files of inAnyOrder(hers, his, whole)) {
      const again = unlock(files)
      expect([again.doc.getMap('entries').size, standingOf(again), again.folds]).toEqual([0, [], 1])
    }
  })
})

describe('a file that names sessions', () => {
  it('[Y184] is set aside where it names one that it doesn’t use, or an id that another device has named', () => {
    const { ana, hers } = forgery()
    const [session] = hers.sessions
    const unused = startNamed(2).sessions
    const other = unused.find(sessionOfClient(unused.begin(ben, 'window')) ?? -1)
    if (!session || !other) throw new Error('no session')
    const slices = [forge(77, 'Ben. ')]
    const collides = { ...session, device: other.device }
    for (const sessions of [[other], [collides]]) {
      const his = fileOf(ben, 1, { head: 'f1', sessions, slices })
      const unlocked = unlock([his, hers])
      expect([unlocked.text(), standingOf(unlocked)]).toEqual([love, ['2 refused']])
    }
    expect(ana.text()).toBe(love)
  })

  it('[Y184] names all of this device that it has words of, and none of another', () => {
    const ana = startNamed(1)
    ana.say('First. ')
    const first = ana.flush()
    const again = startNamed(1, { files: [first] })
    again.say('Second. ')
    const second = again.flush()
    const ben = startNamed(2, { files: [first, second] })
    ben.say('Ben. ')
    const his = ben.flush()
    expect([first, second, his].map(({ sessions }) => sessions.map(({ id }) => id))).toEqual(
      [ana, again, ben].map(({ doc }) => [sessionOfClient(doc.clientID)]),
    )
    again.fold.receive([his])
    const all = again.fold.snapshot(1000).sessions.map(({ id }) => id)
    expect(new Set(all)).toEqual(new Set([ana, again].map(({ doc }) => sessionOfClient(doc.clientID))))
  })

  it('[Y185] is not needed: ids that nobody names are taken as they come', () => {
    const ana = startNamed(1)
    ana.doc.clientID = 5
    ana.say(love)
    const hers = ana.flush()
    expect(hers.sessions).toEqual([])
    const his = fileOf(ben, 1, { slices: [forge(5, hate)] })
    const unlocked = unlock([hers, his])
    expect([unlocked.text(), standingOf(unlocked), unlocked.folds]).toEqual([love, [], 1])
  })
})

describe('what was set aside', () => {
  it('[Y186] takes none of my words with it that I wrote beside what else it says', () => {
    const [cara, dan] = [startNamed(3), startNamed(4)]
    cara.say(love)
    const hers = cara.flush()
    const changed = new Y.Doc()
    Y.applyUpdate(changed, forge(cara.doc.clientID, hate))
    changed.clientID = 77
    changed.getText('t').insert(0, 'Ben says: ')
    const his = fileOf(ben, 1, { head: 'f1', slices: [Y.encodeStateAsUpdate(changed)] })
    // Dan reads it, and writes into it, before he has what Cara has written.
    dan.fold.receive([his])
    dan.say('does he? ', 10)
    const mine = dan.flush()
    dan.fold.receive([hers])
    expect(dan.fold.isFalsified()).toBe(true)
    for (const files of inAnyOrder(hers, his, mine)) {
      const unlocked = unlock(files, 4)
      expect([unlocked.text(), standingOf(unlocked)]).toEqual([`Ben says: does he? ${love}`, ['2 refused']])
    }
    // And what he writes there while it is folded anew.
    const anew = startNamed(4, { files: [hers, his, mine], doubts: { forged: ['f1'], contested: [] } })
    dan.say('really? ', 10)
    expect(anew.fold.write(Y.encodeStateAsUpdate(dan.doc, Y.encodeStateVector(anew.doc)))).toBe('applied')
    expect(anew.text()).toBe(`Ben says: really? does he? ${love}`)
  })

  it('[Y187] is found again by its hash: many forged files cost one fold, however many of them a writer has', () => {
    const { ana, hers } = forgery()
    const files = Array.from({ length: 40 }, (_, at) => {
      const writer = writerOf(2, 100 + at)
      return [1, 2].map((number) => fileOf(writer, number, { slices: [forge(ana.doc.clientID, `${hate} ${at}`)] }))
    }).flat()
    const unlocked = unlock([...files, hers])
    // What I have written comes first, so that none of them gets in; on another device one fold finds them all.
    expect([unlocked.text(), unlocked.fold.doubts().forged.length, unlocked.folds]).toEqual([love, 80, 1])
    const other = unlock([...files, hers], 4)
    expect([other.text(), other.fold.doubts().forged.length, other.folds]).toEqual([love, 80, 2])
    const again = startNamed(1, { files: [...files, hers], doubts: unlocked.fold.doubts() })
    expect([again.text(), again.fold.isFalsified(), again.fold.doubts().forged.length]).toEqual([love, false, 80])
  })
})
