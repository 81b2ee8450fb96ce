import { describe, expect, it } from 'vitest'
import { createEntriesStore } from '../../renderer/lib/entries-store'
import type { EntrySummary } from '../../shared/entry'
import { createHeldApi } from '../support/held-api'
import { entryOf, idOf } from '../support/journal-entries'

function rowOf(number: number, fields: Partial<EntrySummary> = {}): EntrySummary {
  const { body, ...rest } = entryOf(number)
  return { ...rest, journal: 'private', excerpt: body, ...fields }
}
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => rowOf(from + at))

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

function makeStore() {
  const held = createHeldApi()
  const store = createEntriesStore(held.api, () => Promise.resolve())
  let published = 0
  store.subscribe(() => published++)
  const changed = (entries: EntrySummary[], deleted: number[] = []) =>
    held.signal('journal.changed', { entries, deleted: deleted.map(idOf) })
  const numbers = () => store.snapshot().entries.map(({ id }) => Number(id.slice(-6)))
  return { ...held, store, changed, numbers, published: () => published }
}

describe('the rows of the timeline', () => {
  it('[W20] the newest rows come first and alone, the rest in one larger slice', async () => {
    const { store, calls, call } = makeStore()
    const loading = store.load()
    expect(call(1).input).toEqual({ offset: 0, limit: 60 })
    call(1).ok({ entries: rows(0, 60), total: 100 })
    await settled()
    expect(store.snapshot()).toMatchObject({ total: 100, complete: false })
    expect(store.snapshot().entries).toHaveLength(60)
    expect(call(2).input).toEqual({ offset: 60, limit: 2000 })
    call(2).ok({ entries: rows(60, 100), total: 100 })
    await loading
    expect(store.snapshot()).toMatchObject({ total: 100, complete: true })
    expect(store.snapshot().entries).toHaveLength(100)
    expect(calls).toHaveLength(2)
  })

  it('[W20] an empty journal is complete at once', async () => {
    const { store, call } = makeStore()
    const loading = store.load()
    call(1).ok({ entries: [], total: 0 })
    await loading
    expect(store.snapshot()).toEqual({ entries: [], total: 0, complete: true })
  })

  it('[W21] what changes is shown at once, in its place, and what is deleted is gone', async () => {
    const { store, call, changed, numbers } = makeStore()
    const loading = store.load()
    call(1).ok({ entries: [rowOf(1, { date: '2026-03-02' }), rowOf(2)], total: 2 })
    await loading
    changed([rowOf(3, { date: '2026-03-05' }), rowOf(2, { date: '2026-03-03', title: 'A walk' })])
    expect(numbers()).toEqual([3, 2, 1])
    expect(store.snapshot()).toMatchObject({ total: 3, complete: true })
    changed([], [3])
    expect(numbers()).toEqual([2, 1])
    expect(store.snapshot().total).toBe(2)
  })

  it('[W21] what changes while the rest is on its way is neither lost nor undone', async () => {
    const { store, call, changed, numbers } = makeStore()
    const loading = store.load()
    call(1).ok({ entries: rows(0, 60), total: 62 })
    await settled()
    changed([rowOf(99, { date: '2026-04-01' }), rowOf(5, { title: 'A walk' })])
    call(2).ok({ entries: rows(59, 62), total: 63 })
    await loading
    expect(numbers()[0]).toBe(99)
    expect(store.snapshot().entries.find(({ id }) => id === idOf(5))?.title).toBe('A walk')
    expect(store.snapshot()).toMatchObject({ total: 63, complete: true })
  })

  it('[W21] an entry deleted while the rest is on its way does not hide the one that moved up', async () => {
    const { store, call, changed, numbers } = makeStore()
    const loading = store.load()
    call(1).ok({ entries: rows(0, 60), total: 62 })
    await settled()
    const second = call(2).input as { offset: number }
    expect(second.offset).toBe(60)
    changed([], [7])
    // The vault answers from a list that is one shorter: what was the 61st row is the 60th now.
    call(2).ok({ entries: rows(61, 62), total: 61 })
    await settled()
    const left = rows(0, 62).filter((_, at) => at !== 7)
    for (const number of [3, 4]) {
      const { offset, limit } = call(number).input as { offset: number; limit: number }
      call(number).ok({ entries: left.slice(offset, offset + limit), total: 61 })
      await settled()
    }
    await loading
    expect(numbers()).toContain(60)
    expect(store.snapshot()).toMatchObject({ total: 61, complete: true })
  })

  it('[W22] the snapshot keeps its reference while nothing changes', () => {
    const { store, changed, published } = makeStore()
    changed([rowOf(1)])
    expect(store.snapshot()).toBe(store.snapshot())
    expect(published()).toBe(1)
  })

  it('[W24] a mark that comes or goes is shown at once, more words of the text a moment later', () => {
    const { store, changed, published } = makeStore()
    const shared = { journal: 'shared', author: { name: 'Ben', isMe: false } } as const
    changed([rowOf(1, { ...shared, isNews: true })])
    changed([rowOf(1, { ...shared, isNews: true, excerpt: 'By the sea' })])
    expect(published()).toBe(1)
    changed([rowOf(1, { ...shared, excerpt: 'By the sea' })])
    expect(published()).toBe(2)
    changed([rowOf(1, { ...shared, author: { name: 'Benjamin', isMe: false }, excerpt: 'By the sea' })])
    expect(published()).toBe(3)
    store.dispose()
  })

  it('[W22] a store that was let go hears nothing any more', () => {
    const { store, changed, listeners, published } = makeStore()
    store.dispose()
    changed([rowOf(1)])
    expect([listeners.size, published(), store.snapshot().entries]).toEqual([0, 0, []])
  })

  it('[W23] a list that can’t be had fails, and what is known stays', async () => {
    const { store, call, changed } = makeStore()
    changed([rowOf(1)])
    const loading = store.load()
    call(1).fail('host-unreachable')
    await expect(loading).rejects.toMatchObject({ failure: { code: 'host-unreachable' } })
    expect(store.snapshot()).toMatchObject({ complete: false, entries: [rowOf(1)] })
  })
})
