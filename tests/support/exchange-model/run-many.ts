import { crowded, crowding, honest, lying, withholding } from './misfortunes'
import { runModel } from './model-run'
import { verdictOn } from './model-verdict'

/**
 * The model of the exchange, run so often: `npm run model -- [runs=5000] [first seed=1]`. The courses of events come in
 * turn; of each it prints what went wrong, and the seeds.
 */
const [runs = 5000, first = 1] = process.argv.slice(2).map(Number)
const kinds = [...honest, ...withholding, ...lying, ...crowding, ...crowded]
const totals = new Map<string, Record<string, number>>()
const say = (line: string) => process.stdout.write(`${line}\n`)
let acknowledged = 0
let failed = 0

for (let at = 0; at < runs; at++) {
  const seed = first + at
  const [what, misfortune] = kinds[at % kinds.length] ?? ['nothing', {}]
  const total = totals.get(what) ?? {}
  totals.set(what, total)
  try {
    const outcome = runModel(seed, misfortune)
    const verdict = verdictOn(outcome)
    acknowledged += outcome.acknowledged.length
    const wrong = Object.entries(verdict).filter(([, count]) => count > 0)
    for (const [key, count] of Object.entries({ runs: 1, ...outcome.tally, ...verdict }))
      total[key] = (total[key] ?? 0) + count
    if (wrong.length === 0) continue
    failed++
    say(`seed ${seed}, ${what}: ${JSON.stringify(Object.fromEntries(wrong))}`)
  } catch (error) {
    failed++
    say(`seed ${seed}, ${what}: ${String(error)}`)
  }
}
for (const [what, total] of totals) say(`${what}: ${JSON.stringify(total)}`)
say(`${runs} runs, ${acknowledged} acknowledged updates, ${failed} runs in which something went wrong`)
process.exitCode = failed > 0 ? 1 : 0
