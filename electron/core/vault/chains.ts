import { AppError } from '../../../shared/failure'
import { fromHex, sameBytes } from './bytes'
import { type Chain, type Damage, readChain } from './chain'
import type { Header, Mark } from './header'
import { perStream, type Stream, streams } from './keys'
import type { Position } from './segment-reader'
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
 * Reads every stream and holds it against vault.json. Throws `vault-rolled-back` if a stream ends before the
 * high-water mark, has another record there, or has segments newer than vault.json. Damage excuses the first two
 * where it stands in the way of that very record; then what is missing is counted as lost.
 */
export async function readStreams(
  reader: SegmentReader,
  folder: string,
  { hwm, epoch }: Pick<Header, 'hwm' | 'epoch'>,
): Promise<StreamsRead> {
  const found = await readSegments(reader, folder)
  const trails = perStream(() => new Trail())
  const chains = perStream((stream) => readChain(reader, found, stream, trails[stream]))
  for (const stream of streams) {
    if (chains[stream].end.seq < hwm[stream].seq) placeFarther(reader, found, stream)
  }
  const damage = [
    ...found.readable.filter(({ intact }) => !intact).map(({ name }) => ({ file: name, lost: 0 })),
    ...found.unreadable.filter(({ unfinished }) => !unfinished).map(({ name }) => ({ file: name, lost: 0 })),
    ...streams.flatMap((stream) => damageOf(chains[stream], trails[stream], found, positionOf(hwm[stream]))),
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

const positionOf = ({ seq, tag }: Mark): Position => ({ seq, tag: fromHex(tag) })

/** What is damaged in one stream, with the records that are missing at its end; throws where damage explains nothing. */
function damageOf(chain: Chain, trail: Trail, { unreadable }: Segments, named: Position): Damage[] {
  const own = unreadable.flatMap((file) => (file.place?.stream === chain.stream ? { ...file, ...file.place } : []))
  const there = trail.at(named.seq)
  // A record that was never acknowledged is passed over for what the next segment says; unreadable, it can't say it.
  const isForked = there && !sameBytes(there.tag, named.tag) && !own.some(({ number }) => number > there.number)
  if (isForked) throw rolledBack()
  const beyond = own.filter(({ number }) => number > chain.number)
  const missing = Math.max(named.seq - chain.end.seq, hasUnknownEnd(chain, beyond) ? 1 : 0)
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
