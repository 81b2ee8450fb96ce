import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import { fileOf, flush, joinerWith, pair, present, textOf, type, writerOf } from '../support/fold-devices'

describe('snapshots', () => {
  /** Ana's three files and Ben's one, and her snapshot of them all as files 4 and 5. */
  function journal() {
    const [ana, ben] = pair()
    const files = ['a', 'b', 'c'].map((word) => {
      type(ana, word)
      return present(flush(ana))
    })
    ben.fold.receive(files)
    type(ben, 'd')
    files.push(present(flush(ben)))
    ana.fold.receive(files)
    const snapshot = fileOf(ana.me, 5, { first: 4, kind: 'snapshot', ...ana.fold.snapshot(1_000) })
    ana.fold.receive([snapshot])
    return { ana, ben, files, snapshot }
  }

  it('[Y19] who joins needs nothing of what it stands for, and goes on from there', () => {
    const { ana, ben, files, snapshot } = journal()
    const joiner = joinerWith(snapshot)
    expect(textOf(joiner.doc)).toBe('abcd')
    expect(joiner.fold.vector()).toEqual(ana.fold.vector())
    type(ana, 'e')
    ben.fold.receive([snapshot])
    type(ben, 'f')
    const after = [present(flush(ana)), present(flush(ben))]
    expect(joiner.fold.receive([...files, ...after]).applied).toHaveLength(2)
    expect(textOf(joiner.doc)).toBe(textOf(ben.doc))
    expect(joiner.fold.uncovered()).toBe(false)
  })

  it('[Y19] who has it all applies it as one more file, and files already waiting behind it follow', () => {
    const { ana, files, snapshot } = journal()
    type(ana, 'e')
    const last = present(flush(ana))
    for (const order of [
      [...files, snapshot, last],
      [last, snapshot],
      [last, ...files.slice(2), snapshot],
    ]) {
      const joiner = joinerWith(...order)
      expect(textOf(joiner.doc)).toBe('abcde')
      expect(joiner.fold.vector()).toEqual(ana.fold.vector())
      expect(joiner.fold.standing()).toEqual([])
    }
  })

  it('[Y19] what follows another file than the one it names is a fork, and so is a snapshot of another history', () => {
    const { ben, files, snapshot } = journal()
    const joiner = joinerWith(snapshot, fileOf(ben.me, 2, { prev: 'ff' }))
    expect(joiner.fold.standing()).toEqual([{ writer: ben.me, reason: 'fork' }])
    const other = { ...snapshot, vector: new Map([...snapshot.vector, [ben.me, { number: 1, head: 'ff' }] as const]) }
    expect(joinerWith(...files, other).fold.standing()).toEqual([{ writer: other.writer, reason: 'fork' }])
  })

  it('[Y19] one that begins a chain, as after pairing, comes without what it stands for', () => {
    const { ana, snapshot } = journal()
    const anew = fileOf(writerOf(3), 1, {
      ...snapshot,
      writer: writerOf(3),
      first: 1,
      number: 1,
      head: 'aa',
      prev: '00',
    })
    const joiner = joinerWith(anew)
    expect(textOf(joiner.doc)).toBe('abcd')
    expect(joiner.fold.vector().get(ana.me)?.number).toBe(3)
  })

  it('[Y20] a fold opens from one kept aside and applies only the files beyond it', () => {
    const { ana, ben, files, snapshot } = journal()
    const doc = new Y.Doc()
    const fold = createFold({ doc, me: ben.me, cache: ben.fold.snapshot(1_000) })
    expect([textOf(doc), fold.uncovered(), fold.takeWitness()]).toEqual(['abcd', false, null])
    expect(fold.vector()).toEqual(ben.fold.vector())
    type(ana, 'e')
    const { applied } = fold.receive([...files, snapshot, present(flush(ana))])
    expect(applied.map(({ file }) => file.number)).toEqual([5, 6])
    expect(textOf(doc)).toBe('abcde')
  })
})
