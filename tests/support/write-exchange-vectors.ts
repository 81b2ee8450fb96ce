import { writeFileSync } from 'node:fs'
import { makeExchangeVectors } from './exchange-vectors'

/** Writes tests/vectors/exchange-1.json anew: `npm run vectors`. The tests tell whether this version still writes the same. */
const path = new URL('../vectors/exchange-1.json', import.meta.url)
writeFileSync(path, `${JSON.stringify(await makeExchangeVectors(), null, 1)}\n`)
