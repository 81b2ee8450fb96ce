import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { entry as entrySchema, type Entry } from '../shared/entry'
import type { SharedHeld } from '../shared/partner'
import { type Home, makeHome, pair } from './home'
import { made } from './sample-vault'

const file = resolve(import.meta.dirname, '../samples/shared-ana-ben.json')
const samples = z.array(
  entrySchema.omit({ id: true, createdAt: true, trashedAt: true }).extend({ author: z.enum(['Ana', 'Ben']) }),
)

/** The project's sample of a shared journal, oldest first, each with the name of whoever began it. */
export function sharedSampleEntries(): { author: 'Ana' | 'Ben'; entry: Entry }[] {
  return samples
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(({ author, ...sample }, index) => ({ author, entry: { ...sample, ...made(index) } }))
}

/**
 * Makes the vaults of Ana and Ben in two absent folders, pairs them over loopback, and lets both write the sample's
 * shared entries; each ends with all of them, and is closed again.
 */
export async function makeCouple(options: {
  folders: { Ana: string; Ben: string }
  passphrase: string
  privateEntries: { Ana: readonly Entry[]; Ben: readonly Entry[] }
}): Promise<void> {
  const { folders, passphrase } = options
  const homes = {
    Ana: await makeHome({ name: 'Ana', vault: folders.Ana, passphrase }),
    Ben: await makeHome({ name: 'Ben', vault: folders.Ben, passphrase }),
  }
  for (const name of ['Ana', 'Ben'] as const) {
    for (const entry of options.privateEntries[name]) await homes[name].call('journal.add', { entry })
  }
  await pair(homes.Ana, homes.Ben)
  for (const { author, entry } of sharedSampleEntries()) {
    await homes[author].call('journal.add', { entry, journal: 'shared' })
  }
  await Promise.all(Object.values(homes).map(everythingArrived))
  await Promise.all(Object.values(homes).map((home) => home.stop()))
}

/** What this home wrote is with the partner, and nothing waits to be written. */
async function everythingArrived(home: Home): Promise<void> {
  await home.until<{ pending: boolean }>('journal.saving', ({ pending }) => !pending)
  await home.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)
}
