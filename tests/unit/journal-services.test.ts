import { describe, expect, it } from 'vitest'
import { createDispatch, createEmit } from '../../electron/core/dispatch'
import { createJournalServices } from '../../electron/core/journals/journal-services'
import type { SettingsDocument } from '../../electron/core/journals/kept'
import { contract } from '../../shared/contract'
import type { Entry } from '../../shared/entry'
import { AppError } from '../../shared/failure'
import { defaultSettings, type Settings } from '../../shared/settings'
import { createMemoryStore, entryOf, idOf, noSharedEntries } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'

const part = { journal: contract.journal, settings: contract.settings }

/** The services as the window meets them: by name, with input parsed. */
function makeServices(
  options: { entries?: Entry[]; settings?: Record<string, SettingsDocument>; readOnly?: boolean } = {},
) {
  const clock = createManualClock(1000)
  const journal = createMemoryStore<Entry>(Object.fromEntries((options.entries ?? []).map((item) => [item.id, item])))
  const settings = createMemoryStore<SettingsDocument>(options.settings ?? {})
  const signals: [string, unknown][] = []
  const told: Settings[] = []
  const made = createJournalServices({
    journalStore: journal.store,
    settingsStore: settings.store,
    clock,
    emit: createEmit(part, (name, payload) => signals.push([name, payload])),
    shared: noSharedEntries,
    refuseClosing: () => {},
    readOnly: options.readOnly ?? false,
    onSettings: (changed) => told.push(changed),
  })
  const bugs: unknown[] = []
  const call = createDispatch(part, made.services, (_, error) => bugs.push(error))
  const valueOf = async (name: string, input?: unknown) => {
    const reply = await call(name, input)
    return reply.ok ? reply.value : reply.failure.code
  }
  const { sharedChanged } = made
  return {
    call,
    valueOf,
    sharedChanged,
    clock,
    journal,
    settings,
    signals,
    told,
    bugs,
    flush: made.flush,
    finish: made.finish,
    read: made.settings,
  }
}

