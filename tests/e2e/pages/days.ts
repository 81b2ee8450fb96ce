import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { entry } from '../../../shared/entry'
import { type Fixtures, test } from '../../support/e2e'
import type { Partner, PartnerOptions } from '../../support/partner'
import { unlockToJournal } from './gate'
import { vaultOf } from './homes'

export interface Day {
  date: string
  body: string
  title?: string
  tags?: string[]
}

/** Ana at her journal, which holds one entry for each of the days. */
export async function atJournal(
  launchPartner: Fixtures['launchPartner'],
  vault: string,
  days: readonly Day[],
  options: PartnerOptions = {},
): Promise<Partner & { page: Page }> {
  const entries = days.map(({ tags = [], title = '', ...day }, index) =>
    entry.parse({
      ...day,
      tags,
      title,
      id: randomUUID(),
      kind: 'reflection',
      time: '21:00',
      zone: 'Europe/London',
      mood: null,
      createdAt: index,
      trashedAt: null,
    }),
  )
  const ana = await launchPartner('Ana', { ...options, vault: await vaultOf(vault, 'Ana', entries) })
  await unlockToJournal(ana.page)
  return ana
}

/**
 * Somebody at a journal of their own without a word in it. Its vault costs little to open: other specs try what set-up
 * does, and how long a passphrase takes.
 */
export async function atEmptyJournal(
  launchPartner: Fixtures['launchPartner'],
  name = 'Ana',
  options: PartnerOptions = {},
): Promise<Partner> {
  const partner = await launchPartner(name, { ...options, vault: await vaultOf(test.info().outputPath(name), name) })
  await unlockToJournal(partner.page)
  return partner
}

export const harbour = { date: '2024-02-14', body: 'A walk to the harbour.' }
export const garden = { date: '2024-05-03', body: 'Beans in the garden.', tags: ['gardening', 'garden'] }
