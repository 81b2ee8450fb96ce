import { makeCraftedVectors } from './crafted-vectors'
import { makeSessionVectors } from './session-vectors'
import { makeVector, session } from './vault-vector-maker'
import type { ValidVector } from './vault-vector-files'

const text = (words: string) => ({ text: words })

/** The valid vectors, made anew from their seeds: the same bytes every time, on every machine. */
export async function makeValidVectors(): Promise<ValidVector[]> {
  return [
    await makeVector({ name: 'two sessions', seed: 1 }, async (vault) => {
      const rain = { rain: text('Rain. We stayed in.'), bread: text('Bread with Ben') }
      await session(vault, { journal: rain, settings: { name: text('Ana') }, pairs: { ben: text('a key') } })
      const walk = { bread: text('Bread with Ben, burnt'), walk: text(`A long walk. ${'Step. '.repeat(900)}`) }
      await session(vault, { journal: walk, pairs: { ben: text('a newer key'), host: text('an address') } })
    }),
    await makeVector({ name: 'a snapshot and a session after it', seed: 2 }, async (vault) => {
      // So many segments that they are replaced by a snapshot.
      for (let number = 0; number <= 66; number++) await session(vault, { journal: { day: text(`Day ${number}`) } })
    }),
    ...(await makeSessionVectors()),
    ...(await makeCraftedVectors()),
  ]
}
