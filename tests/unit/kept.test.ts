import { describe, expect, it } from 'vitest'
import { createKept, type SettingsDocument } from '../../electron/core/journals/kept'
import { createMemoryStore, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'

const caret = { anchor: 3, head: 3 }

function makeKept(documents: Record<string, SettingsDocument> = {}) {
  const settings = createMemoryStore<SettingsDocument>(documents)
  const clock = createManualClock()
  return { ...settings, clock, kept: createKept(settings.store, clock) }
}

const sizes = (documents: object) => Object.values(documents).map((each) => JSON.stringify(each).length)

describe('what is kept beside the journal', () => {
  it('[J130] looking around is written with the next save of anything, or at the end, and never by itself', async () => {
    const { kept, written, clock } = makeKept()
    const look = () => {
      kept.keepCaret(idOf(1), caret)
      kept.looked(idOf(1))
      kept.changeSettings({ lastEntry: idOf(1), filters: { kinds: ['dream'], tags: [], journals: [] } })
    }
    look()
    clock.advance(60_000)
    await kept.flush()
    expect(written).toEqual({})
    kept.saving()
    await kept.flush()
    expect(Object.keys(written)).toEqual(['looks'])
    kept.keepCaret(idOf(1), { anchor: 4, head: 4 })
    await kept.finish()
    expect(makeKept(structuredClone(written)).kept.caret(idOf(1))).toEqual({ anchor: 4, head: 4 })
    expect(makeKept(structuredClone(written)).kept.settings()).toMatchObject({
      lastEntry: idOf(1),
      filters: { kinds: ['dream'] },
    })
  })

  it('[J130] it takes the same room however much was looked at', async () => {
    const all: number[] = []
    for (const count of [0, 1, 20, 500]) {
      const { kept, written } = makeKept()
      kept.addNews([idOf(1)])
      for (let number = 2; number < 2 + count; number++) kept.keepCaret(idOf(number), caret)
      kept.looked(idOf(1))
      await kept.finish()
      all.push(...sizes(written))
    }
    expect(new Set(all).size).toBe(1)
    expect(all).toHaveLength(4)
  })

  it('[J131] a caret after an edit is written with it, and one that rests there is nothing new', async () => {
    const { kept, written, touched } = makeKept()
    kept.keepCaret(idOf(1), { anchor: 9, head: 9 })
    await kept.finish()
    kept.keepEdit(idOf(1), caret)
    kept.keepCaret(idOf(1), caret)
    await kept.flush()
    expect(makeKept(structuredClone(written)).kept.caret(idOf(1))).toEqual(caret)
    await kept.finish()
    expect(touched.size).toBe(0)
  })

  it('[J131] only the last carets of what was read are kept, and all of what was edited', async () => {
    const { kept, written } = makeKept()
    kept.keepEdit(idOf(1), caret)
    for (let number = 2; number <= 100; number++) kept.keepCaret(idOf(number), caret)
    await kept.finish()
    const again = makeKept(structuredClone(written)).kept
    expect([1, 2, 60, 61, 100].map((number) => again.caret(idOf(number)) !== null)).toEqual([
      true,
      false,
      false,
      true,
      true,
    ])
  })

  it('[J132] news stays until it is looked at, through a lock', async () => {
    const { kept, written } = makeKept()
    kept.addNews([idOf(1), idOf(2)])
    await kept.flush()
    expect(makeKept(structuredClone(written)).kept.isNews(idOf(1))).toBe(true)
    kept.looked(idOf(1))
    expect(kept.isNews(idOf(1))).toBe(false)
    await kept.finish()
    const again = makeKept(structuredClone(written)).kept
    expect([again.isNews(idOf(1)), again.isNews(idOf(2))]).toEqual([false, true])
  })

  it('[J132] what an earlier version kept is there, left alone while nothing changes, and moves with the first look that is stored', async () => {
    const { kept, written, store } = makeKept({
      settings: { name: 'Ana', lastEntry: idOf(7), filters: { kinds: ['dream'], tags: [] }, later: 1 },
      [`caret/${idOf(1)}`]: caret,
      [`news/${idOf(2)}`]: {},
    })
    expect(kept.settings()).toMatchObject({ name: 'Ana', lastEntry: idOf(7), filters: { kinds: ['dream'] } })
    expect([kept.caret(idOf(1)), kept.isNews(idOf(2))]).toEqual([caret, true])
    await kept.finish()
    expect(written).toEqual({})
    kept.looked(idOf(2))
    kept.changeSettings({ idleMinutes: 3 })
    await kept.finish()
    expect(Object.keys(store.documents).toSorted()).toEqual([`caret/${idOf(1)}`, 'looks', 'settings'])
    const again = makeKept(structuredClone(store.documents)).kept
    expect(again.settings()).toMatchObject({ name: 'Ana', idleMinutes: 3, lastEntry: idOf(7), later: 1 })
    expect([again.caret(idOf(1)), again.isNews(idOf(2))]).toEqual([caret, false])
  })

  it('[J133] an entry that is gone for ever leaves no trace', async () => {
    const { kept, written } = makeKept()
    kept.addNews([idOf(1)])
    kept.keepEdit(idOf(1), caret)
    kept.keepCaret(idOf(1), { anchor: 1, head: 1 })
    kept.forget([idOf(1)])
    await kept.finish()
    expect(JSON.stringify(written)).not.toContain(idOf(1))
  })

  it("[J170] however many entries a partner's device brings and deletes, what is looked at stays small, and is put once", async () => {
    const { store, written } = createMemoryStore<SettingsDocument>()
    const { touch } = store
    const touched: string[] = []
    store.touch = (key) => {
      touched.push(key)
      touch(key)
    }
    const kept = createKept(store, createManualClock())
    const ids = Array.from({ length: 20_000 }, (_, at) => idOf(at))
    kept.addNews(ids)
    await kept.flush()
    expect(JSON.stringify(written.looks).length).toBeLessThan(100_000)
    expect(kept.isNews(idOf(19_999))).toBe(true)
    kept.forget(ids)
    expect(touched).toEqual(['looks', 'looks'])
    expect(kept.isNews(idOf(19_999))).toBe(false)
  })
})
