import { AppError } from '../../../shared/failure'
import type { Cipher, Files } from '../ports'
import { fromHex } from './bytes'
import { type Chain, type Damage, readChain, readSegments, type Segments } from './chain'
import type { Header, Mark } from './header'
import { perStream, type Stream, streams, type VaultKeys } from './keys'
import type { Position } from './segment-reader'

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
 * high-water mark, has another record there, or has segments newer than vault.json, and no damage explains it.
 */
export async function readStreams(
  reader: { files: Files; cipher: Cipher; keys: VaultKeys; vaultId: Uint8Array },
  folder: string,
  { hwm, epoch }: Pick<Header, 'hwm' | 'epoch'>,
): Promise<StreamsRead> {
  const found = await readSegments(reader, folder)
  const chains = perStream((stream) => readChain(reader, found, stream, positionOf(hwm[stream])))
  const damage = [...found.damage, ...streams.flatMap((stream) => damageOf(chains[stream], found, hwm[stream]))]
  const [first] = damage
  const rolledBack = streams.some((stream) => isRolledBack(chains[stream], hwm[stream]))
  const headerIsOld = streams.some((stream) => chains[stream].epoch > epoch)
  if (headerIsOld || (rolledBack && !first)) throw new AppError({ code: 'vault-rolled-back' })
  return {
    chains,
    names: new Set(found.names),
    damage: first ? { file: first.file, lost: damage.reduce((sum, { lost }) => sum + lost, 0) } : null,
    damaged: new Set(damage.map(({ file }) => file)),
  }
}

const positionOf = ({ seq, tag }: Mark): Position => ({ seq, tag: fromHex(tag) })

const isRolledBack = (chain: Chain, mark: Mark) => chain.end.seq < mark.seq || chain.forked

/**
 * What is damaged in one stream, with the records that are missing at its end. A torn end before the high-water
 * mark is no unfinished write: those records were acknowledged.
 */
function damageOf(chain: Chain, found: Segments, mark: Mark): Damage[] {
  const missing = Math.max(mark.seq - chain.end.seq, chain.endless ? 1 : 0)
  if (missing === 0) return chain.damage
  const last = chain.damage.at(-1)
  if (last) return [...chain.damage.slice(0, -1), { file: last.file, lost: last.lost + missing }]
  const file = chain.torn ?? found.torn ?? found.damage[0]?.file
  return file === undefined ? [] : [{ file, lost: missing }]
}
