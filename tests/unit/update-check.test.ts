import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkUpdate, updateLimits } from '../../electron/core/exchange/fold/update-check'
import { editAtRandom, wholeOf } from '../support/random-docs'
import { seededNumbers } from '../support/seeded-random'

const empty = new Y.Doc()
const isParked = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null
const bytesOf = (...numbers: number[]) =>
  encoding.encode((encoder) => numbers.forEach((number) => encoding.writeVarUint(encoder, number)))

/** The updates of two replicas that hear each other, in an order in which they can be applied. */
function history(seed: number, edits: number): Uint8Array[] {
  const random = seededNumbers(seed)
  const docs = [new Y.Doc(), new Y.Doc()]
  docs.forEach((doc, at) => (doc.clientID = 100 + at))
  const updates: Uint8Array[] = []
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'heard') return
      updates.push(update)
      for (const other of docs) if (other !== doc && random() < 0.7) Y.applyUpdate(other, update, 'heard')
    })
  const [a = empty, b = empty] = docs
  for (let edit = 0; edit < edits; edit++) {
    editAtRandom(random() < 0.5 ? a : b, random)
    if (random() < 0.3)
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        Y.applyUpdate(to, Y.encodeStateAsUpdate(from), 'heard')
  }
  return updates
}

describe('the check of an update', () => {
  it('[Y8] what documents write passes in its order, whole or in slices', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const doc = new Y.Doc()
      const updates = history(seed, 60)
      for (const update of updates) {
        expect(checkUpdate(doc, update)).toBeNull()
        Y.applyUpdate(doc, update)
      }
      expect(checkUpdate(empty, Y.encodeStateAsUpdate(doc))).toBeNull()
      expect(checkUpdate(empty, Y.mergeUpdates(updates))).toBeNull()
      const fresh = new Y.Doc()
      for (const slice of wholeOf(doc, 300)) {
        expect(checkUpdate(fresh, slice)).toBeNull()
        Y.applyUpdate(fresh, slice)
      }
    }
  })

  it('[Y8] what comes out of order is told apart exactly where Yjs would park it', () => {
    const told = { parked: 0, fine: 0 }
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededNumbers(seed)
      const doc = new Y.Doc()
      for (const update of history(seed, 40)) {
        if (random() < 0.15) continue
        const clone = new Y.Doc()
        Y.applyUpdate(clone, Y.encodeStateAsUpdate(doc))
        Y.applyUpdate(clone, update)
        expect(checkUpdate(doc, update)).toBe(isParked(clone) ? 'out-of-order' : null)
        told[isParked(clone) ? 'parked' : 'fine']++
        if (!isParked(clone)) Y.applyUpdate(doc, update)
      }
    }
    expect(Math.min(told.parked, told.fine)).toBeGreaterThan(200)
  })

  it('[Y9] bytes changed at random never make it throw, and what passes is applied without a trace of trouble', () => {
    const verdicts = new Map<unknown, number>()
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededNumbers(seed)
      const updates = history(seed, 30)
      const base = Y.mergeUpdates(updates.slice(0, 20))
      const rest = Y.mergeUpdates(updates.slice(20))
      for (let run = 0; run < 100; run++) {
        const doc = new Y.Doc()
        Y.applyUpdate(doc, base)
        if (isParked(doc)) continue
        const bad = (random() < 0.5 ? base : rest).slice(0, random() < 0.1 ? Math.floor(random() * 60) : undefined)
        for (let flips = 0; flips < 1 + random() * 3; flips++) {
          const at = Math.floor(random() * Math.min(bad.length, random() < 0.3 ? 40 : bad.length))
          bad[at] = random() < 0.5 ? Math.floor(random() * 256) : (bad[at] ?? 0) ^ (1 << Math.floor(random() * 8))
        }
        const verdict = checkUpdate(doc, bad)
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
        if (verdict !== null) continue
        Y.applyUpdate(doc, bad)
        expect(isParked(doc)).toBe(false)
        doc.getMap('entries').toJSON()
        doc.getMap('entries').clear()
      }
    }
    for (const verdict of [null, 'malformed', 'out-of-order']) expect(verdicts.get(verdict)).toBeGreaterThan(100)
  })

  it('[Y9] a count that its bytes do not back takes no memory', () => {
    expect(checkUpdate(empty, new Uint8Array())).toBe('malformed')
    expect(checkUpdate(empty, bytesOf(1, 2 ** 40, 7, 0, 0))).toBe('too-large')
    expect(checkUpdate(empty, bytesOf(1, 1_000_000, 7, 0, 0, 1, 0))).toBe('malformed')
    expect(checkUpdate(empty, bytesOf(0, 0, 0))).toBe('malformed')
    expect(checkUpdate(empty, bytesOf(0, 0))).toBeNull()
  })

  it('[Y9] a client or clock that no integer can hold is refused wherever it stands, for Yjs would never end writing it', () => {
    const infinite = [...Array.from({ length: 146 }, () => 0x80), 0x7f]
    const none = [...Array.from({ length: 160 }, () => 0x80), 0]
    for (const id of [infinite, none]) {
      for (const bytes of [
        [1, 1, ...id, 0, 0, 1, 0],
        [1, 1, 7, ...id, 0, 1, 0],
        [1, 1, 7, 0, 0x84, ...id, 0, 1, 0x78, 0],
        [1, 1, 7, 0, 0x84, 8, ...id, 1, 0x78, 0],
        [1, 1, 7, 0, 0x44, ...id, 0, 1, 0x78, 0],
        [1, 1, 7, 0, 4, 0, ...id, 0, 1, 0x78, 0],
        [0, 1, ...id, 1, 0, 1],
        [0, 1, 7, 1, ...id, 1],
        [0, 1, 7, 1, 0, ...id],
      ])
        expect(checkUpdate(empty, Uint8Array.from(bytes)), bytes.join(' ')).toBe('malformed')
    }
  })

  it('[Y9] a client named twice is refused, for Yjs would read but one of its runs', () => {
    expect(checkUpdate(empty, bytesOf(2, 1, 7, 0, 0, 1, 1, 7, 1, 0, 1, 0))).toBe('malformed')
    expect(checkUpdate(empty, bytesOf(1, 2, 7, 0, 0, 1, 0, 1, 0))).toBeNull()
  })

  it('[Y10] two thousand nested maps are refused, at once and when they come level by level', () => {
    const deep = new Y.Doc()
    const grown = new Y.Doc()
    let map = deep.getMap('entries')
    const verdicts: unknown[] = []
    for (let level = 0; level < 40; level++) {
      const inner = new Y.Map<unknown>()
      const before = Y.encodeStateVector(deep)
      map.set('x', inner)
      map = inner
      const update = Y.encodeStateAsUpdate(deep, before)
      verdicts.push(checkUpdate(grown, update))
      if (verdicts.at(-1) === null) Y.applyUpdate(grown, update)
    }
    expect(verdicts.filter((verdict) => verdict === null)).toHaveLength(updateLimits.maxDepth - 1)
    expect(verdicts[updateLimits.maxDepth - 1]).toBe('too-deep')
    expect(checkUpdate(empty, Y.encodeStateAsUpdate(deep))).toBe('too-deep')
  })

  it('[Y10] values that nest too deep are refused, plain ones and formats', () => {
    let value: unknown = 1
    for (let level = 0; level < 40; level++) value = level % 2 ? [value] : { value }
    const plain = new Y.Doc()
    plain.getMap('entries').set('x', value)
    expect(checkUpdate(empty, Y.encodeStateAsUpdate(plain))).toBe('too-deep')
    const format = new Y.Doc()
    format.getText('t').insert(0, 'word', { bold: value as object })
    expect(checkUpdate(empty, Y.encodeStateAsUpdate(format))).toBe('too-deep')
  })

  it('[Y10] too many bytes, structs, types or roots are refused, and a document within the document', () => {
    const doc = new Y.Doc()
    for (let at = 0; at < 20; at++) doc.getMap(`root${at}`).set('x', new Y.Map())
    const update = Y.encodeStateAsUpdate(doc)
    expect(checkUpdate(empty, update)).toBe('too-large')
    const limits = { ...updateLimits, maxRoots: 20 }
    expect(checkUpdate(empty, update, limits)).toBeNull()
    expect(checkUpdate(empty, update, { ...limits, maxTypes: 19 })).toBe('too-large')
    expect(checkUpdate(empty, update, { ...limits, maxStructs: 19 })).toBe('too-large')
    expect(checkUpdate(empty, update, { ...limits, maxBytes: update.length - 1 })).toBe('too-large')
    const nested = new Y.Doc()
    nested.getMap('entries').set('x', new Y.Doc())
    expect(checkUpdate(empty, Y.encodeStateAsUpdate(nested))).toBe('malformed')
  })

  it('[Y10] structs of two clients that rest on each other never pass', () => {
    const item = (client: number) => [132, client, 0, 1, 'a'.charCodeAt(0)]
    expect(checkUpdate(empty, bytesOf(2, 1, 8, 0, ...item(7), 1, 7, 0, ...item(8), 0))).toBe('malformed')
    const update = (...parts: number[]) => Uint8Array.from(parts)
    expect(checkUpdate(empty, update(2, 1, 8, 0, ...item(7), 1, 7, 0, ...item(8), 0))).toBe('out-of-order')
    expect(checkUpdate(empty, update(1, 1, 8, 0, ...item(8), 0))).toBe('out-of-order')
  })

  it('[Y247] looks at each struct once, however many clients rest on each other in a row', { timeout: 30_000 }, () => {
    const clients = 300_000
    const inARow = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, clients)
      for (let at = 0; at < clients; at++) {
        const isLast = at === clients - 1
        for (const number of [1, at, 0]) encoding.writeVarUint(encoder, number)
        encoding.writeUint8(encoder, isLast ? 4 : 4 | 128)
        if (isLast) encoding.writeVarUint(encoder, 1)
        if (isLast) encoding.writeVarString(encoder, 't')
        else for (const number of [at + 1, 0]) encoding.writeVarUint(encoder, number)
        encoding.writeVarString(encoder, 'x')
      }
      encoding.writeVarUint(encoder, 0)
    })
    expect(checkUpdate(empty, inARow)).toBeNull()
  })
})
