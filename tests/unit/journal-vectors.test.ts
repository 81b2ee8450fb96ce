import { readFileSync } from 'node:fs'
import { blake2b } from '@noble/hashes/blake2.js'
import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { checkUpdate } from '../../electron/core/exchange/fold/update-check'
import { concat, fromHex, utf8 } from '../../electron/core/vault/bytes'
import { type ExchangeVectors, vectorPeople } from '../support/exchange-vectors'
import { contentsOf, readJournal } from '../support/journal-vectors'

const { journals, refusedUpdates } = JSON.parse(
  readFileSync(new URL('../vectors/exchange-1.json', import.meta.url), 'utf8'),
) as ExchangeVectors
const people = await vectorPeople()

describe('the published journals', () => {
  it.each(journals)('[X430] say what is published of them, in whatever order they are read: $name', async (vector) => {
    const { entries, applied, told, forged } = vector
    const orders = [
      undefined,
      <T>(contents: readonly T[]) => contents.toReversed(),
      <T>(contents: readonly T[]) => [...contents.slice(2), ...contents.slice(0, 2)],
    ]
    for (const order of orders)
      expect(await readJournal(people, vector, order)).toEqual({ entries, applied, told, forged })
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
      ['Dear Ben, I love you. And I you. Ben'],
    ])
  })

  it('[X460] one names sessions, by which another library tells whose words each file says, and which one is forged', async () => {
    const vector = journals.find(({ forged }) => forged.length > 0)
    const { contents } = await contentsOf(people, vector ?? { certificates: { ana: [], ben: [] }, files: {} })
    const said = contents.flatMap(({ writer, head, sessions, slices }) => {
      const named = sessions.map(({ tag, session }) => {
        const hash = blake2b(concat(utf8('twofold/1/client'), fromHex(writer.slice(0, 32) + tag + session)), {
          dkLen: 32,
        })
        return Buffer.from(hash).readUIntLE(0, 6)
      })
      return slices
        .flatMap((slice) => Y.decodeUpdate(slice).structs)
        .map(({ id, ...struct }) => {
          const text = 'content' in struct && struct.content instanceof Y.ContentString ? struct.content.str : null
          return { head, isOwn: named.includes(id.client % 2 ** 48), id: `${id.client} ${id.clock}`, text }
        })
    })
    const isOtherwise = (one: (typeof said)[number]) =>
      said.some(({ isOwn, id, text }) => isOwn && !one.isOwn && id === one.id && text !== one.text)
    expect([...new Set(said.filter(isOtherwise).map(({ head }) => head))]).toEqual(vector?.forged)
    // Yjs passes over what it knows: whoever applies the owner's words first has the same.
    const doc = new Y.Doc()
    const isForged = ({ head }: { head: string }) => vector?.forged.includes(head) ?? false
    for (const { slices } of contents.toSorted((a, b) => Number(isForged(a)) - Number(isForged(b))))
      for (const slice of slices) Y.applyUpdate(doc, slice)
    expect(doc.getMap('entries').toJSON()).toEqual(vector?.entries)
  })

  it.each(refusedUpdates)('[X432] an update that isn’t one is not applied: $name, $outcome', ({ update, outcome }) => {
    const fault = checkUpdate(new Y.Doc(), fromHex(update))
    expect(fault === 'out-of-order' ? 'waits' : fault && 'refused').toBe(outcome)
  })
})
