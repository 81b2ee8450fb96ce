import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { entryOf, idOf } from '../support/journal-entries'
import { later, makeWriter, settled } from '../support/window-writer'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what the window says of saving', () => {
  it('[W1] before anything is written it is saved', () => {
    expect(makeWriter().writer.snapshot()).toEqual({ state: 'saved', failure: null })
  })

  it('[W1] it is saved only when the vault has taken the words and has said that they are on the disk', async () => {
    const { writer, type, call, saving, states } = makeWriter()
    type(1, 'By the sea')
    expect(writer.snapshot().state).toBe('saving')
    saving(true)
    call(1).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saving')
    saving(false)
    expect(writer.snapshot()).toEqual({ state: 'saved', failure: null })
    expect(states).toEqual(['saving', 'saved'])
  })

  it('[W1] it is not saved while an answer is outstanding, though the vault has nothing to write', async () => {
    const { writer, type, call, saving } = makeWriter()
    type(1, 'By the sea')
    saving(false)
    expect(writer.snapshot().state).toBe('saving')
    call(1).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W2] a disk that fails is said with its reason, until it takes the words', async () => {
    const { writer, type, call, saving } = makeWriter()
    type(1, 'By the sea')
    call(1).ok()
    saving(true, { code: 'disk-full' })
    await settled()
    expect(writer.snapshot()).toEqual({ state: 'failed', failure: { code: 'disk-full' } })
    expect(writer.snapshot()).toBe(writer.snapshot())
    saving(false)
    expect(writer.snapshot()).toEqual({ state: 'saved', failure: null })
  })
})

