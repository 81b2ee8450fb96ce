import { describe, expect, it } from 'vitest'
import { alterationOf } from '../../renderer/lib/use-follow'
import type { EntrySummary } from '../../shared/entry'
import { entryOf } from '../support/journal-entries'

const open = (journal: 'private' | 'shared', fields = {}) => ({
  entry: entryOf(1, fields),
  journal,
  isReadOnly: false,
})
const rowOf = (journal: 'private' | 'shared', fields: Partial<EntrySummary> = {}): EntrySummary => {
  const { body, ...rest } = entryOf(1)
  return { ...rest, journal, excerpt: body, ...fields }
}

describe('the open entry follows its row', () => {
  it('[U28] what the partner says about a shared entry comes to the page, field by field', () => {
    const row = rowOf('shared', { title: 'A walk', tags: ['sea'], date: '2026-03-02', mood: 'glad' })
    expect(alterationOf(open('shared'), row, true)).toEqual({
      title: 'A walk',
      tags: ['sea'],
      date: '2026-03-02',
      mood: 'glad',
    })
    expect(alterationOf(open('shared'), rowOf('shared'), true)).toEqual({})
  })

  it('[U28] while something of one’s own is on its way the row takes nothing back', () => {
    const typing = open('shared', { title: 'A wal' })
    expect(alterationOf(typing, rowOf('shared', { title: 'A w' }), false)).toEqual({})
    expect(alterationOf(typing, rowOf('shared', { title: 'A walk' }), true)).toEqual({ title: 'A walk' })
  })

  it('[U28] a private entry is described here alone; both go to the trash and come back as their row does', () => {
    expect(alterationOf(open('private', { title: 'A wal' }), rowOf('private', { title: 'A w' }), true)).toEqual({})
    for (const journal of ['private', 'shared'] as const) {
      expect(alterationOf(open(journal), rowOf(journal, { trashedAt: 9 }), false)).toEqual({ trashedAt: 9 })
      expect(alterationOf(open(journal, { trashedAt: 9 }), rowOf(journal), false)).toEqual({ trashedAt: null })
    }
  })

  it('[U28] an entry of a journal that ends while it is open can only be read from then on', () => {
    expect(alterationOf(open('shared'), rowOf('shared', { isReadOnly: true }), false)).toEqual({ isReadOnly: true })
  })
})
