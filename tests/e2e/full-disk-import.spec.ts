import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { type Home, pair } from '../../scripts/home'
import { entryOf } from '../support/journal-entries'
import { expect } from '../support/e2e'
import { test } from '../support/small-disk'
import { unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { row } from './pages/journal'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

test('[C30] a disk that is full while the partner writes is said plainly, and their words come when there is room', async ({
  smallDisk,
  launchPartner,
}, info) => {
  const folder = info.outputPath('ana')
  await mkdir(folder, { recursive: true })
  const ana = await homeOf(join(folder, 'vault'), 'Ana')
  const ben = await homeOf(join(smallDisk.folder, 'vault'), 'Ben')
  homes.push(ana, ben)
  await pair(ana, ben)
  await homes.pop()?.stop()

  const { page } = await launchPartner('Ben', { vault: ben.vault })
  await unlockToJournal(page)
  await expect(page.getByText('Ana: connected')).toBeVisible()
  await smallDisk.fill()
  await ana.call('journal.add', { entry: entryOf(1, { body: 'The first snow' }), journal: 'shared' })
  const said = page.getByRole('button', { name: 'The disk is full: nothing new from Ana can be stored' })
  await expect(said).toBeVisible()
  await look(page, 'partner-not-stored')
  await smallDisk.empty()
  await expect(row(page, /The first snow/)).toBeVisible({ timeout: 60_000 })
  await expect(said).toBeHidden()
  await expect(page.getByText('Ana: connected')).toBeVisible()
})
