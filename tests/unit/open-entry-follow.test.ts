import { describe, expect, it } from 'vitest'
import { describedFields } from '../../renderer/lib/descriptions'
import { alterationOf } from '../../renderer/lib/use-follow'
import type { EntrySummary } from '../../shared/entry'
import { entryOf } from '../support/journal-entries'

const none = new Set<string>()
const all = new Set<string>(describedFields)

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
    expect(alterationOf(open('shared'), row, none)).toEqual({
      title: 'A walk',
      tags: ['sea'],
      date: '2026-03-02',
      mood: 'glad',
    })
    expect(alterationOf(open('shared'), rowOf('shared'), none)).toEqual({})
  })

  it('[U28] while something of one’s own is on its way the row takes nothing back', () => {
    const typing = open('shared', { title: 'A wal' })
    expect(alterationOf(typing, rowOf('shared', { title: 'A w' }), all)).toEqual({})
    expect(alterationOf(typing, rowOf('shared', { title: 'A walk' }), none)).toEqual({ title: 'A walk' })
  })

  it('[U60] only the field that is on its way is left alone', () => {
    const typing = open('shared', { title: 'A wal' })
    const row = rowOf('shared', { title: 'A w', mood: 'glad', trashedAt: 9 })
    expect(alterationOf(typing, row, new Set(['title']))).toEqual({ mood: 'glad', trashedAt: 9 })
  })

  it('[U28] a private entry is described here alone; both go to the trash and come back as their row does', () => {
    expect(alterationOf(open('private', { title: 'A wal' }), rowOf('private', { title: 'A w' }), none)).toEqual({})
    for (const journal of ['private', 'shared'] as const) {
      expect(alterationOf(open(journal), rowOf(journal, { trashedAt: 9 }), all)).toEqual({ trashedAt: 9 })
      expect(alterationOf(open(journal, { trashedAt: 9 }), rowOf(journal), all)).toEqual({ trashedAt: null })
    }
  })

  it('[U28] an entry of a journal that ends while it is open can only be read from then on', () => {
    expect(alterationOf(open('shared'), rowOf('shared', { isReadOnly: true }), all)).toEqual({ isReadOnly: true })
  })
})
