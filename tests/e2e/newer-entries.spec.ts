import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Home, pair } from '../../scripts/home'
import { expect, test } from '../support/e2e'
import { kindsOfNewer, writeAsNewer } from '../support/newer-entries'
import { unlockToJournal } from './pages/gate'
import { homeOf } from './pages/homes'
import { body, row, title } from './pages/journal'
import { look } from './pages/look'

const homes: Home[] = []
test.afterEach(() => Promise.all(homes.splice(0).map((home) => home.stop())))

test('[C31] what a newer version wrote stands in list and page by its own name, and can be read', async ({
  launchPartner,
}, info) => {
  const folder = info.outputPath('couple')
  await mkdir(folder, { recursive: true })
  const [home, other] = await Promise.all([homeOf(join(folder, 'ana'), 'Ana'), homeOf(join(folder, 'ben'), 'Ben')])
  homes.push(home, other)
  await pair(home, other)
  await writeAsNewer(home)
  await other.until<{ entries: { kind: string }[] }>('journal.changed', ({ entries }) =>
    entries.some(({ kind }) => kind === kindsOfNewer.sketch),
  )
  await Promise.all(homes.splice(0).map((each) => each.stop()))

  const { page } = await launchPartner('Ben', { vault: other.vault })
  await unlockToJournal(page)
  const letter = row(page, /Dear Ben/)
  await expect(letter).toContainText(kindsOfNewer.letter)
  await expect(letter).toContainText('wistful')
  const sketch = row(page, new RegExp(kindsOfNewer.sketch, 'u'))
  await expect(sketch).toContainText('Reading only')
  await expect(sketch).toContainText('Nothing that can be shown here')

  await letter.click()
  await expect(body(page)).toContainText('Dear Ben')
  await expect(page.getByRole('button', { name: kindsOfNewer.letter })).toBeVisible()
  await body(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(', good morning')
  await expect(row(page, /Dear Ben, good morning/)).toContainText(kindsOfNewer.letter)

  await sketch.click()
  await expect(page.getByText('from a newer Twofold. What can be shown of it')).toBeVisible()
  await expect(title(page)).toHaveAttribute('readonly', '')
  await expect(page.getByRole('button', { name: kindsOfNewer.sketch })).toBeDisabled()
  await look(page, 'entry-of-newer-version')
})
