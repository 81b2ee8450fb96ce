import * as encoding from 'lib0/encoding'
import * as fc from 'fast-check'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createLiveGuard } from '../../renderer/sync/live-guard'
import { certifiedClaims } from '../../renderer/sync/partner-claims'
import { createPresence, type Presence } from '../../renderer/sync/presence'
import type { EntryId } from '../../shared/ids'
import { markClient, newSessionClient, sessionOfClient } from '../../shared/mark-clients'

const partner = { name: 'Ben', color: 'second' } as const
const entry = '0b8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d' as EntryId
const otherEntry = '1c8f9c1e-63b2-4b0e-9d8e-2f1f4a5b6c7d' as EntryId
const place = { type: { client: 1, clock: 0 }, tname: null, item: null, assoc: 0 }
const cursor = { anchor: place, head: place }

function message(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  write(encoder)
  return Uint8Array.from(encoding.toUint8Array(encoder))
}
const step1 = (doc: Y.Doc) => message(0, (encoder) => writeSyncStep1(encoder, doc))
const step2 = (update: Uint8Array) =>
  message(0, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, update)
  })
const emptyUpdate = Y.encodeStateAsUpdate(new Y.Doc())

/** An awareness message in which each client claims this state. */
function claims(...states: (readonly [client: number, state: unknown])[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, states.length)
  for (const [client, state] of states) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}
/** What a window believes after hearing it. */
function believed(update: Uint8Array): unknown[] {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  applyAwarenessUpdate(awareness, certifiedClaims(update, { partner, self: awareness.clientID }), 'partner')
  awareness.destroy()
  return [...awareness.getStates().values()]
}

describe('being in step (y-webrtc.js:77)', () => {
  it('[R36] is said when all that the partner had has been applied, not at any step 2', () => {
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
    theirs.getText('body').insert(0, 'words')
    const guard = createLiveGuard({ doc: mine, partner, self: mine.clientID, sessions: () => [] })
    guard.accept(step2(emptyUpdate))
    expect(guard.isInStep()).toBe(false)
    guard.accept(step1(theirs))
    expect(guard.isInStep()).toBe(false)
    const all = Y.encodeStateAsUpdate(theirs)
    guard.accept(step2(all))
    expect(guard.isInStep()).toBe(false)
    Y.applyUpdate(mine, all, 'partner')
    expect(guard.isInStep()).toBe(true)
  })

  it('[R36] what is parked because something is missing is not in step', () => {
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
    const updates: Uint8Array[] = []
    theirs.on('update', (update: Uint8Array) => updates.push(update))
    theirs.getText('body').insert(0, 'a')
    const then = step1(theirs)
    theirs.getText('body').insert(1, 'b')
    theirs.getText('body').insert(2, 'c')
    const guard = createLiveGuard({ doc: mine, partner, self: mine.clientID, sessions: () => [] })
    guard.accept(then)
    guard.accept(step2(updates[0] ?? emptyUpdate))
    Y.applyUpdate(mine, updates[0] ?? emptyUpdate)
    Y.applyUpdate(mine, updates[2] ?? emptyUpdate)
    expect(guard.isInStep()).toBe(false)
    Y.applyUpdate(mine, updates[1] ?? emptyUpdate)
    expect(guard.isInStep()).toBe(true)
  })
})