describe('the journal’s calls', () => {
  it('[J60] a change is told with the new row, then told as pending, written, and told as saved', async () => {
    const { valueOf, clock, journal, signals } = makeServices()
    await valueOf('journal.add', { entry: entryOf(1, { body: 'By the *sea*' }) })
    expect(signals).toEqual([
      ['journal.saving', { pending: true, failure: null }],
      ['journal.changed', { entries: [expect.objectContaining({ id: idOf(1), excerpt: 'By the sea' })], deleted: [] }],
    ])
    clock.advance(300)
    await Promise.resolve()
    await Promise.resolve()
    expect(journal.written).toEqual({ [idOf(1)]: entryOf(1, { body: 'By the *sea*' }) })
    expect(signals.at(-1)).toEqual(['journal.saving', { pending: false, failure: null }])
  })

  it('[J60] an entry deleted for ever is told as deleted', async () => {
    const { valueOf, signals } = makeServices({ entries: [entryOf(1, { trashedAt: 5 })] })
    await valueOf('journal.deleteForever', { id: idOf(1) })
    expect(signals.at(-1)).toEqual(['journal.changed', { entries: [], deleted: [idOf(1)] }])
  })

  it('[J110] of a shared entry that was deleted for ever no caret and no mark of news stays', async () => {
    const { sharedChanged, settings, signals } = makeServices({
      settings: { [`caret/${idOf(1)}`]: { anchor: 1, head: 1 }, [`news/${idOf(1)}`]: {} },
    })
    sharedChanged({ ids: [idOf(2)], deleted: [idOf(1)], news: true })
    const kept = JSON.stringify(settings.store.documents)
    expect([kept.includes(idOf(1)), kept.includes(idOf(2))]).toEqual([false, true])
    // Nothing is told of one that isn't to be seen.
    expect(signals).toEqual([['journal.changed', { entries: [], deleted: [idOf(1)] }]])
  })

  it('[J61] the list comes in slices, newest first, the trash included, without bodies', async () => {
    const entries = [1, 2, 3].map((number) =>
      entryOf(number, { date: `2026-03-0${number}`, trashedAt: number === 2 ? 9 : null, body: 'x'.repeat(2000) }),
    )
    const { valueOf } = makeServices({ entries })
    const first = await valueOf('journal.list', { offset: 0, limit: 2 })
    expect(first).toMatchObject({ total: 3, entries: [{ id: idOf(3) }, { id: idOf(2), trashedAt: 9 }] })
    expect(await valueOf('journal.list', { offset: 2, limit: 2 })).toMatchObject({
      total: 3,
      entries: [{ id: idOf(1) }],
    })
    expect(await valueOf('journal.list', { offset: 9, limit: 2 })).toEqual({ total: 3, entries: [] })
    expect(JSON.stringify(first).length).toBeLessThan(2000)
  })

  it('[J62] what lies in the trash is not found', async () => {
    const { valueOf } = makeServices({
      entries: [entryOf(1, { body: 'sea' }), entryOf(2, { body: 'sea', trashedAt: 3 })],
    })
    expect(await valueOf('journal.search', { text: 'sea' })).toMatchObject({ matches: [{ id: idOf(1) }] })
    await valueOf('journal.restore', { id: idOf(2) })
    expect(await valueOf('journal.search', { text: 'sea' })).toMatchObject({
      matches: [{ id: idOf(1) }, { id: idOf(2) }],
    })
  })

  it('[J63] the caret of an entry is kept beside the settings, and goes when the entry goes for ever', async () => {
    const { valueOf, settings, finish, flush } = makeServices({ entries: [entryOf(1, { trashedAt: 1 })] })
    await valueOf('journal.keepCaret', { id: idOf(1), selection: { anchor: 3, head: 4 } })
    expect(await valueOf('journal.read', { id: idOf(1) })).toMatchObject({ caret: { anchor: 3, head: 4 } })
    await finish()
    expect(JSON.stringify(settings.written)).toContain(idOf(1))
    await valueOf('journal.deleteForever', { id: idOf(1) })
    await flush()
    expect(JSON.stringify(settings.written)).not.toContain(idOf(1))
  })

  it('[J68] who is interrupted in the middle of a word goes on where it ended', async () => {
    const { valueOf } = makeServices({ entries: [entryOf(1, { body: 'By the sea' })] })
    const changes = [
      { from: 0, to: 2, insert: 'Beside' },
      { from: 7, to: 7, insert: 'wide ' },
    ]
    await valueOf('journal.edit', { id: idOf(1), length: 10, changes })
    const end = 'Beside the wide '.length
    expect(await valueOf('journal.read', { id: idOf(1) })).toMatchObject({
      entry: { body: 'Beside the wide sea' },
      caret: { anchor: end, head: end },
    })
  })

  it('[J63] a caret that comes after its entry is gone leaves no trace', async () => {
    const { valueOf, settings } = makeServices()
    await valueOf('journal.keepCaret', { id: idOf(1), selection: { anchor: 3, head: 4 } })
    expect(settings.store.documents).toEqual({})
  })

  it('[J63] a caret that can not be read is none', async () => {
    const { valueOf } = makeServices({ entries: [entryOf(1)], settings: { [`caret/${idOf(1)}`]: { anchor: -1 } } })
    expect(await valueOf('journal.read', { id: idOf(1) })).toEqual({
      entry: entryOf(1),
      journal: 'private',
      isReadOnly: false,
      caret: null,
    })
  })
})

