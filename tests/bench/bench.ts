import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { obtainBrowser } from '../../scripts/browser'
import { buildIfStale } from '../../scripts/build'
import { formatTable, type Line } from './report'
import { autosave } from './rows/autosave'
import { exchangeToHasIt } from './rows/exchange-to-has-it'
import { key100Kb } from './rows/key-100kb'
import { firstSync1Mb, firstSync20Mb } from './rows/first-sync'
import { keystrokeToSaved } from './rows/keystroke'
import { liveLatency, liveToScreen } from './rows/live'
import { timelinePaintPepys } from './rows/timeline-paint'
import { unlockPepys } from './rows/unlock'
import { windowBlock20Mb } from './rows/window-block'
import { summarize } from './statistics'
import { createSurroundings } from './surroundings'

/** `npm run bench [-- --only NAME]`: each figure beside its limit, measured in the same run; a table and a JSON file. */
const rows = [
  unlockPepys,
  autosave,
  keystrokeToSaved,
  key100Kb,
  timelinePaintPepys,
  liveLatency,
  liveToScreen,
  exchangeToHasIt,
  firstSync1Mb,
  firstSync20Mb,
  windowBlock20Mb,
]
const { values } = parseArgs({ options: { only: { type: 'string' } } })
const chosen = rows.filter(({ name }) => values.only === undefined || name === values.only)
if (chosen.length === 0) {
  console.error(`There is no row '${values.only}': choose one of ${rows.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}

await buildIfStale()
process.env['TWOFOLD_BROWSER'] = await obtainBrowser()
const surroundings = await createSurroundings()
const lines: Line[] = []
try {
  for (const row of chosen) {
    try {
      const samples = await row.measure(surroundings)
      if ('lacking' in samples) console.log(`${row.name}: left out, for ${samples.lacking}.`)
      else lines.push({ result: summarize({ ...row, samples }), goal: row.goal })
    } catch (error) {
      process.exitCode = 1
      console.error(`${row.name}: failed. ${firstLines(error)}`)
    }
  }
} finally {
  await surroundings.remove()
}

/** What went wrong, without the whole page that an expectation adds to it. */
function firstLines(error: unknown): string {
  return (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n').slice(0, 15).join('\n')
}

const folder = resolve(import.meta.dirname, '../../bench')
mkdirSync(folder, { recursive: true })
writeFileSync(
  join(folder, 'results.json'),
  `${JSON.stringify(
    lines.map(({ result }) => result),
    null,
    2,
  )}\n`,
)
if (lines.length > 0) console.log(formatTable(lines))
