import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fileOf, writerOf } from '../support/fold-devices'
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
})