describe('what a partner’s window may say', () => {
  it('[R37] updates, requests and claims pass; anything else is refused', () => {
    const guard = createLiveGuard({ doc: new Y.Doc(), partner, self: 1, sessions: () => [] })
    const update = message(0, (encoder) => writeUpdate(encoder, emptyUpdate))
    expect(guard.accept(update)).toBe(update)
    expect(guard.accept(message(3, () => {}))).not.toBeNull()
    expect(() => guard.accept(message(4, () => {}))).toThrow()
    expect(() => guard.accept(message(7, () => {}))).toThrow()
    expect(() => guard.accept(message(0, (encoder) => encoding.writeVarUint(encoder, 3)))).toThrow()
    expect(() => guard.accept(new Uint8Array())).toThrow()
  })

  it('[R285] words under this device’s own client ids end the connection before they reach the document', () => {
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
    const vault = newSessionClient()
    mine.clientID = newSessionClient()
    mine.getText('body').insert(0, 'I love you')
    const sessions = () => [mine.clientID, vault].map((client) => sessionOfClient(client) ?? -1)
    const guard = createLiveGuard({ doc: mine, partner, self: 1, sessions })
    const update = (change: Uint8Array) => message(0, (encoder) => writeUpdate(encoder, change))
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
    theirs.clientID = 7
    theirs.getText('body').insert(3, 'really ')
    theirs.getText('body').delete(0, 1)
    const honest = Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine))
    // Words beside mine name my ids, and so do deletions of mine.
    expect(guard.accept(update(honest))).toEqual(update(honest))
    const forgers = [mine.clientID, markClient(mine.clientID, 'heading'), vault]
    for (const client of forgers) {
      const forger = new Y.Doc()
      Y.applyUpdate(forger, Y.encodeStateAsUpdate(mine))
      forger.clientID = client
      forger.getText('body').insert(10, ', not')
      const beyond = Y.encodeStateAsUpdate(forger, Y.encodeStateVector(mine))
      for (const change of [beyond, Y.mergeUpdates([honest, beyond])]) {
        expect(() => guard.accept(update(change))).toThrow()
        expect(() => guard.accept(step2(change))).toThrow()
      }
    }
    const others = new Y.Doc()
    others.clientID = mine.clientID
    others.getText('body').insert(0, 'I hate you')
    expect(() => guard.accept(update(Y.encodeStateAsUpdate(others)))).toThrow()
  })

  it('[R37] name and colour are the certified ones, whatever is claimed, and nothing else passes', () => {
    const state = { entry, cursor, user: { name: 'Ana', color: 'red' }, html: '<b>' }
    expect(believed(claims([7, state]))).toEqual([{ entry, cursor, user: partner }])
    expect(believed(claims([7, {}]))).toEqual([{ user: partner }])
  })

  it('[R37] nothing is heard of this window itself', () => {
    const awareness = new Awareness(new Y.Doc())
    const update = certifiedClaims(claims([awareness.clientID, { entry }], [7, {}]), {
      partner,
      self: awareness.clientID,
    })
    applyAwarenessUpdate(awareness, update, 'partner')
    expect(awareness.getLocalState()).toEqual({})
    expect(awareness.getStates().size).toBe(2)
    awareness.destroy()
  })

  it('[R37] claims out of bounds are refused: over 1 KiB, over ten windows, a place by a root name', () => {
    expect(() => believed(claims([7, { entry, more: 'x'.repeat(1024) }]))).toThrow()
    const many = Array.from({ length: 11 }, (_, client) => [client, {}] as const)
    expect(() => believed(claims(...many))).toThrow()
    expect(believed(claims(...many.slice(1)))).toHaveLength(10)
    const rooted = { ...place, tname: 'a new root' }
    expect(() => believed(claims([7, { entry, cursor: { anchor: rooted, head: place } }]))).toThrow()
    expect(() => believed(claims([7, 'words']))).toThrow()
  })

  it('[R37] a window whose number no integer can hold is refused, and not written for ever', () => {
    const infinite = [...Array.from({ length: 146 }, () => 0x80), 0x7f]
    for (const [client, clock] of [
      [infinite, [0]],
      [[7], infinite],
      [[...Array.from({ length: 160 }, () => 0x80), 0], [0]],
    ] as const)
      expect(() => believed(Uint8Array.from([1, ...client, ...clock, 4, 0x6e, 0x75, 0x6c, 0x6c]))).toThrow()
  })

  it('[R37] whatever bytes come, a claim passes as such or is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          for (const state of believed(bytes)) expect(state).toMatchObject({ user: partner })
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})

describe('where one’s caret is', () => {
  /** Tells each of two windows what the other says of itself, as a live room does. */
  function meet(): { ana: Presence; ben: Presence; end(): void } {
    const [ana, ben] = [createPresence(new Y.Doc()), createPresence(new Y.Doc())]
    const carry = (from: Presence, to: Presence) =>
      from.awareness.on('update', (_change: unknown, origin: unknown) => {
        if (origin !== 'local') return
        const update = encodeAwarenessUpdate(from.awareness, [from.awareness.clientID])
        applyAwarenessUpdate(to.awareness, certifiedClaims(update, { partner, self: to.awareness.clientID }), 'partner')
      })
    carry(ana, ben)
    carry(ben, ana)
    return {
      ana,
      ben,
      end: () => [ana, ben].forEach((presence) => presence.destroy()),
    }
  }
  const said = ({ awareness }: Presence) => awareness.getLocalState()

  it('[R38] is told and shown only where both have the entry open, and allow it', () => {
    const { ana, ben, end } = meet()
    ben.set(entry, true)
    ben.setCursor(cursor)
    expect(said(ben)).toEqual({ entry })
    ana.set(otherEntry, true)
    expect(said(ben)).toEqual({ entry })
    ana.set(entry, true)
    expect(said(ben)).toEqual({ entry, cursor })
    expect(ana.cursors()).toMatchObject([{ name: 'Ben', color: 'second', anchor: place, head: place }])
    expect(ben.cursors()).toEqual([])
    ana.set(otherEntry, true)
    expect(said(ben)).toEqual({ entry })
    expect(ana.cursors()).toEqual([])
    end()
  })

  it('[R38] nothing at all is told where it is not allowed, and then nothing is heard either', () => {
    const { ana, ben, end } = meet()
    ana.set(entry, false)
    ben.set(entry, true)
    ben.setCursor(cursor)
    expect(said(ana)).toEqual({})
    expect(said(ben)).toEqual({ entry })
    expect(ana.cursors()).toEqual([])
    ana.set(entry, true)
    expect(ana.cursors()).toHaveLength(1)
    ben.set(entry, false)
    expect(said(ben)).toEqual({})
    expect(ana.cursors()).toEqual([])
    end()
  })

  it('[R38] the caret of one entry is never told for another', () => {
    const { ana, ben, end } = meet()
    ana.set(entry, true)
    ben.set(entry, true)
    ben.setCursor(cursor)
    ana.set(otherEntry, true)
    ben.set(otherEntry, true)
    expect(said(ben)).toEqual({ entry: otherEntry })
    end()
  })

  it('[R34] a partner who is gone is dropped, and heard again when the same window comes back', () => {
    const { ana, ben, end } = meet()
    ana.set(entry, true)
    ben.set(entry, true)
    ben.setCursor(cursor)
    let told = 0
    ana.subscribe(() => told++)
    ana.dropPartner()
    expect(ana.cursors()).toEqual([])
    ben.renew()
    expect(ana.cursors()).toHaveLength(1)
    expect(told).toBe(2)
    end()
  })
})
