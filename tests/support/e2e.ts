import { test as base, expect } from '@playwright/test'
import { electronExecutable } from '../../scripts/electron-runtime'
import { createPartner, type Partner, type PartnerOptions } from './partner'

export interface Fixtures {
  /** Starts a person with a host, a vault process and a window of their own; all end with the test. */
  launchPartner(name: string, options?: PartnerOptions): Promise<Partner>
}

/** Playwright's test with partners: the same specifications in the browser host and, where it is present, in Electron. */
export const test = base.extend<Fixtures>({
  // Playwright reads from the pattern which fixtures are needed: none.
  // oxlint-disable-next-line no-empty-pattern
  launchPartner: async ({}, use, info) => {
    const host = info.project.name === 'electron' ? 'electron' : 'browser'
    base.skip(host === 'electron' && !electronExecutable(), 'skipped: no Electron runtime')
    const partners: Awaited<ReturnType<typeof createPartner>>[] = []
    await use(async (name, options = {}) => {
      base.skip(host === 'electron' && options.inPage !== undefined, 'skipped: Electron has no socket to hold')
      const partner = await createPartner(name, host, options)
      partners.push(partner)
      return partner
    })
    if (info.status !== info.expectedStatus) {
      for (const partner of partners) {
        await takePicture(partner, info.outputPath(`${partner.name}.png`)).catch(() => {})
      }
    }
    // One that can't be ended in good order leaves none of the others behind.
    const removed = await Promise.allSettled(partners.map((partner) => partner.remove()))
    expect(removed.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(partners.flatMap((partner) => partner.complaints)).toEqual([])
  },
})

/** A partner who has quit has no page to take a picture of. */
const takePicture = async ({ page }: Partner, path: string) => page.screenshot({ path })

export { expect }
