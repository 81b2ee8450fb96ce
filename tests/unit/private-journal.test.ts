import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPrivateJournal, createSummaries } from '../../electron/core/journals/private-journal'
import { entry as entrySchema, entrySummary, maxBodyLength, type Entry } from '../../shared/entry'
import { failureOf } from '../../shared/failure'
import type { EntryId } from '../../shared/ids'
import { createMemoryStore, entryOf, idOf } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import { makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'

function makeJournal(...entries: Entry[]) {
  const clock = createManualClock(5000)
  const memory = createMemoryStore<Entry>(Object.fromEntries(entries.map((item) => [item.id, item])))
  const changes: [EntryId, Entry | null][] = []
  const journal = createPrivateJournal({
    store: memory.store,
    clock,
    onChange: (id, changed) => changes.push([id, changed]),
  })
  return { journal, clock, changes, ...memory }
}

const codeOf = (action: () => unknown) => {
  try {
    action()
  } catch (error) {
    return failureOf(error).code
  }
  return null
}

describe('private journal', () => {
  it('[J20] an added entry is there, touched for the next write, and told', () => {
    const { journal, touched, changes } = makeJournal()
    journal.add(entryOf(1, { body: 'By the sea', tags: ['Sea', 'sea'] }))
    expect(journal.read(idOf(1))).toEqual(entryOf(1, { body: 'By the sea', tags: ['Sea'] }))
    expect([...touched]).toEqual([idOf(1)])
    expect(changes).toEqual([[idOf(1), journal.read(idOf(1))]])
  })

  it('[J20] the same entry added again changes nothing, not even what was written since', () => {
    const { journal, changes } = makeJournal()
    journal.add(entryOf(1))
    journal.edit(idOf(1), 0, [{ from: 0, to: 0, insert: 'By the sea' }])
    journal.add(entryOf(1))
    expect(journal.read(idOf(1)).body).toBe('By the sea')
    expect(changes).toHaveLength(2)
  })

  it('[J21] an edit changes the body where it says, and nothing else', () => {
    const { journal, touched } = makeJournal(entryOf(1, { body: 'By the sea', title: 'A walk' }))
    journal.edit(idOf(1), 10, [
      { from: 0, to: 2, insert: 'At' },
      { from: 7, to: 10, insert: 'lake' },
    ])
    expect(journal.read(idOf(1))).toEqual(entryOf(1, { body: 'At the lake', title: 'A walk' }))
    expect([...touched]).toEqual([idOf(1)])
  })

  it('[J21] an edit of a body of another length, or beyond its end, is out of step and changes nothing', () => {
    const { journal, touched, changes } = makeJournal(entryOf(1, { body: 'By the sea' }))
    expect(codeOf(() => journal.edit(idOf(1), 9, [{ from: 0, to: 0, insert: 'x' }]))).toBe('edit-out-of-step')
    expect(
      codeOf(() =>
        journal.edit(idOf(1), 10, [
          { from: 0, to: 2, insert: 'At' },
          { from: 5, to: 11, insert: '' },
        ]),
      ),
    ).toBe('edit-out-of-step')
    expect(journal.read(idOf(1)).body).toBe('By the sea')
    expect([touched.size, changes.length]).toEqual([0, 0])
  })

  it('[J22] a body beyond the longest is refused, and the entry stays as it was', () => {
    const { journal, changes } = makeJournal(entryOf(1, { body: 'By the sea' }))
    const long = 'x'.repeat(maxBodyLength - 9)
    expect(codeOf(() => journal.edit(idOf(1), 10, [{ from: 10, to: 10, insert: long }]))).toBe('entry-too-large')
    expect(codeOf(() => journal.replaceBody(idOf(1), `${long}0123456789`))).toBe('entry-too-large')
    expect(journal.read(idOf(1)).body).toBe('By the sea')
    expect(changes).toHaveLength(0)
  })

  it('[J23] what is said of an entry changes field by field, with its tags made one of each', () => {
    const { journal } = makeJournal(entryOf(1, { body: 'By the sea', mood: 'calm' }))
    journal.describe(idOf(1), { title: 'A walk', tags: [' Sea', 'SEA', 'Ben'] })
    expect(journal.read(idOf(1))).toEqual(
      entryOf(1, { body: 'By the sea', mood: 'calm', title: 'A walk', tags: ['Sea', 'Ben'] }),
    )
  })

  it('[J23] an entry that a newer version wrote beyond our bounds can be described all the same', () => {
    const { journal } = makeJournal(entryOf(1, { title: 'x'.repeat(500), createdAt: -1 }))
    const fields: object = { mood: 'glad', title: undefined }
    journal.describe(idOf(1), fields)
    expect(journal.read(idOf(1))).toEqual(entryOf(1, { title: 'x'.repeat(500), createdAt: -1, mood: 'glad' }))
  })

  it('[J24] an entry goes to the trash with the time, and comes back whole', () => {
    const { journal, clock } = makeJournal(entryOf(1, { body: 'By the sea' }))
    clock.advance(70)
    journal.trash(idOf(1))
    expect(journal.read(idOf(1)).trashedAt).toBe(5070)
    expect(journal.entries()).toHaveLength(1)
    journal.restore(idOf(1))
    expect(journal.read(idOf(1))).toEqual(entryOf(1, { body: 'By the sea' }))
  })

  it('[J24] an entry is deleted for ever only from the trash', () => {
    const { journal, touched, changes, store } = makeJournal(entryOf(1), entryOf(2))
    expect(codeOf(() => journal.deleteForever(idOf(1)))).toBe('bad-request')
    expect(journal.entries()).toHaveLength(2)
    journal.trash(idOf(1))
    touched.clear()
    expect(journal.entries()).toHaveLength(2)
    journal.deleteForever(idOf(1))
    expect(journal.entries().map(({ id }) => id)).toEqual([idOf(2)])
    expect(idOf(1) in store.documents).toBe(false)
    expect([...touched]).toEqual([idOf(1)])
    expect(changes.at(-1)).toEqual([idOf(1), null])
  })

  it('[J25] whatever is asked of an entry that is not there, it is missing', () => {
    const { journal, changes, touched } = makeJournal(entryOf(1))
    for (const action of [
      () => journal.read(idOf(9)),
      () => journal.edit(idOf(9), 0, []),
      () => journal.replaceBody(idOf(9), ''),
      () => journal.describe(idOf(9), {}),
      () => journal.trash(idOf(9)),
      () => journal.restore(idOf(9)),
      () => journal.deleteForever(idOf(9)),
    ])
      expect(codeOf(action)).toBe('entry-missing')
    expect([changes.length, touched.size]).toEqual([0, 0])
  })

  it('[J26] entries come newest first, and the list keeps up with every change', () => {
    const { journal } = makeJournal(entryOf(1), entryOf(2, { date: '2026-03-02' }))
    expect(journal.entries().map(({ id }) => id)).toEqual([2, 1].map(idOf))
    journal.add(entryOf(3, { date: '2026-03-01', time: '23:00' }))
    journal.describe(idOf(1), { date: '2026-03-05' })
    expect(journal.entries().map(({ id }) => id)).toEqual([1, 2, 3].map(idOf))
    expect(journal.entries()).toBe(journal.entries())
  })

  it('[J27] an entry once read never changes under its reader', () => {
    const { journal } = makeJournal()
    journal.add(entryOf(1, { body: 'By the sea' }))
    const read = journal.read(idOf(1))
    expect(Object.isFrozen(read)).toBe(true)
    journal.replaceBody(idOf(1), 'At the lake')
    journal.describe(idOf(1), { title: 'A walk' })
    expect(read).toEqual(entryOf(1, { body: 'By the sea' }))
  })

  it('[J28] a row of the timeline tells everything but the body, and is made once for each state', () => {
    const { journal } = makeJournal(entryOf(1, { body: '# A walk\nBy the **sea**', stars: 3 }))
    const summaryOf = createSummaries()
    const summary = summaryOf(journal.read(idOf(1)))
    expect(entrySummary.strict().parse(summary)).toMatchObject({ journal: 'private', excerpt: 'A walk By the sea' })
    expect(summaryOf(journal.read(idOf(1)))).toBe(summary)
    journal.replaceBody(idOf(1), 'At the lake')
    expect(summaryOf(journal.read(idOf(1))).excerpt).toBe('At the lake')
  })
})

describe('private journal in a vault', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await makeFolder()
  })
  afterEach(() => removeFolder(folder))

  it('[J29] fields and kinds of a newer version survive every change, on the disk too', async () => {
    const vaults = vaultsFor()
    const { vault } = await vaults.create({ folder, passphrase: 'ana by the lake' })
    const parse = (value: unknown) => entrySchema.parse(value)
    const store = await vault.store('journal', parse)
    const journal = createPrivateJournal({
      store: { documents: store.data.entries, touch: (key) => store.touch(key), write: () => store.write() },
      clock: createManualClock(),
      onChange: () => {},
    })
    const newer = { ...entryOf(1), kind: 'constellation', mood: 'starry', stars: [{ name: 'Vega' }] }
    journal.add(newer)
    journal.edit(idOf(1), 0, [{ from: 0, to: 0, insert: 'Vega \ud83c\udf0c' }])
    journal.describe(idOf(1), { title: 'At night' })
    journal.trash(idOf(1))
    journal.restore(idOf(1))
    await store.write()
    await vault.close()
    const again = await openVault(vaults, folder, 'ana by the lake')
    expect((await again.store('journal', parse)).data.entries).toEqual({
      [idOf(1)]: { ...newer, body: 'Vega \ud83c\udf0c', title: 'At night' },
    })
    await again.close()
  })
})
