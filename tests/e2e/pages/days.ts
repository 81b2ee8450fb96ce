import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { makeVault } from '../../../scripts/sample-vault'
import { entry } from '../../../shared/entry'
import type { Fixtures } from '../../support/e2e'
import type { Partner, PartnerOptions } from '../../support/partner'
import { passphrase, unlockToJournal } from './gate'

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
  await makeVault({ folder: vault, name: 'Ana', passphrase, entries })
  const ana = await launchPartner('Ana', { ...options, vault })
  await unlockToJournal(ana.page)
  return ana
}

export const harbour = { date: '2024-02-14', body: 'A walk to the harbour.' }
export const garden = { date: '2024-05-03', body: 'Beans in the garden.', tags: ['gardening', 'garden'] }
