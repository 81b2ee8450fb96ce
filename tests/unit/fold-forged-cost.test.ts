import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { sessionOfClient } from '../../shared/mark-clients'
import { withSetAside } from '../../electron/core/exchange/journal/forged-files'
import type { KeptJournal } from '../../electron/core/exchange/partner/pairs-store'
import { fileOf, headOf, writerOf } from '../support/fold-devices'
import { forge, standingOf, startNamed, unlock } from '../support/named-devices'

const [love, hate] = ['I love you', 'I hate you']
const ben = writerOf(2)

describe('files of a changed app under my client ids', () => {
  it('[Y196] are read again only once all that their file waits for is said, however many keys come before', () => {
    const ana = startNamed(1)
    ana.say(love)
    ana.flush()
    const after = Y.encodeStateAsUpdate(ana.doc)
    const slices = [forge(77, 'Ben. '), forge(ana.doc.clientID, '123', after)]
    let readings = 0
    const his = Object.defineProperty(fileOf(ben, 1, { head: 'f1' }), 'slices', { get: () => (readings++, slices) })
    ana.fold.receive([his])
    const first = readings
    for (const key of '12') {
      ana.say(key)
      ana.fold.receive([])
    }
    expect([readings, standingOf(ana)]).toEqual([first, ['2 refused']])
    ana.say('3')
    ana.fold.receive([])
    expect(standingOf(ana)).toEqual([])
    expect(readings).toBeGreaterThan(first)
  })

  it('[Y188] costs a few folds also where each of many hides the next, by deleting what that stands in', () => {
    const count = 20
    const ana = startNamed(1)
    const entriesOf = (doc: Y.Doc) => doc.getMap<Y.Text>('entries')
    ana.doc.transact(() => {
      for (let at = 0; at <= count; at++) entriesOf(ana.doc).set(`entry ${at}`, new Y.Text())
    })
    const hers = [ana.flush()]
    const before = Y.encodeStateAsUpdate(ana.doc)
    const his = Array.from({ length: count }, (_, at) => {
      const again = startNamed(1, { files: hers })
      entriesOf(again.doc).get(`entry ${at}`)?.insert(0, love)
      hers.push(again.flush())
      const changed = new Y.Doc()
      Y.applyUpdate(changed, before)
      const known = Y.encodeStateVector(changed)
      changed.clientID = again.doc.clientID
      entriesOf(changed).get(`entry ${at}`)?.insert(0, hate)
      entriesOf(changed).delete(`entry ${at + 1}`)
      return fileOf(ben, 1, {
        head: `f${at}`,
        deps: new Map([[ana.me, 1]]),
        slices: [Y.encodeStateAsUpdate(changed, known)],
      })
    })
    const unlocked = unlock([...his, ...hers])
    const shown = Array.from({ length: count }, (_, at) => entriesOf(unlocked.doc).get(`entry ${at}`)?.toJSON())
    expect([new Set(shown), standingOf(unlocked)]).toEqual([new Set([love]), ['2 refused']])
    expect(unlocked.folds).toBeLessThan(8)
  })

  it('[Y233] costs one fold more on another device however many small snapshots say the same, and none on mine', () => {
    const ana = startNamed(1)
    ana.say(love)
    const hers = ana.flush()
    const slices = [forge(ana.doc.clientID, hate)]
    const his = Array.from({ length: 300 }, (_, at) => {
      const before = { number: at, head: `s${at - 1}` }
      const chained = at > 0 ? { prev: before.head, vector: new Map([[ben, before]]) } : {}
      return fileOf(ben, at + 1, { kind: 'snapshot', head: `s${at}`, slices, ...chained })
    })
    for (const [number, folds] of [
      [1, 1],
      [3, 2],
    ] as const) {
      const unlocked = unlock([...his, hers], number)
      expect([unlocked.text(), unlocked.folds]).toEqual([love, folds])
    }
  })

  it('[Y277] cost no fold where they name sessions that they don’t use, in however many slices', () => {
    const { sessions } = startNamed(2)
    const own = [1, 2].map(() => sessions.begin(ben, 'window'))
    const named = own.flatMap((client) => sessions.find(sessionOfClient(client) ?? -1) ?? [])
    const slices = [forge(77, 'Ben. '), forge(own[0] ?? 0, 'Again. ')]
    for (const his of [
      fileOf(ben, 1, { head: 'f1', sessions: named.slice(1), slices: slices.slice(0, 1) }),
      fileOf(ben, 1, { head: 'f1', sessions: named, slices }),
    ]) {
      const ana = startNamed(1)
      ana.fold.receive([his])
      expect([ana.text(), ana.fold.isFalsified(), ana.fold.doubts().forged]).toEqual(['', false, ['f1']])
      const unlocked = unlock([his])
      expect([unlocked.text(), unlocked.folds, standingOf(unlocked)]).toEqual(['', 1, ['2 refused']])
    }
    const honest = fileOf(ben, 1, { sessions: named.slice(0, 1), slices })
    expect([unlock([honest]).text().length, standingOf(unlock([honest]))]).toEqual([12, []])
  })

  it('[Y234] is remembered by the hashes of those that only a fold has shown, as far as there is room', () => {
    const kept = { setAside: ['a', 'b'] } as unknown as KeptJournal
    const doubting = (forged: readonly string[]) => ({ doubts: () => ({ forged, contested: [] }) })
    expect(withSetAside(kept, doubting(['a', 'b']))).toBe(kept)
    expect(withSetAside(kept, doubting(['c', 'a'])).setAside).toEqual(['c', 'a'])
    const many = Array.from({ length: 2000 }, (_, at) => `${at}`)
    const full = withSetAside(kept, doubting(many))
    expect(full.setAside).toEqual(many.slice(0, 1024))
    expect(withSetAside(full, doubting(many))).toBe(full)
  })
})

