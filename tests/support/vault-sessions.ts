import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Stream, streams } from '../../electron/core/vault/keys'
import type { Vaults } from '../../electron/core/vault/vault'
import {
  contentOf,
  makeFolder,
  openVault,
  rememberingCipher,
  removeFolder,
  save,
  textOf,
  vaultsFor,
} from './vault-folder'

export const passphrase = 'ana and the sea'

/** A vault on the disk that goes through sessions, is tampered with, and is opened again. */
export interface SessionsVault {
  readonly vaults: Vaults
  /** Where the vault lies, in a folder of the test's own. */
  readonly folder: string
  /** One session that writes these texts to each stream in turn; the segment that each of them got. */
  session(texts: Partial<Record<Stream, readonly string[]>>, order?: readonly Stream[]): Promise<Record<Stream, string>>
  /** A segment's path. */
  path(name: string): string
  segments(): Promise<string[]>
  headerText(): Promise<string>
  /** Turns over one bit of a segment. */
  flip(name: string, at: number): Promise<void>
  /** Turns over one in both copies of its header: nothing of the segment opens then. */
  breakHeader(name: string): Promise<void>
  /** What opening comes to: the ids of the journal and what is damaged, or why it was refused. */
  opened(): Promise<{ ids: string[]; damage: { file: string; lost: number } | null } | string>
  /** Keeps a copy of the vault under a name, and puts it back. */
  keep(name: string): Promise<string>
  restore(name: string): Promise<void>
  remove(): Promise<void>
}

/** A new vault with nothing in it. */
export async function makeSessionsVault(): Promise<SessionsVault> {
  const root = await makeFolder()
  const folder = join(root, 'vault')
  const vaults = vaultsFor({ cipher: rememberingCipher() })
  await (await vaults.create({ folder, passphrase })).vault.close()
  const path = (name: string) => join(folder, 'data', name)
  const segments = async () => (await readdir(join(folder, 'data'))).toSorted()
  const flip = async (name: string, at: number) => {
    const bytes = await readFile(path(name))
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await writeFile(path(name), bytes)
  }
  return {
    vaults,
    folder,
    path,
    segments,
    flip,
    headerText: () => readFile(join(folder, 'vault.json'), 'utf8'),
    async session(texts, order = streams) {
      const names = { journal: '', settings: '', pairs: '' }
      const vault = await openVault(vaults, folder, passphrase)
      for (const stream of order) {
        const store = await vault.store(stream, textOf)
        const before = await segments()
        for (const text of texts[stream] ?? []) await save(store, text, text)
        names[stream] = (await segments()).find((name) => !before.includes(name)) ?? ''
      }
      await vault.close()
      return names
    },
    async breakHeader(name) {
      await flip(name, 70)
      await flip(name, 70 + 128)
    },
    opened: () =>
      contentOf(vaults, folder, passphrase).then(
        ({ entries, damage }) => ({ ids: Object.keys(entries).toSorted(), damage }),
        (error: Error) => error.message,
      ),
    async keep(name) {
      await rm(join(root, name), { recursive: true, force: true })
      await cp(folder, join(root, name), { recursive: true })
      return join(root, name)
    },
    async restore(name) {
      await rm(folder, { recursive: true })
      await cp(join(root, name), folder, { recursive: true })
    },
    remove: () => removeFolder(root),
  }
}
