import { craftHeads, craftSegment, type CraftedRecord } from './vault-craft'
import { journalOf, secretsOf } from './crafted-vectors'
import { namesOf, openSegment, recordAt } from './page-reader/segment'
import type { Change, FailingVector, Outcome, ValidVector } from './vault-vector-files'

const long = { text: 'x'.repeat(400) }
const write = (path: string, bytes: Buffer): Change => ({ path, how: 'write', at: null, to: bytes.toString('hex') })

/** Vaults that end in a crafted segment, as this version's app never writes it. */
export async function makeCraftedFailures(base: ValidVector): Promise<FailingVector[]> {
  const keys = await secretsOf(base)
  const [first, , last] = await journalOf(base)
  const segment = openSegment(keys, last.name, last.bytes)
  const end = segment && recordAt(segment, 256)?.tag
  const firstSegment = openSegment(keys, first.name, first.bytes)
  const rain = firstSegment && recordAt(firstSegment, 256)?.tag
  if (!end || !rain) throw new Error('records of the vector')
  const of = (name: string, outcome: Outcome, ...changes: Change[]) => ({ name, base: base.name, changes, outcome })
  const after = (record: CraftedRecord, place: { base: number; previous: Buffer } = { base: 4, previous: end }) => {
    const { name, bytes } = craftSegment(keys, { stream: 0, number: 5, ...place, records: [record] })
    return write(`data/${name}`, bytes)
  }
  const tide = { type: 0, id: 'tide', payload: JSON.stringify(long) }
  const [fifth, far] = [namesOf(keys, 0)(5), namesOf(keys, 0)(3000)]
  const heads = craftHeads({ 0: { seq: 6, tag: Buffer.alloc(16, 1) } })
  const named = craftSegment(keys, { stream: 1, number: 1, base: 1, records: [{ ...tide, heads }] })
  const naming = write(`data/${named.name}`, named.bytes)
  return [
    of('a record of a newer schema', 'vault-newer', after({ ...tide, schema: 3 })),
    of('a record of an unknown type', 'vault-newer', after({ ...tide, type: 4 })),
    of('a record that only has heads, of the first schema', 'vault-newer', after({ type: 3 })),
    of('a record of an unknown type with heads', 'vault-newer', after({ ...tide, type: 4, heads: craftHeads({}) })),
    of('heads of another length', 'vault-newer', after({ ...tide, schema: 2, heads: craftHeads({}).subarray(0, 48) })),
    of('a payload longer than its record', 'vault-newer', after({ ...tide, payloadLength: 5000 })),
    of(
      'a segment whose base lies before that of the one before',
      { lost: 1, damaged: [fifth], instead: { journal: { tide: long, walk: null } } },
      after(tide, { base: 2, previous: rain }),
    ),
    of('records that another stream names, missing', 'vault-rolled-back', naming),
    of(
      'records that another stream names, in an unreadable segment of a number far beyond',
      { lost: 3, damaged: [far], instead: { settings: { tide: long } } },
      naming,
      write(`data/${far}`, Buffer.alloc(512, 1)),
    ),
    of(
      'records that another stream names, in a segment that was only begun',
      { lost: 3, damaged: [fifth], instead: { settings: { tide: long } } },
      naming,
      write(`data/${fifth}`, Buffer.alloc(100, 1)),
    ),
  ]
}
