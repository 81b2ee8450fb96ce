import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { cutUpdate, slicesOf } from '../../shared/update-slices'
import { editAtRandom, isSame, wholeOf } from '../support/random-docs'
import { seededNumbers } from '../support/seeded-random'

/** Three replicas that edit and hear each other at random, so that their words rest on each other's. */
function randomDocs(random: () => number, edits: number): Y.Doc[] {
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID: clientID * 1000 }))
  const pick = () => docs[Math.floor(random() * docs.length)] ?? new Y.Doc()
  for (let edit = 0; edit < edits; edit++) {
    editAtRandom(pick(), random)
    if (random() < 0.2) Y.applyUpdate(pick(), Y.encodeStateAsUpdate(pick()))
  }
  for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return docs
}

/** Applies the slices one by one, and says that none ever waited for another. */
function apply(to: Y.Doc, slices: Iterable<Uint8Array>) {
  for (const slice of slices) {
    Y.applyUpdate(to, slice)
    expect([to.store.pendingStructs, to.store.pendingDs]).toEqual([null, null])
  }
}

describe('slices of a document', () => {
  it('[Y6] applied one by one they give the same document and none waits, whatever their size', () => {
    for (let seed = 1; seed <= 120; seed++) {
      const random = seededNumbers(seed)
      const [doc = new Y.Doc()] = randomDocs(random, 150)
      const fresh = new Y.Doc()
      apply(fresh, wholeOf(doc, [60, 200, 1000, 100_000][seed % 4]))
      expect(isSame(fresh, doc)).toBe(true)
    }
  })

  it('[Y6] only what is missing comes, even when the state vector lies within a run of words', () => {
    for (let seed = 1; seed <= 120; seed++) {
      const random = seededNumbers(seed)
      const [doc = new Y.Doc(), other = new Y.Doc()] = randomDocs(random, 40)
      const behind = new Y.Doc()
      Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc))
      const from = Y.encodeStateVector(behind)
      for (let edit = 0; edit < 40; edit++) editAtRandom(random() < 0.5 ? doc : other, random)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
      const slices = [...slicesOf(doc, from, 300)]
      for (const slice of slices)
        for (const struct of Y.decodeUpdate(slice).structs)
          expect(struct.id.clock).toBeGreaterThanOrEqual(Y.decodeStateVector(from).get(struct.id.client) ?? 0)
      apply(behind, slices)
      expect(isSame(behind, doc)).toBe(true)
    }
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'one')
    const behind = new Y.Doc()
    Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc))
    doc.getText('t').insert(3, ' two')
    apply(behind, slicesOf(doc, Y.encodeStateVector(behind), 1000))
    expect(behind.getText('t').toJSON()).toBe('one two')
  })

  it('[Y7] no slice is longer than asked, long text and many deletions are cut, and no character is halved', () => {
    const doc = new Y.Doc()
    const text = doc.getText('t')
    text.insert(0, '👩‍❤️‍👩 é 日本 '.repeat(20_000))
    for (let at = 0; at < 20_000; at += 5) text.delete(at * 2, 3)
    const slices = wholeOf(doc, 4096)
    expect(slices.length).toBeGreaterThan(80)
    expect(Math.max(...slices.map((slice) => slice.length))).toBeLessThanOrEqual(4096)
    const fresh = new Y.Doc()
    apply(fresh, slices)
    expect(fresh.getText('t').toJSON()).toBe(text.toJSON())
    expect(Y.equalSnapshots(Y.snapshot(fresh), Y.snapshot(doc))).toBe(true)
  })

  it('[Y7] the document may change while slices are taken', () => {
    const random = seededNumbers(9)
    const [doc = new Y.Doc()] = randomDocs(random, 200)
    const fresh = new Y.Doc()
    for (const slice of slicesOf(doc, new Uint8Array([0]), 200)) {
      apply(fresh, [slice])
      if (random() < 0.3) editAtRandom(doc, random)
    }
    expect(Y.encodeStateVector(fresh).length).toBeGreaterThan(2)
    apply(fresh, slicesOf(doc, Y.encodeStateVector(fresh), 200))
    expect(isSame(fresh, doc)).toBe(true)
  })

  it('[Y7] an update is cut in the same way, that of several people too', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededNumbers(seed)
      const [doc = new Y.Doc(), other = new Y.Doc()] = randomDocs(random, 40)
      const behind = new Y.Doc()
      Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc))
      for (let edit = 0; edit < 40; edit++) {
        editAtRandom(random() < 0.5 ? doc : other, random)
        if (random() < 0.3) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
        if (random() < 0.3) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
      }
      const slices = cutUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(behind)), 300)
      expect(slices.length).toBeGreaterThan(3)
      apply(behind, slices)
      expect(isSame(behind, doc)).toBe(true)
    }
    expect(cutUpdate(new Uint8Array([0, 0]), 300)).toEqual([new Uint8Array([0, 0])])
  })
})
