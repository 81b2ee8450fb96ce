import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { checkUpdate } from '../../electron/core/exchange/fold/update-check'
import { fromHex } from '../../electron/core/vault/bytes'
import { type ExchangeVectors, vectorPeople } from '../support/exchange-vectors'
import { readJournal } from '../support/journal-vectors'

const { journals, refusedUpdates } = JSON.parse(
  readFileSync(new URL('../vectors/exchange-1.json', import.meta.url), 'utf8'),
) as ExchangeVectors
const people = await vectorPeople()

describe('the published journals', () => {
  it.each(journals)('[X430] say what is published of them, in whatever order they are read: $name', async (vector) => {
    const { entries, applied, told } = vector
    const orders = [
      undefined,
      <T>(contents: readonly T[]) => contents.toReversed(),
      <T>(contents: readonly T[]) => [...contents.slice(2), ...contents.slice(0, 2)],
    ]
    for (const order of orders) expect(await readJournal(people, vector, order)).toEqual({ entries, applied, told })
  })

  it('[X431] among them are a fork, a snapshot in place of files, a device added again, and what is refused', () => {
    expect(new Set(journals.flatMap(({ told }) => Object.values(told)))).toEqual(new Set(['fork', 'newer', 'refused']))
    expect(journals.some(({ certificates }) => certificates.ana.length === 4)).toBe(true)
    const bodies = journals.map(({ entries }) =>
      Object.values(entries).map((entry) => (entry as { body: string }).body),
    )
    expect(bodies).toEqual([
      ['**Rain**. We stayed in. 🌧️ And tomorrow?'],
      ['> — Friday: Walk, and swim, and read.'],
      ['One. Two. Three. Four. Five. Six.'],
      ['There'],
      ['I love you, always'],
    ])
  })

  it.each(refusedUpdates)('[X432] an update that isn’t one is not applied: $name, $outcome', ({ update, outcome }) => {
    const fault = checkUpdate(new Y.Doc(), fromHex(update))
    expect(fault === 'out-of-order' ? 'waits' : fault && 'refused').toBe(outcome)
  })
})
