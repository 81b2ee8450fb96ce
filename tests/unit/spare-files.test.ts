import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isSameDocument } from '../../electron/core/exchange/fold/document-content'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { spareFor } from '../../electron/core/exchange/journal/spare-files'
import {
  createDevice,
  type Device,
  fileOf,
  flush,
  joinerWith,
  pair,
  present,
  textOf,
  type,
} from '../support/fold-devices'

/** Ana's three files and Ben's two, all of which she has, and her snapshot of them, which is her fourth. */
function journal() {
  const [ana, ben] = pair()
  const ofAna = ['a', 'b', 'c'].map((word) => {
    type(ana, word)
    return present(flush(ana))
  })
  ben.fold.receive(ofAna)
  const ofBen = ['d', 'e'].map((word) => {
    type(ben, word)
    ben.doc.getText('t').delete(0, 1)
    return present(flush(ben))
  })
  ana.fold.receive(ofBen)
  const snapshot = fileOf(ana.me, 4, { kind: 'snapshot', ...ana.fold.snapshot(1_000) })
  ana.fold.receive([snapshot])
  return { ana, ben, ofAna, ofBen, snapshot, all: [...ofAna, ...ofBen, snapshot] }
}

const spare = ({ fold, me }: Device, snapshot: FoldedFile, all: readonly FoldedFile[]) =>
  spareFor(snapshot, {
    all,
    isApplied: (file) => fold.isKnown(file.writer, file),
    mayFree: (writer) => snapshot.writer === me || writer !== me,
  })

describe('the files that a snapshot makes unnecessary', () => {
  it('[Y54] are those that lead to a head it names, but never the last of a chain, for either of the two', () => {
    const { ana, ben, ofAna, ofBen, snapshot, all } = journal()
    ben.fold.receive([snapshot])
    for (const device of [ana, ben]) {
      const going = spare(device, snapshot, all)
      // One's own files go for one's own snapshot alone.
      expect(new Set(going)).toEqual(new Set(device === ana ? [...ofAna, ofBen[0]] : ofAna))
      const left = joinerWith(...all.filter((file) => !going.includes(file)))
      expect(isSameDocument(left.doc, device.doc)).toBe(true)
      expect(left.fold.vector()).toEqual(device.fold.vector())
    }
    type(ben, 'f')
    const next = present(flush(ben))
    ana.fold.receive([next])
    expect(spare(ana, snapshot, [...all, next])).toHaveLength(5)
    const left = [ofBen[1], snapshot, next].filter((file) => file !== undefined)
    expect(isSameDocument(joinerWith(...left).doc, ana.doc)).toBe(true)
  })

  it('[Y54] are none that were not applied here, or that follow a gap; and a branch that turns up late goes on from one that went', () => {
    const { ana, ofAna, ofBen, snapshot, all } = journal()
    const joiner = joinerWith(snapshot)
    expect(spare(joiner, snapshot, all)).toEqual([])
    const [first, second, third] = [present(ofAna[0]), present(ofAna[1]), present(ofAna[2])]
    expect(spare(ana, snapshot, [first, third, ...ofBen, snapshot])).not.toContain(first)
    const copy = createDevice(1, 101)
    copy.fold.receive([first])
    type(copy, 'late')
    const late = present(flush(copy))
    const branch = { ...late, head: 'ff' }
    type(copy, 'r')
    const next = { ...present(flush(copy)), prev: 'ff', head: 'f1' }
    const going = spare(ana, snapshot, all)
    expect(going).toEqual(expect.arrayContaining([first, second]))
    const left = joinerWith(...all.filter((file) => !going.includes(file)), next)
    left.fold.receive([branch])
    expect(textOf(left.doc)).toContain('later')
    expect(left.fold.standing()).toEqual([])
  })

  it.each([
    ['leaves words out', (all: Uint8Array[]) => all.slice(0, 1)],
    [
      'leaves a deletion out',
      (all: Uint8Array[]) =>
        all.map((slice) => (Y.decodeUpdate(slice).ds.clients.size > 0 ? new Uint8Array([0, 0]) : slice)),
    ],
    ['holds nothing', () => []],
  ])('[Y55] are none of those whose words it doesn’t hold: it %s', (_how, change) => {
    const { ana, ben, ofAna, ofBen, snapshot, all } = journal()
    const slices = [...ofAna, ...ofBen].flatMap((file) => [...file.slices])
    const lying = fileOf(ben.me, 3, { kind: 'snapshot', vector: ana.fold.vector(), slices: change(slices) })
    ana.fold.receive([lying])
    const going = spare(ana, lying, [...all, lying])
    const left = joinerWith(...[...all, lying].filter((file) => !going.includes(file)))
    expect(isSameDocument(left.doc, ana.doc)).toBe(true)
    expect(going.length).toBeLessThan(4)
    expect(spare(ana, snapshot, [...all, lying]).length).toBeGreaterThanOrEqual(4)
  })

  it('[Y55] are none where it holds other letters under the same ids, or the same letters in another order', () => {
    const forged = (say: (doc: Y.Doc) => void) => {
      const doc = Object.assign(new Y.Doc(), { clientID: 100 })
      say(doc)
      return Y.encodeStateAsUpdate(doc)
    }
    const [ana] = pair()
    type(ana, 'I love you')
    const words = present(flush(ana))
    type(ana, '!')
    const more = present(flush(ana))
    for (const slice of [
      forged((doc) => doc.getText('t').insert(0, 'I hate you!')),
      forged((doc) => {
        doc.getText('t').insert(0, 'I love ')
        doc.getText('t').insert(0, 'you')
        doc.getText('t').insert(10, '!')
      }),
    ]) {
      const lying = fileOf(ana.me, 3, { kind: 'snapshot', vector: ana.fold.vector(), slices: [slice] })
      expect(spare(ana, lying, [words, more, lying])).not.toContain(words)
      const other = new Y.Doc()
      Y.applyUpdate(other, slice)
      expect(Y.equalSnapshots(Y.snapshot(other), Y.snapshot(ana.doc))).toBe(true)
      expect(isSameDocument(other, ana.doc)).toBe(false)
    }
  })
})
