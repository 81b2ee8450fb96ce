import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { diskFiles } from '../electron/adapters/disk-files'
import { createSodiumCipher } from '../electron/adapters/sodium-cipher'
import { systemClock } from '../electron/adapters/system-clock'
import { systemRandomness } from '../electron/adapters/system-randomness'
import { socketFence } from '../electron/adapters/vault-fence'
import type { StretchCost } from '../electron/core/ports'
import { createVaultServices } from '../electron/core/vault-services'
import { createVaults } from '../electron/core/vault/vault'
import { entry as entrySchema, type Entry } from '../shared/entry'

const project = resolve(import.meta.dirname, '..')
const pepysFile = resolve(project, '../shared/data/pepys.json.gz')

const pepysDays = z.array(z.object({ date: z.string(), paragraphs: z.array(z.string()) }))
const samples = z.array(entrySchema.omit({ id: true, createdAt: true, trashedAt: true }))

/** The ten years of Samuel Pepys's diary as private entries, oldest first; null where the file isn't on this machine. */
export function pepysEntries(): Entry[] | null {
  if (!existsSync(pepysFile)) return null
  const days = pepysDays.parse(JSON.parse(gunzipSync(readFileSync(pepysFile)).toString('utf8')))
  return days.map(({ date, paragraphs }, index) => ({
    ...made(index),
    kind: 'reflection',
    title: '',
    date,
    time: '21:00',
    zone: 'Europe/London',
    mood: null,
    tags: [],
    body: paragraphs.join('\n\n'),
  }))
}

/** The project's own sample: three years of a journal, oldest first. */
export function sampleEntries(): Entry[] {
  const file = resolve(project, 'samples/private-ana.json')
  return samples.parse(JSON.parse(readFileSync(file, 'utf8'))).map((sample, index) => ({ ...sample, ...made(index) }))
}

/** What every sample entry is given: an id of its own, and a place in the order of making. */
export const made = (index: number) =>
  entrySchema
    .pick({ id: true, createdAt: true, trashedAt: true })
    .parse({ id: randomUUID(), createdAt: index, trashedAt: null })

/**
 * Makes a vault in an absent or empty folder and puts the entries into it by the calls of the contract, as the window
 * does; the vault is closed again. Its recovery key counts as kept, since nobody will need it.
 */
export async function makeVault(options: {
  folder: string
  name: string
  passphrase: string
  entries: readonly Entry[]
  /** What its passphrase costs; left out, it is measured as for a person's vault. */
  cost?: StretchCost
}): Promise<void> {
  const { cost } = options
  const cipher = createSodiumCipher()
  const vault = createVaultServices({
    vaults: createVaults({
      files: diskFiles,
      cipher,
      clock: systemClock,
      randomness: systemRandomness,
      fence: socketFence,
      ...(cost && { calibrate: () => cost }),
    }),
    folder: options.folder,
    files: diskFiles,
    cipher,
    randomness: systemRandomness,
    clock: systemClock,
    newId: randomUUID,
    // Private entries alone ask nothing of a host.
    order: () => {},
    signal: () => {},
    onOpened: () => {},
    onBug: (_name, error) => {
      throw error
    },
  })
  const call = async (name: string, input: unknown) => {
    const reply = await vault.call(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.failure.code}`)
  }
  await call('vault.create', { name: options.name, passphrase: options.passphrase })
  await call('settings.change', { recoveryKeyKept: true })
  for (const entry of options.entries) await call('journal.add', { entry })
  await vault.close()
}
