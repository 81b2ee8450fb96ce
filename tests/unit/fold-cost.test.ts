import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { fileOf, headOf, writerOf } from '../support/fold-devices'
import { forge, startNamed } from '../support/named-devices'

const ben = writerOf(2)

/** So many updates of one letter each, each of which rests on the one before. */
function keysOf(client: number, count: number): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = client
  return Array.from({ length: count }, () => {
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(doc.getText('t').length, 'x')
    return Y.encodeStateAsUpdate(doc, before)
  })
}

it('[Y286] a file that lacks words is read again only when some of them have come, however many other files do', () => {
  const readings = [50, 100].map((count) => {
    let times = 0
    const [, later = new Uint8Array()] = keysOf(79, 2)
    const slices = [forge(78, 'y'), later]
    const stuck = Object.defineProperty(fileOf(writerOf(2, 50), 1, { head: 's' }), 'slices', {
      get: () => (times++, slices),
    })
    const others = keysOf(77, count)
      .toReversed()
      .map((slice, at) => {
        const vector = new Map(at > 0 ? [[ben, { number: at, head: headOf(ben, at) }]] : [])
        return fileOf(ben, at + 1, { kind: 'snapshot', vector, slices: [slice] })
      })
    const ana = startNamed(1)
    ana.fold.receive([stuck, ...others])
    expect(ana.text()).toHaveLength(count + 1)
    const whileStuck = times
    ana.fold.receive([fileOf(writerOf(3), 1, { slices: keysOf(79, 1) })])
    expect(ana.text()).toHaveLength(count + 3)
    return whileStuck
  })
  expect(readings[1]).toBe(readings[0])
})

it('[Y287] who says a session’s words again and again is noted once for each', () => {
  const [first = new Uint8Array(), second = new Uint8Array()] = keysOf(startNamed(2).doc.clientID, 2)
  const count = 12_000
  const times = (slice: Uint8Array, much: number) => Array.from({ length: much }, () => slice)
  const cpuOf = (slices: Uint8Array[]) => {
    const file: FoldedFile = fileOf(ben, 1, { slices })
    const ana = startNamed(1)
    const { user } = process.cpuUsage()
    ana.fold.receive([file])
    return process.cpuUsage().user - user
  }
  // Of one letter said over and over only the first time is noted at all; once more, for the code is compiled by then.
  const [, peer = 0] = [1, 2].map(() => cpuOf(times(first, 2 * count)))
  expect(cpuOf([...times(first, count), ...times(second, count)]) / peer).toBeLessThan(8)
})
