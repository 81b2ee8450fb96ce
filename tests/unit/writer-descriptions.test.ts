import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { idOf } from '../support/journal-entries'
import { later, makeWriter, settled } from '../support/window-writer'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what is said about an entry', () => {
  const fieldsSent = ({ calls }: ReturnType<typeof makeWriter>) =>
    calls.map(({ input }) => (input as { fields: unknown }).fields)

  it('[W60] what was acknowledged is never sent again, whatever fails after it', async () => {
    const made = makeWriter()
    made.writer.describe(idOf(1), { mood: 'calm' })
    made.call(1).ok()
    await settled()
    made.writer.describe(idOf(1), { title: 'A walk' })
    made.call(2).fail('host-unreachable')
    await later(1000)
    made.call(3).ok()
    await later(10_000)
    expect(fieldsSent(made)).toEqual([{ mood: 'calm' }, { title: 'A walk' }, { title: 'A walk' }])
    expect(made.writer.snapshot().state).toBe('saved')
  })

  it('[W190] of an entry that is there again after it was deleted for ever what is said is sent', async () => {
    const made = makeWriter()
    made.signal('journal.changed', { entries: [], deleted: [idOf(1)] })
    made.signal('journal.changed', { entries: [{ id: idOf(1) }], deleted: [] })
    made.writer.describe(idOf(1), { title: 'A walk' })
    made.call(1).ok()
    await settled()
    expect(fieldsSent(made)).toEqual([{ title: 'A walk' }])
  })

  it('[W61] of two calls on their way the later counts, whichever of them fails', async () => {
    for (const failing of [1, 2]) {
      const made = makeWriter()
      made.writer.describe(idOf(1), { title: 'A wal', mood: 'calm' })
      made.writer.describe(idOf(1), { title: 'A walk' })
      made.call(failing).fail('host-unreachable')
      made.call(3 - failing).ok()
      await later(1000)
      made.call(3).ok()
      await later(10_000)
      const again = failing === 1 ? { mood: 'calm' } : { title: 'A walk' }
      expect(fieldsSent(made)).toEqual([{ title: 'A wal', mood: 'calm' }, { title: 'A walk' }, again])
      expect(made.writer.snapshot().state).toBe('saved')
    }
  })

  it('[W61] what is said while the rest is being sent again goes after it', async () => {
    const made = makeWriter()
    made.writer.describe(idOf(1), { title: 'A' })
    made.call(1).fail('host-unreachable')
    await later(1000)
    made.writer.describe(idOf(1), { title: 'A walk' })
    made.call(2).ok()
    await later(1000)
    made.call(3).ok()
    await later(10_000)
    expect(fieldsSent(made)).toEqual([{ title: 'A' }, { title: 'A' }, { title: 'A walk' }])
    expect(made.writer.snapshot().state).toBe('saved')
  })

  it('[W62] with a title or tags goes what stood there, as far back as it isn’t answered', async () => {
    const { writer, calls, call } = makeWriter()
    writer.describe(idOf(1), { title: 'A w' }, { title: 'A ' })
    writer.describe(idOf(1), { title: 'A wa' }, { title: 'A w' })
    call(1).ok()
    await settled()
    writer.describe(idOf(1), { title: 'A wal' }, { title: 'A wa' })
    for (const number of [2, 3]) call(number).ok()
    await settled()
    writer.describe(idOf(1), { title: 'Walk' }, { title: 'A wall' })
    writer.describe(idOf(1), { tags: ['sea', 'sun'] }, { tags: ['sea'] })
    writer.describe(idOf(1), { tags: ['sea', 'sun', 'lake'] }, { tags: ['sea', 'sun'] })
    writer.describe(idOf(1), { mood: 'glad' }, { mood: null, title: 'Walk' })
    expect(calls.map(({ input }) => (input as { from: unknown }).from)).toEqual([
      { title: ['A '] },
      { title: ['A w', 'A '] },
      { title: ['A wa', 'A w'] },
      { title: ['A wall'] },
      { tags: ['sea'] },
      { tags: ['sea'] },
      undefined,
    ])
  })

  it('[W62] a title that is longer than any can be is replaced as a whole', () => {
    const { writer, call } = makeWriter()
    writer.describe(idOf(1), { title: 'Short' }, { title: 'x'.repeat(301) })
    expect(call(1).input).toEqual({ id: idOf(1), fields: { title: 'Short' } })
  })

  it('[W63] the fields that wait for an answer are known, and what the vault answers is told', async () => {
    const { writer, call } = makeWriter()
    const told: unknown[] = []
    writer.onDescribed((id, fields) => told.push([id, fields]))
    writer.describe(idOf(1), { title: 'A walk', mood: 'calm' })
    writer.describe(idOf(1), { title: 'A walk by the sea' })
    expect(writer.waiting(idOf(1))).toEqual(new Set(['title', 'mood']))
    call(1).ok({ title: 'A walk', mood: 'calm' })
    await settled()
    expect(writer.waiting(idOf(1))).toEqual(new Set(['title']))
    call(2).fail('host-unreachable')
    await settled()
    expect(writer.waiting(idOf(1))).toEqual(new Set(['title']))
    await later(1000)
    call(3).ok({ title: 'A walk by the sea', mood: 'glad' })
    await settled()
    expect([writer.waiting(idOf(1)).size, writer.waiting(idOf(2)).size]).toEqual([0, 0])
    expect(told).toEqual([
      [idOf(1), { title: 'A walk', mood: 'calm' }],
      [idOf(1), { title: 'A walk by the sea', mood: 'glad' }],
    ])
  })
})