describe('files that lack words', () => {
  /** Words of a client of nobody's behind others that are not in it. */
  const lackingWords = () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'a')
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(1, 'b')
    return Y.encodeStateAsUpdate(doc, before)
  }
  /** Snapshots of one writer of which each stands for those before it, so that none waits for another. */
  const loose = (writer: typeof ben, count: number, slices: readonly Uint8Array[]) =>
    Array.from({ length: count }, (_, at) =>
      fileOf(writer, at + 1, {
        kind: 'snapshot',
        head: `loose ${writer} ${at}`,
        vector: at ? new Map([[writer, { number: at, head: headOf(writer, at) }]]) : new Map(),
        slices,
      }),
    )

  it('[Y246] push no file of mine from its turn, however many of them there are', () => {
    const [second, third] = [writerOf(2, 22), writerOf(2, 33)]
    const lie = fileOf(third, 1, { kind: 'snapshot', vector: new Map([[second, { number: 5, head: 'nothing' }]]) })
    const his = fileOf(second, 1, { deps: new Map([[third, 1]]), slices: [forge(77, 'Ben says: ')] })
    const ana = startNamed(1, { files: [lie, his] })
    const hers = ['Ana answers. ', 'More. '].map((words) => {
      ana.say(words)
      return ana.flush()
    })
    const lacking = loose(writerOf(2, 50), 2000, [lackingWords()])
    expect(unlock([...lacking, lie, ...hers, his]).text()).toBe('Ben says: Ana answers. More. ')
  })

  it('[Y280] all come in when what they lack does, however many there are of one device', () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'a')
    const first = Y.encodeStateAsUpdate(doc)
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(1, 'b')
    const slices = [Y.encodeStateAsUpdate(doc, before)]
    const lacking = Array.from({ length: 600 }, (_, at) =>
      fileOf(writerOf(2, 100 + (at % 50)), 1, { head: `${at}`, slices }),
    )
    const ana = startNamed(1)
    ana.fold.receive(lacking)
    const areKnown = () => lacking.filter((file) => ana.fold.isKnown(file.writer, file)).length
    expect(areKnown()).toBe(0)
    ana.fold.receive([fileOf(writerOf(3), 1, { slices: [first] })])
    expect([ana.text(), areKnown()]).toEqual(['ab', 600])
  })
})