describe('what is sent', () => {
  it('[W3] edits go one by one as they are made, and descriptions by field', async () => {
    const { writer, type, calls, call } = makeWriter()
    writer.add(entryOf(1))
    type(1, 'By')
    type(1, ' the sea')
    writer.describe(idOf(1), { title: 'A walk' })
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['journal.add', { entry: entryOf(1), journal: 'private' }],
      ['journal.edit', { id: idOf(1), length: 0, changes: [{ from: 0, to: 0, insert: 'By' }] }],
      ['journal.edit', { id: idOf(1), length: 2, changes: [{ from: 2, to: 2, insert: ' the sea' }] }],
      ['journal.describe', { id: idOf(1), fields: { title: 'A walk' } }],
    ])
    for (const number of [1, 2, 3, 4]) call(number).ok()
    await later(60_000)
    expect(calls).toHaveLength(4)
  })

  it('[W4] out of step with the vault, the page’s whole body goes at once', async () => {
    const { writer, type, call, calls } = makeWriter()
    type(1, 'By ')
    type(1, 'the sea')
    call(1).fail('edit-out-of-step')
    call(2).fail('edit-out-of-step')
    await settled()
    expect(calls).toHaveLength(3)
    expect([call(3).name, call(3).input]).toEqual(['journal.replaceBody', { id: idOf(1), body: 'By the sea' }])
    call(3).ok()
    await settled()
    expect(writer.snapshot()).toEqual({ state: 'saved', failure: null })
    type(1, '.')
    expect(call(-1).name).toBe('journal.edit')
  })

  it('[W5] words that don’t reach the host are kept, said to be unsent, and sent whole a second later', async () => {
    const { writer, type, call, calls } = makeWriter()
    type(1, 'By the ')
    call(1).fail('host-unreachable')
    await settled()
    expect(writer.snapshot()).toEqual({ state: 'failed', failure: { code: 'host-unreachable' } })
    await later(999)
    expect(calls).toHaveLength(1)
    type(1, 'sea')
    expect(calls).toHaveLength(1)
    await later(1)
    expect([call(2).name, call(2).input]).toEqual(['journal.replaceBody', { id: idOf(1), body: 'By the sea' }])
    call(2).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W5] it is tried again every second until it gets through', async () => {
    const { type, call, calls, writer } = makeWriter()
    type(1, 'x')
    call(1).fail('host-unreachable')
    for (let number = 2; number < 7; number++) {
      await later(1000)
      expect(calls).toHaveLength(number)
      call(number).fail('host-unreachable')
      await settled()
    }
    await later(1000)
    call(7).ok()
    await later(10_000)
    expect([calls.length, writer.snapshot().state]).toEqual([7, 'saved'])
  })

  it('[W5] who types without a pause does not put it off', async () => {
    const { type, call, calls, names } = makeWriter()
    type(1, 'x')
    call(1).fail('host-unreachable')
    await settled()
    for (let key = 0; key < 12; key++) {
      await later(100)
      type(1, 'x')
    }
    expect(names()).toEqual(['edit', 'replaceBody'])
    expect(calls).toHaveLength(2)
  })

  it('[W5] what is typed while the whole body is under way goes after it', async () => {
    const { type, call, writer } = makeWriter()
    type(1, 'By ')
    call(1).fail('host-unreachable')
    await later(1000)
    type(1, 'the sea')
    call(2).ok()
    await settled()
    expect(writer.snapshot().state).not.toBe('saved')
    await later(1000)
    expect(call(3).input).toEqual({ id: idOf(1), body: 'By the sea' })
    call(3).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W5] what a vault refused that was being closed is sent again, for it may stay open', async () => {
    const { type, call, writer } = makeWriter()
    type(1, 'By the sea')
    call(1).fail('vault-locked')
    await later(1000)
    expect(call(2).input).toEqual({ id: idOf(1), body: 'By the sea' })
    call(2).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W64] what a locked vault did not take is never sent to the next one', async () => {
    const { type, call, calls, writer } = makeWriter()
    type(1, 'By ')
    call(1).fail('vault-locked')
    await settled()
    writer.dispose()
    await later(10_000)
    expect(calls).toHaveLength(1)
  })

  it('[W6] a new entry that didn’t get through is added before its words', async () => {
    const { writer, type, call, names } = makeWriter()
    writer.add(entryOf(1))
    type(1, 'By the sea')
    writer.describe(idOf(1), { title: 'A walk' })
    writer.describe(idOf(1), { mood: 'calm' })
    for (const number of [1, 2, 3, 4]) call(number).fail('host-unreachable')
    for (const number of [5, 6, 7]) {
      await later(number === 5 ? 1000 : 0)
      call(number).ok()
    }
    await later(10_000)
    expect(names().slice(4)).toEqual(['add', 'replaceBody', 'describe'])
    expect(call(7).input).toEqual({ id: idOf(1), fields: { title: 'A walk', mood: 'calm' } })
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W6] words whose entry is missing, for its adding is on the way, are sent again', async () => {
    const { writer, type, call, names } = makeWriter()
    writer.add(entryOf(1))
    call(1).fail('host-unreachable')
    await settled()
    type(1, 'By the sea')
    call(2).fail('entry-missing')
    await later(1000)
    call(3).ok()
    await settled()
    call(4).ok()
    await later(10_000)
    expect(names()).toEqual(['add', 'edit', 'add', 'replaceBody'])
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W6] a new entry goes to the journal it was begun in, and to the private one unless something is said', () => {
    const { writer, call } = makeWriter()
    writer.add(entryOf(1))
    writer.add(entryOf(2), 'shared')
    expect(call(1).input).toEqual({ entry: entryOf(1), journal: 'private' })
    expect(call(2).input).toEqual({ entry: entryOf(2), journal: 'shared' })
  })

  it('[W7] each entry’s words go to that entry, whatever page is open by then', async () => {
    const { type, call, calls } = makeWriter()
    type(1, 'Ana by the sea')
    type(2, 'Ben at the lake')
    call(1).fail('host-unreachable')
    call(2).fail('host-unreachable')
    await later(1000)
    call(3).ok()
    await settled()
    call(4).ok()
    await later(10_000)
    expect(calls.slice(2).map(({ input }) => input)).toEqual([
      { id: idOf(1), body: 'Ana by the sea' },
      { id: idOf(2), body: 'Ben at the lake' },
    ])
  })

  it('[W8] an entry that is too long is kept and said, not tried again by itself, and again with the next change', async () => {
    const { type, call, calls, writer } = makeWriter()
    type(1, 'x')
    call(1).fail('entry-too-large')
    await later(60_000)
    expect(calls).toHaveLength(1)
    expect(writer.snapshot()).toEqual({ state: 'failed', failure: { code: 'entry-too-large' } })
    type(1, 'y')
    await later(1000)
    expect(call(2).input).toEqual({ id: idOf(1), body: 'xy' })
    call(2).ok()
    await settled()
    expect(writer.snapshot().state).toBe('saved')
  })

  it('[W8] an entry that is refused does not keep another’s words back', async () => {
    const { type, call, calls, writer } = makeWriter()
    type(1, 'x')
    call(1).fail('entry-too-large')
    await settled()
    type(2, 'Ben at the lake')
    call(2).fail('host-unreachable')
    await later(1000)
    call(3).fail('entry-too-large')
    await settled()
    expect([call(4).name, call(4).input]).toEqual(['journal.replaceBody', { id: idOf(2), body: 'Ben at the lake' }])
    call(4).ok()
    await later(60_000)
    expect(calls).toHaveLength(4)
    expect(writer.snapshot()).toEqual({ state: 'failed', failure: { code: 'entry-too-large' } })
  })

  it('[W9] of an entry deleted for ever nothing is sent again', async () => {
    const { type, call, calls, writer, signal } = makeWriter()
    type(1, 'x')
    type(1, 'y')
    call(1).fail('entry-too-large')
    await settled()
    signal('journal.changed', { entries: [], deleted: [idOf(1)] })
    call(2).fail('entry-missing')
    type(1, 'z')
    await later(60_000)
    expect([calls.length, writer.snapshot().state]).toEqual([2, 'saved'])
  })
})
