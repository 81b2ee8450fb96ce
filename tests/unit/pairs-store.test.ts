import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  createPairsStore,
  keptCandidate,
  type PairsDocument,
  pairsDocument,
} from '../../electron/core/exchange/partner/pairs-store'
import { createMemoryStore } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { makeSide } from '../support/pairing-side'

const [hex16, hex32] = ['ab'.repeat(16), 'cd'.repeat(32)]
const epoch = { epoch: 1, id: hex16, key: hex32 }
const partner = {
  name: 'Ben',
  partnerId: hex16,
  certificates: ['00'],
  since: 1,
  compared: true,
  lastExchanged: null,
}
const journal = {
  folder: hex16,
  epoch,
  role: 'inviter',
  writer: 'ef'.repeat(24),
  formerWriters: [],
  partner,
  endedAt: null,
}
const good: Record<string, PairsDocument> = {
  identity: { identity: hex32, device: hex16, signing: hex32, noise: hex32 },
  journal,
  [`earlier/${hex16}`]: { ...journal, endedAt: 5 },
  reach: { port: 41_000, partner: ['ben.local:41000'], connect: true },
  invite: { expiresAt: 9, open: { bytes: 'abcd', number: hex32 }, psk: hex32, prologue: 'abcd' },
  candidate: { epoch, role: 'joiner', partner, addresses: [] },
}
const storeOf = (documents: Record<string, PairsDocument>) =>
  createPairsStore(createMemoryStore<PairsDocument>({ ...documents }).store, createManualClock())

/** All that the store says; a document that is another than its key says must count as absent, and throw nothing. */
const readAll = (documents: Record<string, PairsDocument>) => {
  const store = storeOf(documents)
  const { identity, journal: now, earlier, reach, invite, candidate } = store
  return {
    identity: identity(),
    journal: now(),
    earlier: earlier(),
    reach: reach(),
    invite: invite(),
    candidate: candidate(),
  }
}

/** A document with one field of it, at any depth, replaced or left out. */
const changed = (document: object, path: readonly string[], value: unknown): PairsDocument => {
  const copy = structuredClone(document) as Record<string, unknown>
  let inner = copy
  for (const key of path.slice(0, -1)) {
    const next = inner[key]
    if (typeof next !== 'object' || next === null) return copy
    inner = next as Record<string, unknown>
  }
  const last = path.at(-1) ?? ''
  if (value === undefined) delete inner[last]
  else inner[last] = value
  return copy
}

const pathsOf = (value: unknown, path: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsOf(inner, [...path, key])])
    : []

it('[X51] the pairs store says what was written, and of a document that it cannot read that it is not there', async () => {
  const all = readAll(good)
  expect(all).toEqual({
    identity: good['identity'],
    journal,
    earlier: [{ ...journal, endedAt: 5 }],
    reach: good['reach'],
    invite: good['invite'],
    candidate: good['candidate'],
  })
  expect(readAll({})).toEqual({
    identity: null,
    journal: null,
    earlier: [],
    reach: { port: 0, partner: [], connect: true },
    invite: null,
    candidate: null,
  })
  const memory = createMemoryStore<PairsDocument>({ ...good, candidate: { newer: true } })
  const store = createPairsStore(memory.store, createManualClock())
  expect(store.candidate()).toBe(null)
  await store.change({ invite: null })
  expect(memory.store.documents['candidate']).toEqual({ newer: true })
  expect(store.invite()).toBe(null)
})

it('[X57] a journal that can’t be read is never written over, and none is written that couldn’t be read again', async () => {
  const unreadable = { ...journal, partner: { ...partner, since: -1 } }
  const memory = createMemoryStore<PairsDocument>({ journal: unreadable })
  const store = createPairsStore(memory.store, createManualClock(7))
  await expect(store.change({ journal: { ...readAll(good).journal!, endedAt: 2 ** 54 } })).rejects.toThrow()
  expect(memory.store.documents['journal']).toEqual(unreadable)
  await store.change({ journal: readAll(good).journal })
  expect(store.journal()).toEqual(journal)
  expect(memory.store.documents['unread/journal/7']).toEqual(unreadable)
  expect(store.earlier()).toEqual([])
})

it('[X51] any field of another kind, or left out, makes its document absent or is one that may be so', () => {
  const wrong = [undefined, null, -1, 1.5, '', 'x', 'AB'.repeat(16), [], {}, [1], '00'.repeat(64), 2 ** 60]
  for (const [key, document] of Object.entries(good)) {
    for (const path of pathsOf(document)) {
      for (const value of wrong) {
        const read = readAll({ ...good, [key]: changed(document, path, value) })
        if (read.candidate) expect(keptCandidate.safeParse(read.candidate).success).toBe(true)
        if (read.identity)
          for (const seed of Object.values(read.identity)) expect(seed).toMatch(/^([0-9a-f]{32}){1,2}$/)
      }
    }
  }
})

it('[X51] documents of any JSON are read without an error, and change after as others do', async () => {
  const document = fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue())
  const documents = fc.dictionary(
    fc.constantFrom(...Object.keys(good), 'earlier/', 'earlier/x', '__proto__', 'constructor'),
    document.map((value) => pairsDocument.parse(value)),
  )
  await fc.assert(
    fc.asyncProperty(documents, async (any) => {
      const store = storeOf(any)
      readAll(any)
      await store.change({ reach: { port: 1 }, invite: null })
      expect(store.reach().port).toBe(1)
    }),
    { numRuns: 200 },
  )
})

it('[X52] an invite that lies in the vault otherwise than it was made ends a pairing, and nothing else', async () => {
  const texts = fc.sample(fc.string({ maxLength: 40 }), { numRuns: 40, seed: 1 })
  for (const bytes of ['', 'a', 'zz', 'abcd', ...texts]) {
    const { tools, pairing } = await makeSide('Ana', 1)
    await tools.pairs.change({ invite: { expiresAt: 9, open: { bytes, number: hex32 }, psk: hex32, prologue: bytes } })
    pairing.resume()
    pairing.reach()
    const linked = { type: 'pairing-linked', handshakeHash: new Uint8Array(64), payload: new Uint8Array() } as const
    await expect(pairing.linked({ ...linked, remoteNoiseKey: new Uint8Array(32) })).rejects.toMatchObject({
      failure: { code: 'invite-mangled' },
    })
  }
})