describe('settings', () => {
  it('[J64] settings begin with their defaults, are changed one by one, written, and told', async () => {
    const { valueOf, told, settings, flush } = makeServices()
    expect(await valueOf('settings.read')).toEqual(defaultSettings)
    await valueOf('settings.change', { name: 'Ana' })
    await valueOf('settings.change', { idleMinutes: 3 })
    expect(await valueOf('settings.read')).toEqual({ ...defaultSettings, name: 'Ana', idleMinutes: 3 })
    expect(told.map(({ idleMinutes }) => idleMinutes)).toEqual([10, 3])
    await flush()
    expect(settings.written['settings']).toMatchObject({ name: 'Ana', idleMinutes: 3 })
  })

  it('[J64] a setting out of bounds is refused and nothing is changed', async () => {
    const { valueOf, settings } = makeServices()
    for (const idleMinutes of [0, 241, 1.5, '9'])
      expect(await valueOf('settings.change', { idleMinutes })).toBe('bad-request')
    expect(settings.store.documents).toEqual({})
  })

  it('[J65] what a newer version set is kept: keys that are unknown and values that can’t be read', async () => {
    const stored = { name: 'Ana', idleMinutes: 1440, constellation: { star: 'Vega' } }
    const { valueOf, read, settings } = makeServices({ settings: { settings: stored } })
    expect(read()).toEqual({ ...defaultSettings, name: 'Ana', constellation: { star: 'Vega' } })
    await valueOf('settings.change', { recoveryKeyKept: true })
    expect(settings.store.documents['settings']).toEqual({ ...stored, recoveryKeyKept: true })
    expect(read()).toMatchObject({ name: 'Ana', idleMinutes: 10, recoveryKeyKept: true })
  })
})

describe('making durable', () => {
  it('[J66] a flush writes journal and settings, and fails while either can’t be written', async () => {
    const { valueOf, journal, settings, flush } = makeServices({ entries: [entryOf(1)] })
    await valueOf('journal.describe', { id: idOf(1), fields: { title: 'A walk' } })
    await valueOf('settings.change', { name: 'Ana' })
    settings.state.failWith = new AppError({ code: 'disk-full' })
    await expect(flush()).rejects.toMatchObject({ failure: { code: 'disk-full' } })
    settings.state.failWith = undefined
    journal.state.failWith = new AppError({ code: 'disk-failed' })
    await valueOf('journal.trash', { id: idOf(1) })
    await expect(flush()).rejects.toMatchObject({ failure: { code: 'disk-failed' } })
    journal.state.failWith = undefined
    await flush()
    expect(journal.written).toEqual({ [idOf(1)]: expect.objectContaining({ title: 'A walk', trashedAt: 1000 }) })
    expect(settings.written).toEqual({ settings: { name: 'Ana' } })
  })

  it('[J67] where the vault is read-only every change is refused, and nothing waits to be written', async () => {
    const { valueOf, signals, journal, settings, bugs, flush } = makeServices({ entries: [entryOf(1)], readOnly: true })
    const id = idOf(1)
    const changes: [string, unknown][] = [
      ['journal.add', { entry: entryOf(2) }],
      ['journal.edit', { id, length: 0, changes: [{ from: 0, to: 0, insert: 'x' }] }],
      ['journal.replaceBody', { id, body: 'x' }],
      ['journal.describe', { id, fields: { title: 'x' } }],
      ['journal.trash', { id }],
      ['journal.restore', { id }],
      ['journal.deleteForever', { id }],
      ['journal.keepCaret', { id, selection: { anchor: 0, head: 0 } }],
      ['settings.change', { name: 'x' }],
    ]
    for (const [name, input] of changes) expect([name, await valueOf(name, input)]).toEqual([name, 'vault-read-only'])
    journal.state.failWith = settings.state.failWith = new AppError({ code: 'vault-read-only' })
    await flush()
    expect(await valueOf('journal.read', { id })).toEqual({
      entry: entryOf(1),
      journal: 'private',
      isReadOnly: false,
      caret: null,
    })
    expect([signals, bugs, journal.touched.size, settings.touched.size]).toEqual([[], [], 0, 0])
  })
})
