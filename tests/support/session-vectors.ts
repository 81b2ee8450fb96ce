import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from './faulty-files'
import { appDocuments } from './app-documents'
import { openVault } from './vault-folder'
import { makeVector, saveTogether, session, storesOf, type Filling } from './vault-vector-maker'

type Leaves = NonNullable<Fault['leaves']>

const text = (words: string) => ({ text: words })
const long = text('x'.repeat(400))

/** Vaults that the app has written itself, each for one thing that a reader has to know. */
export const makeSessionVectors = async () => [
  await makeVector({ name: 'what the app stores', seed: 3 }, (vault) => session(vault, appDocuments)),
  await makeVector({ name: 'entries deleted, one of them written again', seed: 4 }, async (vault) => {
    const written = { rain: text('Rain.'), bread: text('Bread'), walk: text('A walk') }
    await session(vault, { journal: written, settings: { name: text('Ana') } })
    // A lock would have a snapshot take the place of the deletions.
    const killed = await opened(vault)
    await saveTogether(killed.stores.journal, { rain: null })
    await saveTogether(killed.stores.journal, { bread: null })
    await saveTogether(killed.stores.journal, { walk: text('A longer walk') })
    await saveTogether(killed.stores.settings, { name: null })
    const { stores } = await opened(vault)
    await saveTogether(stores.journal, { bread: text('Bread again') })
  }),
  await makeVector({ name: 'a snapshot that replaces deleted entries', seed: 14 }, async (vault) => {
    await session(vault, { journal: { rain: text('Rain.'), bread: text('Bread') }, settings: { name: text('Ana') } })
    await session(vault, { journal: { rain: null } })
  }),
  await makeVector({ name: 'several records in a batch', seed: 5 }, async (vault) => {
    await session(vault, { journal: { rain: text('Rain.') } })
    const { stores } = await opened(vault)
    await saveTogether(stores.journal, { bread: text('Bread'), walk: long, rain: null })
    await saveTogether(stores.journal, { bread: text('Bread, burnt'), sea: text('The sea') })
  }),
  await makeVector({ name: 'a session that was killed', seed: 6 }, async (vault) => {
    await session(vault, { journal: { rain: text('Rain.') }, settings: { name: text('Ana') } })
    const { stores } = await opened(vault)
    await saveTogether(stores.journal, { bread: text('Bread') })
    await saveTogether(stores.journal, { walk: long, sea: text('The sea') })
    await saveTogether(stores.journal, { tide: long })
  }),
  await makeVector({ name: 'a batch of which a crash left half', seed: 7 }, (vault) => tornBy(vault, 'half')),
  await makeVector({ name: 'a batch of which a crash left blanks', seed: 8 }, (vault) => tornBy(vault, 'blanks')),
  await makeVector({ name: 'records beyond the base of the next segment', seed: 9 }, async (vault) => {
    const { open, stores } = await opened(vault)
    await saveTogether(stores.journal, { rain: text('Rain.') })
    await refused(vault, 'all', () => saveTogether(stores.journal, { bread: text('Never acknowledged'), sea: long }))
    await saveTogether(stores.journal, { bread: text('Bread'), sea: null })
    await open.close()
  }),
  await makeVector({ name: 'secrets that were changed twice', seed: 10 }, changedSecrets),
  await makeVector(
    // NFC leaves the ligature, the wide letter, the circled digit and the sign for 'number' as they are; NFKC doesn't.
    { name: 'a passphrase that NFC leaves as it is', seed: 11, passphrase: 'ﬁve \uff57ide stars, № ①' },
    (vault) => session(vault, { journal: { rain: text('Rain.') } }),
  ),
]

/** vault.json of before the secrets were changed, which opens with the passphrase of then. */
export async function headerBeforeTheChange(): Promise<{ vaultJson: string; passphrase: string }> {
  let vaultJson = ''
  const { passphrase } = await makeVector({ name: '', seed: 10 }, async (vault) => {
    await session(vault, { journal: { rain: text('Rain.') } })
    vaultJson = await readFile(join(vault.folder, 'vault.json'), 'utf8')
  })
  return { vaultJson, passphrase }
}

async function changedSecrets(vault: Filling) {
  await session(vault, { journal: { rain: text('Rain.') } })
  const { open, stores } = await opened(vault)
  const { recoveryKey } = await open.renewRecoveryKey({ passphrase: vault.passphrase })
  await saveTogether(stores.journal, { bread: text('Bread') })
  const passphrase = 'four gulls over the pier'
  await open.changePassphrase({ current: { type: 'passphrase', value: vault.passphrase }, next: passphrase })
  await saveTogether(stores.journal, { walk: text('A walk') })
  await open.close()
  return { passphrase, recoveryKey }
}

async function opened({ vaults, folder, passphrase }: Filling) {
  const open = await openVault(vaults, folder, passphrase)
  return { open, stores: await storesOf(open) }
}

/** A killed session whose last batch, of three records, is on the disk in part. */
async function tornBy(vault: Filling, leaves: Leaves): Promise<void> {
  await session(vault, { journal: { rain: text('Rain.') }, settings: { name: text('Ana') } })
  const { stores } = await opened(vault)
  await saveTogether(stores.journal, { bread: text('Bread') })
  await refused(vault, leaves, () => saveTogether(stores.journal, { walk: long, sea: text('The sea'), tide: long }))
}

/** Lets a save fail of which the disk takes this much all the same. */
async function refused({ disk }: Filling, leaves: Leaves, save: () => Promise<void>): Promise<void> {
  disk.plan((operation, path) =>
    operation === 'append' && path.endsWith('.seg') ? { failure: { code: 'disk-failed' }, leaves } : null,
  )
  await save().catch(() => {})
  disk.plan(() => null)
}
