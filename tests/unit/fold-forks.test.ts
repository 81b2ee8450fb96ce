import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import {
  createDevice,
  fileOf,
  flush,
  isParked,
  joinerWith,
  pair,
  present,
  textOf,
  type,
  writerOf,
} from '../support/fold-devices'

/** Every order of these. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]]
  return all.flatMap((each) => orders(all.filter((other) => other !== each)).map((rest) => [each, ...rest]))
}

describe('forks, and writers that stand still', () => {
  const words = () => {
    const [ana] = pair()
    type(ana, 'a')
    const one = present(flush(ana))
    type(ana, 'b')
    return [one, present(flush(ana))] as const
  }

  it('[Y18] two files under one number, whether applied, waiting or named as predecessor, are a fork', () => {
    const [one, two] = words()
    const told: unknown[] = []
    const fork = [{ writer: one.writer, reason: 'fork' }]
    const arrivals = [
      [[one], [{ ...one, head: 'ff' }]],
      [[two, { ...two, head: 'ff' }]],
      [[one, { ...two, prev: 'ff' }]],
      [[one, two], [{ ...two, first: 2, number: 3 }]],
      [[{ ...one, prev: 'ff' }]],
    ]
    for (const order of arrivals) {
      const onStanding = (...what: unknown[]) => told.push(what)
      const fold = createFold({ doc: new Y.Doc(), me: writerOf(9), onStanding })
      const applied = order.flatMap((files) => fold.receive(files).applied)
      expect(fold.standing()).toEqual(fork)
      expect(applied.some(({ file }) => file.prev === 'ff')).toBe(false)
    }
    expect(told).toEqual(arrivals.map(() => [one.writer, 'fork']))
  })

  it('[Y18] of a fork both branches are there, and what rests on either, in whatever order all came', () => {
    const [one, two] = words()
    const [other, ben] = [joinerWith(one), createDevice(2, 200)]
    other.me = one.writer
    type(other, 'c')
    const otherTwo = fileOf(one.writer, 2, { head: 'c2', slices: present(other.fold.take()).slices })
    const text = other.doc.getText('t')
    other.fold.filed(otherTwo)
    text.delete(0, 1)
    const otherThree = fileOf(one.writer, 3, { prev: 'c2', head: 'c3', slices: present(other.fold.take()).slices })
    ben.fold.receive([one, two])
    // Rests on Ana's own second file, whose number the other branch has as well.
    type(ben, 'd')
    const ofBen = present(flush(ben))
    ben.fold.receive([otherTwo, otherThree])
    expect(textOf(ben.doc)).toHaveLength(3)
    const files = [one, two, otherTwo, otherThree, ofBen]
    for (const order of orders(files)) {
      for (const batches of [[order], order.map((file) => [file])]) {
        const joiner = createDevice(9, 900)
        batches.forEach((batch) => joiner.fold.receive(batch))
        expect(textOf(joiner.doc)).toBe(textOf(ben.doc))
        expect(joiner.fold.standing()).toEqual([{ writer: one.writer, reason: 'fork' }])
        expect(joiner.fold.vector().get(ofBen.writer)?.number).toBe(1)
      }
    }
  })

  it('[Y57] a fork stays known whatever else is told of its writer, and no word of it waits, in whatever order all came', () => {
    const [one, two] = words()
    const [other, third] = [joinerWith(one), createDevice(9, 900)]
    other.me = one.writer
    type(other, 'c')
    const otherTwo = fileOf(one.writer, 2, { head: 'c2', slices: present(other.fold.take()).slices })
    third.fold.receive([one, two, otherTwo])
    const text = third.doc.getText('t')
    text.insert(text.length, 'd')
    // Rests on the other branch, and says so to nobody.
    const three = fileOf(one.writer, 3, { prev: two.head, slices: present(third.fold.take()).slices })
    const unknown = fileOf(one.writer, 9, { document: 5, kind: 'newer', head: 'ee' })
    for (const order of orders([one, two, otherTwo, three])) {
      for (const before of [[], [unknown]]) {
        const joiner = createDevice(8, 800)
        for (const file of [...before, ...order]) joiner.fold.receive([file])
        expect(textOf(joiner.doc)).toBe(textOf(third.doc))
        expect(joiner.fold.standing()).toEqual([{ writer: one.writer, reason: 'fork' }])
      }
    }
  })

  it('[Y58] what a snapshot merely names is not said to be here, and of two branches one confirms nothing of the other', () => {
    const [one, two] = words()
    const branch = fileOf(one.writer, 2, { head: 'ff', slices: [new Uint8Array([0, 0])] })
    const next = fileOf(one.writer, 3, { prev: 'ff', head: 'f3', slices: [new Uint8Array([0, 0])] })
    const naming = fileOf(writerOf(5), 1, {
      kind: 'snapshot',
      vector: new Map([[one.writer, { number: 9, head: 'f9' }]]),
    })
    const joiner = joinerWith(one, two, branch, next, naming)
    expect(joiner.fold.applied().get(one.writer)?.number).toBe(3)
    expect(joiner.fold.vector().get(one.writer)?.number).toBe(9)
    const leads = (from: FoldedFile, to: FoldedFile) => joiner.fold.leadsTo(one.writer, from, to)
    expect([leads(one, next), leads(branch, next), leads(two, next), leads(two, two)]).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  it('[Y18] a refused file and a newer one stop their writer after what came before, and nobody else', () => {
    const [one, two] = words()
    const ben = createDevice(2, 200)
    type(ben, 'Ben')
    const other = present(flush(ben))
    for (const [bad, reason] of [
      [{ ...two, slices: [new Uint8Array([7])] }, 'refused'],
      [{ ...two, slices: [new Uint8Array([1, 1, 5, 9, 0, 1, 0])] }, 'refused'],
      [{ ...two, kind: 'snapshot' as const, slices: [new Uint8Array([1, 1, 5, 9, 0, 1, 0])] }, 'refused'],
      [{ ...two, kind: 'newer' as const, slices: [] }, 'newer'],
    ] as const) {
      const joiner = joinerWith(bad, one, other)
      expect(joiner.fold.standing()).toEqual([{ writer: one.writer, reason }])
      expect([...joiner.fold.vector()].map(([, { number }]) => number)).toEqual([1, 1])
      expect(textOf(joiner.doc)).toContain('Ben')
      expect(isParked(joiner.doc)).toBe(false)
    }
  })

  it('[Y52] files of a document that this version doesn’t know keep nobody waiting, and are told of as a newer version’s', () => {
    const [one, two] = words()
    const other = fileOf(writerOf(7), 1, { document: 5, kind: 'newer' })
    const next = fileOf(writerOf(7), 2, { document: 5, kind: 'newer' })
    const told = [{ writer: other.writer, reason: 'newer' }]
    for (const files of [
      [other, next, one, two],
      [one, next, two, other],
      [two, one, next],
    ]) {
      const joiner = joinerWith(...files)
      expect(joiner.fold.standing()).toEqual(told)
      expect(textOf(joiner.doc)).toBe('ab')
      expect([...joiner.fold.vector().keys()]).toEqual([one.writer])
    }
  })

  it('[Y52] a writer writes one document: a file of another one is refused, and so is a writer who may not write', () => {
    const [one, two] = words()
    const refused = [{ writer: one.writer, reason: 'refused' }]
    const joiner = joinerWith(one)
    joiner.fold.receive([{ ...two, document: 5, kind: 'newer' }])
    expect([textOf(joiner.doc), joiner.fold.standing()]).toEqual(['a', refused])
    const doc = new Y.Doc()
    const fold = createFold({ doc, me: writerOf(9), mayWrite: (writer) => writer !== one.writer })
    fold.receive([one, two])
    expect([doc.store.clients.size, fold.standing()]).toEqual([0, refused])
  })

  it('[Y18] of a file refused midway the parts that passed are kept for the own file that rests on them', () => {
    const [one, two] = words()
    const joiner = joinerWith({ ...one, slices: [...one.slices, new Uint8Array([7])] }, two)
    expect([textOf(joiner.doc), joiner.fold.vector().size]).toEqual(['a', 0])
    type(joiner, '!')
    expect(textOf(joinerWith(present(flush(joiner))).doc)).toBe('a!')
  })
})

describe('a file that is refused', () => {
  /** Words, and a file in which nobody can read anything. */
  const wordsOf = (writer: number) => {
    const device = createDevice(writer, 100 + writer)
    return ['a', 'b', 'c'].map((word) => {
      type(device, word)
      return present(flush(device))
    })
  }

  it('[Y59] keeps back what follows it, and nothing else of its writer, in whatever order they come', () => {
    const [one, two, three] = wordsOf(1)
    if (!one || !two || !three) throw new Error('no files')
    const bad = fileOf(one.writer, 2, { head: 'bb', kind: 'damaged' })
    const behind = fileOf(one.writer, 3, { head: 'b3', prev: 'bb', slices: [new Uint8Array([0, 0])] })
    for (const order of orders([one, two, bad, behind])) {
      const joiner = createDevice(9, 900)
      for (const file of [...order, three]) joiner.fold.receive([file])
      expect(textOf(joiner.doc)).toBe('abc')
      expect(joiner.fold.isKnown(one.writer, behind)).toBe(false)
      expect(joiner.fold.standing()).toEqual([{ writer: one.writer, reason: 'refused' }])
    }
  })

  it('[Y59] does not keep back what this device itself has written behind it', () => {
    const [one, two, three] = wordsOf(9)
    if (!one || !two || !three) throw new Error('no files')
    const device = createDevice(9, 900)
    device.fold.receive([one, { ...two, kind: 'damaged', slices: [] }, { ...three, slices: [new Uint8Array([0, 0])] }])
    expect([textOf(device.doc), device.fold.applied().get(one.writer)?.number]).toEqual(['a', 3])
    expect(device.fold.standing()).toEqual([{ writer: one.writer, reason: 'refused' }])
  })
})
