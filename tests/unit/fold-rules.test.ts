import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
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
} from '../support/fold-devices'
import { entryOf, idOf } from '../support/journal-entries'

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
