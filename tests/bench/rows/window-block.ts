import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { makeHome, pair } from '../../../scripts/home'
import { entryOf } from '../../support/journal-entries'
import { openJournal, withApp } from '../app'
import { interleave } from '../interleave'
import type { Row } from '../row'
import { cost, passphrase } from '../surroundings'
import { documentOf, untilHasIt } from './first-sync'

/** A task that keeps a window from answering for longer than this is felt (W3C, Long Tasks API); ms. */
const felt = 50

/** The longest time for which the receiving window does nothing else, while a journal of 20 MB comes in. */
export const windowBlock20Mb: Row = {
  name: 'window-block-20mb',
  limitName: 'the 50 ms from which on a task counts as long',
  goal: { p99: felt },
  async measure(surroundings) {
    const folder = await mkdtemp(join(tmpdir(), 'twofold-bench-'))
    const make = (name: string) => makeHome({ name, vault: join(folder, name.toLowerCase()), passphrase, cost })
    const [ana, ben] = [await make('Ana'), await make('Ben')]
    await pair(ana, ben)
    await ben.call('settings.change', { recoveryKeyKept: true })
    await ben.call('journal.add', { entry: entryOf(1) })
    await ben.stop()
    const samples = await withApp(ben.vault, async ({ page }) => {
      await openJournal(page, surroundings)
      await expect(page.getByText('Ana: connected')).toBeVisible()
      return interleave({
        rounds: 3,
        warmUps: 0,
        limit: async () => felt,
        async product(round) {
          await page.evaluate(() => twofoldProbes.watchTurns())
          await untilHasIt(ana, documentOf(round, 20_000_000))
          return page.evaluate(() => twofoldProbes.longestTurn())
        },
      })
    })
    await ana.stop()
    await rm(folder, { recursive: true, force: true })
    return samples
  },
}
