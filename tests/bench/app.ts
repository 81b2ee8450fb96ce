import { expect, type Page } from '@playwright/test'
import { createPartner, type Partner } from '../support/partner'
import { passphrase, type Surroundings } from './surroundings'

/** Runs `action` with the app open on a vault, in the browser host; fails where the app complained meanwhile. */
export async function withApp<T>(vault: string, action: (ana: Partner) => Promise<T>): Promise<T> {
  const ana = await createPartner('Ana', 'browser', { vault })
  try {
    const result = await action(ana)
    if (ana.complaints.length > 0) throw new Error(`the app complained: ${ana.complaints.join('; ')}`)
    return result
  } finally {
    await ana.remove()
  }
}

/** Gives the app's page the probes, which a page beside it loads itself. To be called anew after each loading. */
export async function installProbes(page: Page, surroundings: Surroundings): Promise<void> {
  await page.evaluate((await surroundings.barePages()).probes)
}

/** Unlocks and waits for the rows, with the probes installed. */
export async function openJournal(page: Page, surroundings: Surroundings): Promise<void> {
  await installProbes(page, surroundings)
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option').first()).toBeVisible()
}

/**
 * Sets a probe, does what is to be measured, and gives the milliseconds. The probe stands before the action begins:
 * input reaches a page by another way than scripts, and can overtake them.
 */
export async function measure(page: Page, probe: () => Promise<void>, action: () => Promise<void>): Promise<number> {
  await probe()
  await action()
  return page.evaluate(() => twofoldProbes.measured())
}

/** A page of its own beside the app, in the same browser. */
export async function openBeside(page: Page, address: string): Promise<Page> {
  const beside = await page.context().newPage()
  await beside.goto(address)
  return beside
}
