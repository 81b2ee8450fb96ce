import { expect, test } from '../support/e2e'
import { atEmptyJournal } from './pages/days'
import { body, newEntry, saved, write } from './pages/journal'
import { look } from './pages/look'

test('[W160] what breaks one part of the window leaves the page and its words, and can be shown again', async ({
  launchPartner,
}) => {
  const { page } = await atEmptyJournal(launchPartner)
  await newEntry(page)
  await write(page, 'By the sea')
  // The month is drawn anew, and its days of the week, which nothing else names so briefly, can't be named meanwhile.
  await page.evaluate(() => {
    const real = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format') ?? {}
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
      configurable: true,
      get(this: Intl.DateTimeFormat) {
        if (this.resolvedOptions().weekday === 'narrow') throw new TypeError('kingfisher')
        return real.get?.call(this) as unknown
      },
    })
    Object.assign(globalThis, {
      mend: () => Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', real),
    })
  })
  await page.getByRole('button', { name: 'Next month' }).first().click()
  const alert = page.getByRole('complementary').getByRole('alert')
  await expect(alert).toContainText('This part of the window has stopped')
  await page.evaluate(() => {
    ;(globalThis as unknown as { mend(): void }).mend()
  })
  await look(page, 'part-broken')
  await body(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(', with Ben')
  await saved(page)
  await expect(body(page)).toContainText('By the sea, with Ben')
  await page.getByRole('button', { name: 'Show it again' }).click()
  await expect(page.getByRole('grid').first()).toBeVisible()
  await expect(alert).toBeHidden()
})
