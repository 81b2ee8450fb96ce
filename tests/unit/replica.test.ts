import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { markLive } from '../../renderer/sync/origins'
import { createReplica, type Replica } from '../../renderer/sync/replica'
import { AppError } from '../../shared/failure'
import { createManualClock } from '../support/manual-clock'
import { seededNumbers } from '../support/seeded-random'
import { createSharedVault, isSameDoc } from '../support/shared-vault'

const text = (doc: Y.Doc) => doc.getText('body')
const room = {}
markLive(room)

/** Resolves when the replica says that nothing is under way, or that something failed. */
async function settled(replica: Replica): Promise<void> {
  while (replica.pending().state === 'saving') {
    await new Promise<void>((resolve) => {
      const stop = replica.subscribe(() => {
        stop()
        resolve()
      })
    })
  }
}
/** Lets every answer that is under way arrive. */
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** A change of another document that rests on all of `doc`. */
function changeElsewhere(doc: Y.Doc, change: (other: Y.Doc) => void): Uint8Array {
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(other)
  change(other)
  return Y.encodeStateAsUpdate(other, before)
}

describe('filling', () => {
  it('[R10] a replica is loaded when everything the vault held is here, in as many calls as it takes', async () => {
    const parts: Uint8Array[] = []
    const source = new Y.Doc()
    source.on('update', (update: Uint8Array) => parts.push(update))
    for (let index = 0; index < 30; index++) text(source).insert(index, String(index % 10))
    const vault = createSharedVault({
      slices: (_missing, call) => ({ slices: parts.slice(call * 10, call * 10 + 10), done: call === 2 }),
    })
    Y.applyUpdate(vault.doc, Y.encodeStateAsUpdate(source), 'window')
    const replica = createReplica({ api: vault.api })
    await replica.whenLoaded
    expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
    expect(vault.fills()).toBe(3)
    expect(vault.pushed).toEqual([])
    replica.destroy()
  })

  it('[R11] slices are applied in tasks of their own, so that a key is heard between them', async () => {
    const slices: Uint8Array[] = []
    const source = new Y.Doc()
    source.on('update', (update: Uint8Array) => slices.push(update))
    for (let index = 0; index < 8; index++) text(source).insert(0, 'x'.repeat(100 * 1024))
    const vault = createSharedVault({ slices: () => ({ slices, done: true }) })
    const replica = createReplica({ api: vault.api })
    let applied = 0
    const perTask: number[] = []
    replica.doc.on('update', () => applied++)
    // Node has tasks of this kind between messages, too.
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      perTask.push(applied)
      applied = 0
      port2.postMessage(null)
    })
    port1.start()
    port2.postMessage(null)
    await replica.whenLoaded
    port1.close()
    expect(Math.max(...perTask)).toBe(1)
    expect(text(replica.doc).length).toBe(8 * 100 * 1024)
    replica.destroy()
  })

  it('[R12] what is told while it fills waits, and comes after it in order', async () => {
    const vault = createSharedVault()
    text(vault.doc).insert(0, 'begun')
    const release = vault.hold()
    const replica = createReplica({ api: vault.api })
    const seen: string[] = []
    replica.doc.on('update', () => seen.push(text(replica.doc).toJSON()))
    vault.receive((doc) => text(doc).insert(5, ' and'))
    vault.receive((doc) => text(doc).insert(9, ' ended'))
    expect(seen).toEqual([])
    release()
    await replica.whenLoaded
    await turns()
    expect(text(replica.doc).toJSON()).toBe('begun and ended')
    expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
    replica.destroy()
  })

  it('[R13] a vault that can’t be reached is asked again until it answers', async () => {
    const clock = createManualClock()
    const vault = createSharedVault()
    text(vault.doc).insert(0, 'here')
    vault.cut(true)
    const replica = createReplica({ api: vault.api, after: clock.after })
    await turns()
    clock.advance(1000)
    await turns()
    expect(vault.fills()).toBe(2)
    vault.cut(false)
    clock.advance(1000)
    await replica.whenLoaded
    expect(text(replica.doc).toJSON()).toBe('here')
    replica.destroy()
  })
})

describe('what changes', () => {
  it('[R14] an own edit and one that came live are each pushed once with their origin, what the vault said never', async () => {
    const vault = createSharedVault()
    const replica = createReplica({ api: vault.api })
    await replica.whenLoaded
    text(replica.doc).insert(0, 'mine')
    Y.applyUpdate(
      replica.doc,
      changeElsewhere(replica.doc, (doc) => text(doc).insert(4, ' theirs')),
      room,
    )
    vault.receive((doc) => doc.getText('other').insert(0, 'from a file'))
    await settled(replica)
    expect(vault.pushed.map(({ origin }) => origin)).toEqual(['own', 'live'])
    expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
    replica.destroy()
  })

  it('[R15] what came live before what it rests on is pushed when a file has brought that', async () => {
    const vault = createSharedVault()
    const replica = createReplica({ api: vault.api })
    await replica.whenLoaded
    const ben = new Y.Doc()
    const updates: Uint8Array[] = []
    ben.on('update', (update: Uint8Array) => updates.push(update))
    text(ben).insert(0, 'first')
    text(ben).insert(5, ' second')
    Y.applyUpdate(replica.doc, updates[1] ?? new Uint8Array(), room)
    expect(vault.pushed).toEqual([])
    Y.applyUpdate(vault.doc, updates[0] ?? new Uint8Array(), 'file')
    await settled(replica)
    expect(text(vault.doc).toJSON()).toBe('first second')
    expect(vault.pushed.map(({ origin }) => origin)).toEqual(['live'])
    replica.destroy()
  })

  it('[R16] it says that it is saving until the vault has taken every change', async () => {
    const vault = createSharedVault()
    const replica = createReplica({ api: vault.api })
    await replica.whenLoaded
    expect(replica.pending()).toEqual({ state: 'saved', failure: null })
    const release = vault.hold()
    text(replica.doc).insert(0, 'a')
    text(replica.doc).insert(1, 'b')
    expect(replica.pending().state).toBe('saving')
    await turns()
    expect(replica.pending().state).toBe('saving')
    release()
    await settled(replica)
    expect(replica.pending()).toEqual({ state: 'saved', failure: null })
    expect(text(vault.doc).toJSON()).toBe('ab')
    replica.destroy()
  })
})

