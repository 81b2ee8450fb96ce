import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  createPairsStore,
  identitySeeds,
  keptCandidate,
  keptInvite,
  keptJournal,
  keptPartner,
  keptReach,
  type PairsDocument,
} from '../../electron/core/exchange/partner/pairs-store'
import { createKept, type SettingsDocument } from '../../electron/core/journals/kept'
import { caret, createLooks } from '../../electron/core/journals/looks'
import { costBounds } from '../../electron/core/vault/calibrate'
import { maxHeader } from '../../electron/core/vault/header'
import { maxId, maxPayload } from '../../electron/core/vault/record-format'
import { maxSegment } from '../../electron/core/vault/segments'
import { entry, kinds, maxBodyLength, maxTags, maxTitleLength, moods, storedEntry } from '../../shared/entry'
import { maxIdleMinutes, settings } from '../../shared/settings'
import { createMemoryStore } from '../support/journal-entries'
import { createManualClock } from '../support/manual-clock'
import type { PublishedVectors } from '../support/vault-vector-files'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/vault-format.md')
const published = JSON.parse(read('tests/vectors/vault-3.json')) as PublishedVectors
const stored = published.valid.find(({ name }) => name === 'what the app stores')

/** The rows of the first table below a heading, cell by cell. */
function tableBelow(heading: string): string[][] {
  const [, below = ''] = page.split(`\n#### ${heading}\n`)
  const rows = /\n(\|.*\n)+/u.exec(below)?.[0].trim().split('\n').slice(2) ?? []
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const codeIn = (cell = '') => /^`(.*)`$/u.exec(cell)?.[1]
const fieldsBelow = (heading: string) => tableBelow(heading).map(([field]) => codeIn(field) ?? '')
/** What the table says is taken for a field that can't be read, by field. */
const defaultsBelow = (heading: string) =>
  Object.fromEntries(
    tableBelow(heading).flatMap(([field, , otherwise]) => {
      const value = codeIn(otherwise)
      return value === undefined ? [] : [[codeIn(field) ?? '', JSON.parse(value) as unknown]]
    }),
  )
/** A document whose fields are all of a type that none of them has. */
const unreadable = (fields: object) => Object.fromEntries(Object.keys(fields).map((field) => [field, { other: true }]))

const noLooks = { around: { lastEntry: null, filters: { kinds: [], tags: [], journals: [] } }, news: [] }
const keptOf = (documents: Record<string, SettingsDocument>) =>
  createKept(createMemoryStore<SettingsDocument>(documents).store, createManualClock())

describe('the page of the vault’s format', () => {
  it('[V281] names every field of what the app stores, and no other', () => {
    const looks = createLooks(null, noLooks)
    looks.lookAround({ lastEntry: null, filters: { kinds: ['dream'], tags: [], journals: [] } })
    const fields = (of: object) => Object.keys(of).toSorted()
    const named = (heading: string) => fieldsBelow(heading).toSorted((a, b) => (a < b ? -1 : 1))
    expect(named('Entry')).toEqual([...fields(entry.shape), 'sharedAt'].toSorted())
    expect(fields(storedEntry.shape)).toEqual(fields(entry.shape))
    expect(named('Settings')).toEqual(fields(settings.shape))
    expect(named('Caret')).toEqual(fields(caret.shape))
    expect(named('Looks')).toEqual(fields(looks.toStore() ?? {}))
    expect(named('Identity')).toEqual(fields(identitySeeds.shape))
    expect(named('Journal')).toEqual(fields(keptJournal.shape))
    expect(named('Partner')).toEqual(fields(keptPartner.shape))
    expect(named('Reach')).toEqual(fields(keptReach.shape))
    expect(named('Invite')).toEqual(fields(keptInvite.shape))
    expect(named('Candidate')).toEqual(fields(keptCandidate.shape))
  })

  it('[V281] says what is taken where a field can’t be read', () => {
    const id = '6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10'
    expect(storedEntry.parse({ ...unreadable(entry.shape), id })).toEqual({ ...defaultsBelow('Entry'), id })
    expect(keptOf({ settings: unreadable(settings.shape) }).settings()).toEqual(defaultsBelow('Settings'))
    expect(keptOf({}).settings()).toEqual(defaultsBelow('Settings'))
  })

  it('[V282] names the bounds that the code holds', () => {
    const [mib, gib] = [1024 * 1024, 1024 * 1024 * 1024]
    const { mMin, mMax, tMax, workMax } = costBounds
    for (const bound of [
      `At most ${maxHeader / mib} MiB: two lines`,
      `${mMin} <= m <= ${mMax} KiB, 1 <= t <= ${tMax}, m·t <= ${workMax}`,
      `${mMin} to ${mMax} KiB of memory, 1 to ${tMax} passes, their product at most ${workMax}`,
      `more than ${maxSegment / gib} GiB`,
      `length of the id, at most ${maxId}`,
      `length of the payload, at most ${maxPayload / mib} MiB`,
      `whole number from 1 to ${maxIdleMinutes}:`,
      `text, at most ${maxTitleLength} `,
      `text, at most ${maxBodyLength.toLocaleString('en')}: Markdown`,
      `at most ${maxTags} texts`,
      kinds.map((kind) => `\`${kind}\``).join(', '),
      moods.map((mood) => `\`${mood}\``).join(', '),
    ]) {
      expect(page).toContain(bound)
    }
  })

  it('[V282] names every failure that a vector ends in', () => {
    const [, below = ''] = page.split('\n### Failures\n')
    const named = [...below.matchAll(/^\| `([a-z-]+)`/gmu)].map(([, name]) => name)
    const met = published.failing.flatMap(({ outcome }) => (typeof outcome === 'string' ? [outcome] : []))
    expect([...new Set(met)].filter((name) => !named.includes(name))).toEqual([])
  })

  it('[V283] has a vector with a document under every id, each of which the app reads as it stands', () => {
    if (!stored?.pairs) throw new Error('no such vector')
    for (const [id, document] of Object.entries(stored.journal)) {
      expect(storedEntry.parse(document)).toEqual(document)
      expect(document).toMatchObject({ id })
    }
    const kept = keptOf(structuredClone(stored.settings) as Record<string, SettingsDocument>)
    const { settings: documents, looks } = stored.settings as Record<string, SettingsDocument>
    expect(kept.settings()).toEqual({ ...documents, ...(looks?.['around'] as object) })
    expect(JSON.stringify(looks)).toHaveLength(3840)
    const store = createPairsStore(
      createMemoryStore<PairsDocument>(stored.pairs as Record<string, PairsDocument>).store,
      createManualClock(),
    )
    const { identity, journal, reach, invite, candidate } = stored.pairs
    expect([store.identity(), store.journal(), store.reach()]).toEqual([identity, journal, reach])
    expect([store.invite(), store.candidate()]).toEqual([invite, candidate])
    expect(store.earlier()).toEqual(
      Object.entries(stored.pairs).flatMap(([id, one]) => (id.startsWith('earlier/') ? [one] : [])),
    )
    const ids = [...Object.keys(stored.settings), ...Object.keys(stored.pairs)].map((id) => id.replace(/\/.*$/u, '/'))
    for (const id of new Set(ids)) expect(page).toContain(`nder the id \`${id}\``)
  })
})
