import { describe, expect, it } from 'vitest'
import { type ConnectionStore, createConnection } from '../../renderer/lib/connection'
import { createHeldStore, isHeld } from '../../renderer/lib/held-store'
import { createPartnerStore } from '../../renderer/lib/partner-store'
import { type SavingSnapshot, worstSaving } from '../../renderer/lib/saving-source'
import { quietLine, type WordsState } from '../../renderer/lib/shared-status'
import { createHeldApi } from '../support/held-api'
import { idOf } from '../support/journal-entries'
import { partnerStatusOf, withBen } from '../support/partner-status'

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const connected = createConnection({ call: async () => ({ ok: true, value: null }), onSignal: () => () => {} })

describe('what the window knows of the partner', () => {
  it('[U20] nothing is known until the vault answers, then what it told last', async () => {
    const { api, call, signal } = createHeldApi()
    const store = createPartnerStore(api, connected)
    let told = 0
    store.subscribe(() => told++)
    expect(store.snapshot()).toBeNull()
    call(1).ok(partnerStatusOf())
    await settled()
    expect(store.snapshot()).toEqual(partnerStatusOf())
    expect(store.snapshot()).toBe(store.snapshot())
    const joined = partnerStatusOf({ partner: { name: 'Ben', since: 1, compared: true } })
    signal('partner.changed', joined)
    expect([store.snapshot(), told]).toEqual([joined, 2])
  })

  it('[U20] an answer that can’t be had leaves it unknown, and a later word is heard all the same', async () => {
    const { api, call, signal } = createHeldApi()
    const store = createPartnerStore(api, connected)
    call(1).fail('host-unreachable')
    await settled()
    expect(store.snapshot()).toBeNull()
    signal('partner.changed', partnerStatusOf())
    expect(store.snapshot()).toEqual(partnerStatusOf())
  })

  it('[U20] a store that was let go hears nothing any more, not even its own answer', async () => {
    const { api, call, signal, listeners } = createHeldApi()
    const store = createPartnerStore(api, connected)
    store.dispose()
    call(1).ok(partnerStatusOf())
    signal('partner.changed', partnerStatusOf())
    await settled()
    expect([store.snapshot(), listeners.size]).toEqual([null, 0])
  })
})

describe('what is claimed of the link while the host doesn’t answer', () => {
  it('[U70] no connection, and again what was told last when the host is back', async () => {
    const { api, call } = createHeldApi()
    const listeners = new Set<() => void>()
    let state: ReturnType<ConnectionStore['snapshot']> = 'connected'
    const store = createPartnerStore(api, {
      snapshot: () => state,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    const told = withBen({ state: 'connected', incoming: { verified: 1, announced: 2 } })
    call(1).ok(told)
    await settled()
    let heard = 0
    const stop = store.subscribe(() => heard++)
    const become = (next: typeof state) => {
      state = next
      for (const listener of listeners) listener()
    }
    for (const silent of ['reconnecting', 'stopped'] as const) {
      become(silent)
      expect(store.snapshot()).toEqual(withBen({ state: 'off' }))
      expect(store.snapshot()).toBe(store.snapshot())
    }
    become('connected')
    expect([store.snapshot(), heard]).toEqual([told, 3])
    stop()
    expect(listeners.size).toBe(0)
  })
})

describe('what may be said of an entry’s words', () => {
  const words = (state: Partial<WordsState>): WordsState => ({
    saving: 'saved',
    isReadOnly: false,
    isGone: false,
    partnerName: 'Ben',
    isHeld: false,
    ...state,
  })

  it('[U21] which entries the partner lacks is told by name, or all at once where they are many', () => {
    const { api, signal } = createHeldApi()
    const store = createHeldStore(api)
    expect(isHeld(store.snapshot(), idOf(1))).toBeNull()
    signal('shared.held', { all: false, entries: [idOf(1)] })
    expect([isHeld(store.snapshot(), idOf(1)), isHeld(store.snapshot(), idOf(2))]).toEqual([true, false])
    signal('shared.held', { all: true, entries: [] })
    expect(isHeld(store.snapshot(), idOf(2))).toBe(true)
  })

  it('[U21] the partner has it only where the words are saved and the vault has said that they do', () => {
    expect(quietLine(words({}))).toBe('has')
    expect(quietLine(words({ isHeld: true }))).toBe('waiting')
    expect(quietLine(words({ isHeld: null }))).toBe('saved')
    for (const isHeld of [true, false, null]) {
      expect(quietLine(words({ isHeld, saving: 'saving' }))).toBe('saving')
      expect(quietLine(words({ isHeld, isGone: true, isReadOnly: true }))).toBe('gone')
      expect(quietLine(words({ isHeld, saving: 'failed' }))).toBe('failed')
    }
  })

  it('[U21] of a private entry, or alone, nothing is said of anyone else; what can’t be changed is only read', () => {
    for (const isHeld of [true, false, null]) {
      expect(quietLine(words({ isHeld, partnerName: null }))).toBe('saved')
      expect(quietLine(words({ isHeld, isReadOnly: true }))).toBe('read-only')
    }
  })

  it('[U22] of two that save, saved are both or none, and a failure of either is told', () => {
    const states = ['saved', 'saving', 'failed'] as const
    const sourceOf = (state: SavingSnapshot['state']) => {
      const listeners = new Set<() => void>()
      const snapshot: SavingSnapshot = { state, failure: state === 'failed' ? { code: 'disk-full' } : null }
      return {
        listeners,
        snapshot: () => snapshot,
        subscribe(listener: () => void) {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      }
    }
    for (const first of states)
      for (const second of states) {
        const [a, b] = [sourceOf(first), sourceOf(second)]
        const both = worstSaving(a, b)
        const worst = states[Math.max(states.indexOf(first), states.indexOf(second))]
        expect(both.snapshot().state).toBe(worst)
        expect(both.snapshot().failure).toEqual(worst === 'failed' ? { code: 'disk-full' } : null)
        expect(both.snapshot()).toBe(both.snapshot())
        const stop = both.subscribe(() => {})
        expect([a.listeners.size, b.listeners.size]).toEqual([1, 1])
        stop()
        expect([a.listeners.size, b.listeners.size]).toEqual([0, 0])
      }
  })
})
