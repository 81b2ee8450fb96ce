import { AppError } from '../../../shared/failure'
import { sameBytes } from './bytes'
import { type Chain, type Damage, readChain } from './chain'
import type { HeaderFields } from './header-fields'
import { perStream, type Stream, streams } from './keys'
import type { Position } from './heads'
import { placeFarther, readSegments, type SegmentReader, type Segments, type Unreadable } from './segments'
import { Trail } from './trail'

/** All streams of a vault as its data folder tells them. */
export interface StreamsRead {
  chains: Record<Stream, Chain>
  /** Names of all segments there are, so that no new one takes a name again. */
  names: Set<string>
  /** The first damaged file and all records lost, or null if every byte is as it was written. */
  damage: Damage | null
  damaged: ReadonlySet<string>
}

/**
 * Reads every stream and holds it against what vault.json and the other streams name of it. Throws
 * `vault-rolled-back` if a stream ends before a record that is named, has another one there, or has segments newer
 * than vault.json. Damage excuses the first two where it stands in the way of that very record; then what is missing
 * is counted as lost.
 */
export async function readStreams(
  reader: SegmentReader,
  folder: string,
  { marks, epoch }: HeaderFields,
): Promise<StreamsRead> {
  const found = await readSegments(reader, folder)
  const trails = perStream(() => new Trail())
  const chains = perStream((stream) => readChain(reader, found, stream, trails[stream]))
  const heads = [marks, ...streams.flatMap((stream) => chains[stream].named)]
  const damage = [
    ...found.readable.filter(({ intact }) => !intact).map(({ name }) => ({ file: name, lost: 0 })),
    ...found.unreadable.filter(({ unfinished }) => !unfinished).map(({ name }) => ({ file: name, lost: 0 })),
    ...streams.flatMap((stream) => {
      const named = heads.map((each) => each[stream])
      if (named.some(({ seq }) => seq > chains[stream].end.seq)) placeFarther(reader, found, stream)
      return damageOf(chains[stream], trails[stream], found, named)
    }),
  ]
  if (streams.some((stream) => chains[stream].epoch > epoch)) throw rolledBack()
  const [first] = damage
  return {
    chains,
    names: new Set(found.names),
    damage: first ? { file: first.file, lost: damage.reduce((sum, { lost }) => sum + lost, 0) } : null,
    damaged: new Set(damage.map(({ file }) => file)),
  }
}

const rolledBack = () => new AppError({ code: 'vault-rolled-back' })

/** What is damaged in one stream, with the records that are missing at its end; throws where damage explains nothing. */
function damageOf(chain: Chain, trail: Trail, { unreadable }: Segments, named: readonly Position[]): Damage[] {
  const own = unreadable.flatMap((file) => (file.place?.stream === chain.stream ? { ...file, ...file.place } : []))
  // A record that was never acknowledged is passed over for what the next segment says; unreadable, it can't say it.
  const isForked = ({ seq, tag }: Position) => {
    const there = trail.at(seq)
    return there && !sameBytes(there.tag, tag) && !own.some(({ number }) => number > there.number)
  }
  if (named.some(isForked)) throw rolledBack()
  const beyond = own.filter(({ number }) => number > chain.number)
  const farthest = named.reduce((seq, each) => Math.max(seq, each.seq), 0)
  const missing = Math.max(farthest - chain.end.seq, hasUnknownEnd(chain, beyond) ? 1 : 0)
  if (missing === 0) return chain.damage
  const last = chain.endless ? chain.damage.at(-1) : undefined
  if (last) return [...chain.damage.slice(0, -1), { file: last.file, lost: last.lost + missing }]
  // A torn end before what is named is no unfinished write: those records were acknowledged.
  const file = beyond.find(({ unfinished }) => !unfinished)?.name ?? chain.torn ?? beyond[0]?.name
  if (file === undefined) throw rolledBack()
  return [...chain.damage, { file, lost: missing }]
}

/** Whether damage ends a stream, of which nobody can say then how far it went. */
const hasUnknownEnd = (chain: Chain, beyond: readonly Unreadable[]) =>
  chain.endless || beyond.some(({ unfinished }) => !unfinished)
