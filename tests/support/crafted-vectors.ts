import { openSegment, type VaultSecrets } from './page-reader/segment'
import { craftHeads, craftSegment, type CraftedFile, type CraftedRecord } from './vault-craft'
import { filesOf, type ValidVector } from './vault-vector-files'
import { makeVector } from './vault-vector-maker'

const put = (id: string, text: string): CraftedRecord => ({ type: 0, id, payload: JSON.stringify({ text }) })
const snapshotEnd: CraftedRecord = { type: 2, flags: 0 }
const noHeads = craftHeads({})

/** Vaults as a crash in the middle of a snapshot leaves them: too rare, or too large, to be made by the app itself. */
export async function makeCraftedVectors(): Promise<ValidVector[]> {
  const uncounted = await craftVector({ name: 'a snapshot that does not count', seed: 12 }, (secrets) => {
    const first = craftSegment(secrets, {
      stream: 0,
      number: 1,
      base: 1,
      records: [{ ...put('rain', 'Rain.'), heads: noHeads }, put('bread', 'Bread')],
    })
    const previous = first.tags[1]
    const snapshot = craftSegment(secrets, {
      stream: 0,
      number: 2,
      isSnapshot: true,
      base: 3,
      previous,
      records: [{ ...put('rain', 'Never acknowledged'), heads: noHeads }, snapshotEnd],
    })
    const next = craftSegment(secrets, {
      stream: 0,
      number: 4,
      base: 3,
      previous,
      records: [{ ...put('walk', 'A walk'), heads: noHeads }],
    })
    return [first, snapshot, next]
  })
  uncounted.journal = { rain: { text: 'Rain.' }, bread: { text: 'Bread' }, walk: { text: 'A walk' } }
  const replaced = await craftVector(
    { name: 'what snapshots have replaced, not yet moved away', seed: 13 },
    (secrets) => {
      const journal = craftSegment(secrets, {
        stream: 0,
        number: 1,
        base: 1,
        records: [{ ...put('rain', 'Rain.'), heads: noHeads }, put('gone', 'Gone'), { type: 1, id: 'gone' }],
      })
      const snapshot = craftSegment(secrets, {
        stream: 0,
        number: 2,
        isSnapshot: true,
        base: 4,
        previous: journal.tags[2],
        records: [{ ...put('rain', 'Rain.'), heads: noHeads }, { ...snapshotEnd }],
      })
      // A stream in which nothing was ever written has a snapshot as well, of its end alone.
      const settings = craftSegment(secrets, {
        stream: 1,
        number: 1,
        isSnapshot: true,
        base: 1,
        records: [{ ...snapshotEnd, flags: 1, heads: craftHeads({ 0: { seq: 5, tag: tagOf(snapshot, 1) } }) }],
      })
      return [journal, snapshot, settings]
    },
  )
  replaced.journal = { rain: { text: 'Rain.' } }
  return [uncounted, replaced]
}

/** What segments of a vector are opened and crafted with. */
export async function secretsOf({ masterKey, files }: Pick<ValidVector, 'masterKey' | 'files'>): Promise<VaultSecrets> {
  const [line = ''] = (files['vault.json'] ?? '').split('\n')
  const { vaultId } = JSON.parse(line) as { vaultId: string }
  return { master: Buffer.from(masterKey, 'hex'), vaultId: Buffer.from(vaultId, 'hex') }
}

/** The tag of one of a crafted segment's records. */
export const tagOf = ({ tags }: CraftedFile, at: number): Buffer => tags[at] ?? Buffer.alloc(16)

/** A vault that the app has made and never written in, with these segments in it. */
async function craftVector(
  o: { name: string; seed: number },
  segmentsOf: (secrets: VaultSecrets) => CraftedFile[],
): Promise<ValidVector> {
  const empty = await makeVector(o, async () => {})
  const segments = segmentsOf(await secretsOf(empty)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const crafted = Object.fromEntries(segments.map(({ name, bytes }) => [`data/${name}`, bytes.toString('hex')]))
  return { ...empty, files: { ...empty.files, ...crafted } }
}

/** The segments of a vector's journal, in the order of their numbers. */
export async function journalOf(vector: ValidVector) {
  const keys = await secretsOf(vector)
  const segments = [...filesOf(vector)].flatMap(([path, bytes]) => {
    const name = path.replace('data/', '')
    const segment = path === 'vault.json' ? null : openSegment(keys, name, bytes)
    return segment?.stream === 0 ? [{ name, path, bytes, number: segment.number }] : []
  })
  const [first, second, third] = segments.toSorted((a, b) => a.number - b.number)
  if (!first || !second) throw new Error('a journal of several segments')
  return [first, second, third ?? second] as const
}
