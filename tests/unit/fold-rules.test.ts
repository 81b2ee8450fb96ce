import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import { addEntry, bodyOf, type DocEntry } from '../../shared/journal-doc'
import {
  beginFlush,
  createDevice,
  endFlush,
  fileOf,
  flush,
  isParked,
  joinerWith,
  pair,
  present,
  start,
  textOf,
  type,
  writerOf,
} from '../support/fold-devices'
import { entryOf, idOf } from '../support/journal-entries'

/** Every order of these. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]]
  return all.flatMap((each) => orders(all.filter((other) => other !== each)).map((rest) => [each, ...rest]))
}

const entryNumber = (number: number): DocEntry => ({ ...entryOf(number), author: 'ana' })

describe('what a file holds', () => {
  it('[Y12] own words come with the live words they rest on, though these are in no file', () => {
    const [ana, ben] = pair()
    type(ana, 'Ana. ')
    type(ben, 'Ben.')

    const naive = new Y.Doc()
    for (const own of ben.own) Y.applyUpdate(naive, own)
    expect([textOf(naive), isParked(naive)]).toEqual(['', true])

    const file = present(flush(ben))
    expect(textOf(joinerWith(file).doc)).toBe('Ana. Ben.')
    start(ana, 101)
    expect(textOf(ana.doc)).toBe('')
    ana.fold.receive([file])
    expect(textOf(ana.doc)).toBe('Ana. Ben.')
  })

  it('[Y15] a deletion that came live is in the next own file or witness, though no clock tells of it', () => {
    const [ana, ben] = pair()
    type(ana, 'one two')
    const words = present(flush(ana))
    ben.fold.receive([words])
    ana.doc.getText('t').delete(3, 4)

    const naive = new Y.Doc()
    Y.applyUpdate(naive, present(words.slices[0]))
    expect(Y.encodeStateVector(naive)).toEqual(Y.encodeStateVector(ben.doc))
    expect([textOf(naive), textOf(ben.doc)]).toEqual(['one two', 'one'])

    expect(ben.fold.uncovered()).toBe(true)
    const witness = present(flush(ben, 'takeWitness'))
    expect(textOf(joinerWith(words, witness).doc)).toBe('one')
    start(ana, 101)
    ana.fold.receive([words, witness])
    expect(textOf(ana.doc)).toBe('one')
  })

  it('[Y17] what someone only read is witnessed, and once a file holds it it is not written again', () => {
    const [ana, ben] = pair()
    type(ana, 'word')
    expect([ben.fold.uncovered(), ben.fold.take(), ben.fold.hasOwnWords()]).toEqual([true, null, false])
    ben.fold.receive([present(flush(ana))])
    expect([ben.fold.uncovered(), ben.fold.takeWitness()]).toEqual([false, null])
    type(ben, ' and mine')
    const file = present(flush(ben))
    const clients = file.slices.flatMap((slice) => Y.decodeUpdate(slice).structs.map(({ id }) => id.client))
    expect(new Set(clients)).toEqual(new Set([200]))
    expect(file.deps).toEqual(new Map([[ana.me, 1]]))
  })

  it('[Y16] what is taken is acknowledged only when durable, and what is written meanwhile waits for the next', () => {
    const [ana] = pair()
    expect(ana.fold.take()).toBeNull()
    addEntry(ana.doc, entryNumber(1), 'own')
    const taken = present(ana.fold.take())
    bodyOf(ana.doc, idOf(1))?.insert(0, 'later')
    addEntry(ana.doc, entryNumber(2), 'own')
    expect([ana.fold.take(), ana.fold.takeWitness(), ana.fold.hasOwnWords()]).toEqual([null, null, true])
    expect(ana.fold.filed(fileOf(ana.me, 1))).toEqual(new Set([idOf(1)]))
    expect(ana.fold.vector().get(ana.me)?.number).toBe(1)
    const rest = present(ana.fold.take())
    expect(ana.fold.filed(fileOf(ana.me, 2))).toEqual(new Set([idOf(1), idOf(2)]))
    expect([ana.fold.hasOwnWords(), ana.fold.take()]).toEqual([false, null])
    const first = fileOf(ana.me, 1, { slices: taken.slices })
    const joiner = joinerWith(first)
    expect(bodyOf(joiner.doc, idOf(1))?.toJSON()).toBe('')
    const { applied } = joiner.fold.receive([fileOf(ana.me, 2, { slices: rest.slices })])
    expect(applied.map(({ entries }) => entries)).toEqual([new Set([idOf(1), idOf(2)])])
    expect(bodyOf(joiner.doc, idOf(1))?.toJSON()).toBe('later')
  })

  it('[Y16] a crash between durable and acknowledged keeps the words, and one before loses what was not', () => {
    const [ana] = pair()
    type(ana, 'kept')
    beginFlush(ana)
    const file = present(endFlush(ana, 1, true))
    expect(ana.fold.hasOwnWords()).toBe(true)
    ana.fold.receive([file])
    expect(ana.fold.filed(file)).toEqual(new Set())
    type(ana, ' lost')
    beginFlush(ana)
    start(ana, 101)
    expect(textOf(ana.doc)).toBe('kept')
  })

  it('[Y16] a thousand small edits become few slices, and a long one is cut', () => {
    const [ana] = pair()
    for (let edit = 0; edit < 1_000; edit++) type(ana, 'a')
    expect(present(flush(ana)).slices).toHaveLength(2)
    for (let edit = 0; edit < 3; edit++) type(ana, 'a'.repeat(100_000))
    expect(present(flush(ana)).slices).toHaveLength(3)
    type(ana, 'a'.repeat(1_000_000))
    expect(Math.max(...present(flush(ana)).slices.map((slice) => slice.length))).toBeLessThanOrEqual(128 * 1024)
    const joiner = joinerWith(...ana.mirror.values())
    expect(textOf(joiner.doc)).toBe(textOf(ana.doc))
  })
})

describe('the order of files and live words', () => {
  it('[Y56] a file names what it rests on, but nothing that the one before it has named', () => {
    const [ana, ben] = pair()
    type(ana, 'a')
    ben.fold.receive([present(flush(ana))])
    const written = ['b', 'c'].map((word) => {
      type(ben, word)
      return present(flush(ben))
    })
    type(ana, 'd')
    ben.fold.receive([present(flush(ana))])
    type(ben, 'e')
    written.push(present(flush(ben)))
    expect(written.map(({ deps }) => [...deps.values()])).toEqual([[1], [], [2]])
  })

  it('[Y13] a file waits for its predecessor and for what it rests on', () => {
    const [ana, ben] = pair()
    type(ana, 'a')
    const first = present(flush(ana))
    ben.fold.receive([first])
    type(ben, 'b')
    const answer = present(flush(ben))
    type(ana, 'c')
    const second = present(flush(ana))

    const naive = new Y.Doc()
    Y.applyUpdate(naive, present(answer.slices[0]))
    expect(isParked(naive)).toBe(true)

    const joiner = joinerWith(answer, second)
    expect([joiner.doc.store.clients.size, joiner.fold.vector().size]).toEqual([0, 0])
    const { applied } = joiner.fold.receive([first])
    expect(new Set(applied.map(({ file }) => file))).toEqual(new Set([first, answer, second]))
    expect(applied[0]?.file).toBe(first)
    expect(isParked(joiner.doc)).toBe(false)
    expect(joiner.fold.receive([first, answer, second]).applied).toEqual([])
  })

  it('[Y14] live words behind a gap are refused, and exchanging states mends it', () => {
    const ana = createDevice(1, 100)
    type(ana, 'lost ')
    const lost = present(ana.own[0])
    const file = present(flush(ana))
    type(ana, 'heard')
    const heard = present(ana.own[0])

    const naive = new Y.Doc()
    const unfiled: Uint8Array[] = []
    naive.on('update', (update: Uint8Array, origin: unknown) => origin === 'live' && unfiled.push(update))
    Y.applyUpdate(naive, heard, 'live')
    Y.applyUpdate(naive, lost, 'file')
    expect([textOf(naive), unfiled]).toEqual(['lost heard', []])

    const ben = createDevice(2, 200)
    expect(ben.fold.live(heard)).toBe('out-of-order')
    expect([isParked(ben.doc), ben.fold.uncovered()]).toEqual([false, false])
    ben.fold.receive([file])
    expect(textOf(ben.doc)).toBe('lost ')
    expect(ben.fold.live(Y.encodeStateAsUpdate(ana.doc, Y.encodeStateVector(ben.doc)))).toBe('applied')
    expect([textOf(ben.doc), ben.fold.uncovered()]).toEqual(['lost heard', true])
    type(ben, '!')
    expect(textOf(joinerWith(file, present(flush(ben))).doc)).toBe('lost heard!')
  })

  it('[Y14] live words that a check refuses are not applied', () => {
    const ben = createDevice(2, 200)
    expect(ben.fold.live(new Uint8Array([9, 9]))).toBe('refused')
    expect(ben.doc.store.clients.size).toBe(0)
  })
})

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
