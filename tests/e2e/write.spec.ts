import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { lock, unlockToJournal } from './pages/gate'
import { body, newEntry, row, saved, title, write } from './pages/journal'

test('[G3] what is written is kept, with all that is said of it', async ({ launchPartner }) => {
  const { page } = await atEmptyJournal(launchPartner)
  await test.step('[G3] several entries stand on one day, the latest first', async () => {
    for (const words of ['Morning: tea on the step.', 'Evening: tea on the step again.']) {
      await newEntry(page)
      await write(page, words)
    }
    await expect(page.getByRole('option')).toHaveCount(2)
    await expect(page.getByRole('option').first()).toContainText('Evening')
  })
  await test.step('[G1] what is typed is saved as it is typed, and is there after lock and unlock', async () => {
    await newEntry(page)
    await write(page, 'The rain stopped at four and we walked to the river.')
    await title(page).fill('Along the river')
    await saved(page)
    await lock(page)
    await unlockToJournal(page)
    await expect(title(page)).toHaveValue('Along the river')
    await expect(body(page)).toContainText('we walked to the river.')
  })
  await test.step('[G2] an entry has kind, mood, tags, date and time, and can be dated back', async () => {
    await newEntry(page)
    await write(page, 'A house with a garden.')
    await page.getByRole('button', { name: /Kind/ }).click()
    await page.getByRole('option', { name: 'Dream' }).click()
    await page.getByRole('button', { name: /Mood/ }).click()
    await page.getByRole('option', { name: 'Hopeful' }).click()
    const tag = page.getByRole('combobox', { name: 'Add a tag' })
    await tag.fill('house')
    await tag.press('Enter')
    await tag.fill('House')
    await tag.press('Enter')
    await page.getByRole('group', { name: 'Date' }).getByRole('spinbutton', { name: 'year' }).click()
    await page.keyboard.type('2019')
    await saved(page)
    await lock(page)
    await unlockToJournal(page)
    await expect(row(page, /Dream.*Hopeful.*house/)).toBeVisible()
    await expect(page.getByRole('row', { name: 'house' })).toHaveCount(1)
    await expect(page.getByText(/2019/).first()).toBeVisible()
  })
})

test('[G5] what is thrown away or left empty leaves nothing behind', async ({ launchPartner }) => {
  const { page } = await atEmptyJournal(launchPartner)
  await test.step('[G5] a page that is left without a letter leaves no entry behind', async () => {
    await newEntry(page)
    await lock(page)
    await unlockToJournal(page)
    await expect(page.getByRole('option')).toHaveCount(0)
  })
  await test.step('[G4] an entry in the trash can be restored with every word, or deleted for ever', async () => {
    await newEntry(page)
    await write(page, 'Perhaps I should not keep this.')
    await page.getByRole('button', { name: 'Move to trash' }).click()
    await expect(page.getByText('This entry is in the trash.')).toBeVisible()
    await expect(page.getByRole('option')).toHaveCount(0)
    await page.getByRole('button', { name: 'Restore this entry' }).click()
    await expect(row(page, /Perhaps I should not keep this/)).toBeVisible()
    await page.getByRole('button', { name: 'Move to trash' }).click()
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Trash' }).click()
    await page.getByRole('button', { name: /Delete for ever/ }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /Delete/ })
      .click()
    await expect(page.getByText('What you throw away waits here')).toBeVisible()
    await expect(body(page)).toHaveCount(0)
  })
  await test.step('[G7] an entry that is emptied again leaves nothing behind, but a mood alone is kept', async () => {
    await newEntry(page)
    await page.getByRole('button', { name: /Mood/ }).click()
    await page.getByRole('option', { name: 'Tired' }).click()
    await expect(row(page, /Tired/)).toBeVisible()
    await newEntry(page)
    await write(page, 'x')
    await expect(page.getByRole('option')).toHaveCount(2)
    await body(page).focus()
    await page.keyboard.press('Backspace')
    await newEntry(page)
    await expect(page.getByRole('option')).toHaveCount(1)
    await expect(row(page, /Tired/)).toBeVisible()
  })
})
