import { describe, expect, it } from 'vitest'
import { createDevice, fileOf, flush, joinerWith, pair, present, textOf, type, writerOf } from '../support/fold-devices'

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
    // What the snapshot stands for is applied all the same: it may have left words out.
    expect(joiner.fold.receive([...files, ...after]).applied).toHaveLength(6)
    expect(joiner.fold.receive([...files, ...after]).applied).toEqual([])
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

  it('[Y19] what it names of another writer proves no fork, and is applied once it comes itself', () => {
    const { ben, files, snapshot } = journal()
    const other = fileOf(ben.me, 1, { head: 'ff', slices: [new Uint8Array([0, 0])] })
    const naming = { ...snapshot, vector: new Map([...snapshot.vector, [ben.me, { number: 1, head: 'ff' }] as const]) }
    const joiner = joinerWith(...files, naming)
    expect([textOf(joiner.doc), joiner.fold.standing()]).toEqual(['abcd', []])
    expect(joiner.fold.receive([fileOf(ben.me, 2, { prev: 'ff' })]).applied).toHaveLength(1)
    expect(joiner.fold.receive([other]).applied).toHaveLength(1)
    expect(joiner.fold.standing()).toEqual([{ writer: ben.me, reason: 'fork' }])
  })

  it('[Y50] one that leaves words out keeps none of them out, in whatever order all comes', () => {
    const { ana, ben, files, snapshot } = journal()
    type(ana, 'e')
    const last = present(flush(ana))
    // What a changed app says in Ben's name: it has all, and nothing of it is there.
    const lying = fileOf(ben.me, 2, { kind: 'snapshot', vector: ana.fold.vector(), slices: [] })
    const all = [...files, snapshot, last, lying]
    for (const order of [all, all.toReversed(), [lying, ...all], [lying, last, snapshot, ...files.toReversed()]]) {
      const joiner = joinerWith(...order)
      expect(textOf(joiner.doc)).toBe('abcde')
      expect(joiner.fold.standing()).toEqual([])
      const oneByOne = joinerWith()
      for (const file of order) oneByOne.fold.receive([file])
      expect(textOf(oneByOne.doc)).toBe('abcde')
    }
  })

  it('[Y51] what a folder put back holds is applied, though a snapshot already names what follows it', () => {
    const { ana, ben, files, snapshot } = journal()
    const joiner = joinerWith(snapshot)
    // Ben's folder was put back from outside the app: his first file is another one now, and so are those behind it.
    const anew = createDevice(2, 201)
    anew.me = ben.me
    type(anew, 'anew')
    const [first] = [present(flush(anew))].map((file) => ({ ...file, head: 'b1' }))
    type(anew, ' and more')
    const second = { ...present(flush(anew)), prev: 'b1', head: 'b2' }
    joiner.fold.receive([second, present(first), ...files])
    expect(textOf(joiner.doc)).toContain('anew and more')
    expect(textOf(joiner.doc)).toContain('abcd')
    expect(joiner.fold.standing()).toEqual([{ writer: ben.me, reason: 'fork' }])
    expect(joiner.fold.vector().get(ana.me)?.number).toBe(5)
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

  it('[Y222] what the partner’s one names falsely is in none of one’s own, which can be read without what it stands for', () => {
    const { ana, ben, files } = journal()
    const lying = fileOf(ben.me, 2, {
      kind: 'snapshot',
      vector: new Map([
        [ana.me, { number: 6, head: 'f'.repeat(64) }],
        [writerOf(7), { number: 9, head: 'e'.repeat(64) }],
      ]),
    })
    ana.fold.receive([lying])
    type(ana, 'e')
    const last = present(flush(ana))
    const content = ana.fold.snapshot(1_000)
    expect([...content.vector.keys()].toSorted()).toEqual([ana.me, ben.me])
    const snapshot = fileOf(ana.me, last.number + 1, { kind: 'snapshot', prev: last.head, ...content })
    // The last of each chain stays when all else has gone.
    const joiner = joinerWith(snapshot, present(files.at(-1)), lying)
    expect(textOf(joiner.doc)).toBe('abcde')
  })
})