describe('out of reach', () => {
  it('[R17] words typed while the host is out of reach arrive when it answers again', async () => {
    const clock = createManualClock()
    const vault = createSharedVault()
    const replica = createReplica({ api: vault.api, after: clock.after })
    await replica.whenLoaded
    vault.cut(true)
    text(replica.doc).insert(0, 'typed ')
    await turns()
    expect(replica.pending()).toEqual({ state: 'failed', failure: { code: 'host-unreachable' } })
    text(replica.doc).insert(6, 'meanwhile')
    text(vault.doc).insert(0, 'a file came; ')
    vault.cut(false)
    clock.advance(1000)
    await turns()
    await settled(replica)
    expect(replica.pending().state).toBe('saved')
    expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
    expect(text(vault.doc).toJSON()).toContain('typed meanwhile')
    expect(vault.pushed.map(({ origin }) => origin)).toEqual(['own'])
    replica.destroy()
  })

  it('[R17] what was told while the window was cut off is asked for as soon as it is connected', async () => {
    const vault = createSharedVault()
    const replica = createReplica(vault)
    await replica.whenLoaded
    vault.cut(true)
    vault.receive((doc) => text(doc).insert(0, 'missed'))
    vault.cut(false)
    await turns()
    expect(text(replica.doc).toJSON()).toBe('missed')
    replica.destroy()
  })

  /** A replica whose first change the vault refuses. */
  async function makeRefused(code: 'update-refused' | 'vault-locked') {
    const clock = createManualClock()
    const vault = createSharedVault()
    const replica = createReplica({ api: vault.api, after: clock.after })
    await replica.whenLoaded
    vault.refuseNext(new AppError({ code }))
    text(replica.doc).insert(0, 'a')
    await turns()
    expect(replica.pending()).toEqual({ state: 'failed', failure: { code } })
    return { clock, vault, replica }
  }

  it('[R18] a refusal is said, and tried again with the next change', async () => {
    const { clock, vault, replica } = await makeRefused('update-refused')
    clock.advance(60_000)
    await turns()
    expect(vault.pushed).toEqual([])
    text(replica.doc).insert(1, 'b')
    clock.advance(1000)
    await turns()
    expect([text(vault.doc).toJSON(), replica.pending().state]).toEqual(['ab', 'saved'])
    replica.destroy()
  })

  it('[R18] what a vault refused that was being closed is told again, for it may stay open', async () => {
    const { clock, vault, replica } = await makeRefused('vault-locked')
    clock.advance(1000)
    await turns()
    expect(text(vault.doc).toJSON()).toBe('a')
    replica.destroy()
  })

  it('[R19] however edits, cuts, files and live words follow each other, in the end both sides are equal', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const random = seededNumbers(seed)
      const clock = createManualClock()
      const vault = createSharedVault()
      const replica = createReplica({ ...vault, after: clock.after })
      const type = (doc: Y.Doc, mark: string) => {
        const at = Math.floor(random() * (text(doc).length + 1))
        if (random() < 0.25 && at < text(doc).length) text(doc).delete(at, 1)
        else text(doc).insert(at, mark)
      }
      for (let step = 0; step < 60; step++) {
        const dice = random()
        if (dice < 0.4) type(replica.doc, 'a')
        else if (dice < 0.6)
          Y.applyUpdate(
            replica.doc,
            changeElsewhere(replica.doc, (doc) => type(doc, 'l')),
            room,
          )
        else if (dice < 0.75) vault.receive((doc) => type(doc, 'f'))
        else if (dice < 0.85) vault.cut(random() < 0.5)
        else if (dice < 0.92) clock.advance(1000)
        else await turns(2)
      }
      vault.cut(false)
      for (let round = 0; round < 6; round++) {
        await turns()
        clock.advance(5000)
      }
      expect(replica.pending().state, `seed ${seed}`).toBe('saved')
      expect(isSameDoc(replica.doc, vault.doc), `seed ${seed}`).toBe(true)
      replica.destroy()
    }
  })
})

it('[R58] what comes from the vault is not encoded again, and what is written here or comes live is', async () => {
  const vault = createSharedVault()
  const replica = createReplica({ api: vault.api })
  await replica.whenLoaded
  const encoded: unknown[] = []
  // Yjs's own question, asked after everybody has heard of the transaction and before it encodes the update.
  replica.doc.on('afterTransactionCleanup', ({ origin }, doc) => {
    if (Reflect.get(doc, '_observers').has('update')) encoded.push(origin)
  })
  vault.receive((doc) => text(doc).insert(0, 'from the vault'))
  text(replica.doc).insert(0, 'here ')
  Y.applyUpdate(
    replica.doc,
    changeElsewhere(replica.doc, (other) => text(other).insert(0, 'there ')),
    room,
  )
  await turns()
  vault.receive((doc) => text(doc).insert(0, 'again '))
  expect(isSameDoc(replica.doc, vault.doc)).toBe(true)
  expect(encoded).toEqual([null, room])
  replica.destroy()
})
