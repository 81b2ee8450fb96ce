import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { sealContent } from '../../electron/core/exchange/format/exchange-file'
import { hashSize } from '../../electron/core/exchange/format/file-head'
import type { ChainHead } from '../../electron/core/exchange/format/journal-writer'
import { makeWriter } from '../../electron/core/exchange/format/writer-id'
import { identityOf } from '../../electron/core/exchange/pairing/identity'
import { identitySeeds, keptJournal } from '../../electron/core/exchange/partner/pairs-store'
import { epochOfKept } from '../../electron/core/exchange/partner/reach'
import { passphrase } from './couple'
import { readVaultByThePage } from './page-reader/read-vault'

/** What a newer version may write: of a document that this one doesn't know, or of an unknown kind in one that it does. */
export interface NewerFile {
  readonly document: number
  readonly kind: number
}

/**
 * Lays into the mirror of a locked vault, for each of these lists, the chain of a writer of this vault's device with such
 * files, as a newer version of it would; resolves with their names.
 */
export async function layAsNewer(vault: string, writers: readonly (readonly NewerFile[])[]): Promise<string[]> {
  const cipher = createSodiumCipher()
  const { pairs } = readVaultByThePage(await filesOf(vault), { type: 'passphrase', value: passphrase }).content
  const identity = identityOf(cipher, identitySeeds.parse(pairs['identity']))
  const journal = keptJournal.parse(pairs['journal'])
  const keys = {
    cipher,
    randomness: systemRandomness,
    epoch: epochOfKept(journal),
    signingKey: identity.signing.secretKey,
  }
  const names: string[] = []
  for (const files of writers) {
    const writer = makeWriter(identity.device, systemRandomness)
    let after: ChainHead = { number: 0, head: new Uint8Array(hashSize) }
    for (const place of files) {
      for (const file of sealContent(keys, { ...place, writer, content: new Uint8Array(300).fill(7), after })) {
        await writeFile(join(vault, 'mirror', journal.folder, file.name), file.bytes)
        names.push(file.name)
        after = { number: file.number, head: file.hash }
      }
    }
  }
  return names
}

/** What the reader by the page needs of a vault, by path. */
async function filesOf(vault: string): Promise<Map<string, Buffer>> {
  const files = new Map([['vault.json', await readFile(join(vault, 'vault.json'))]])
  for (const name of await readdir(join(vault, 'data')))
    files.set(`data/${name}`, await readFile(join(vault, 'data', name)))
  return files
}
