import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../../electron/core/vault/bytes'
import { openSlots } from '../../electron/core/vault/slots'
import { readHeader } from '../../electron/core/vault/header'
import type { Vaults } from '../../electron/core/vault/vault'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { failureOf } from '../../shared/failure'
import { makeFailingVectors } from '../support/failing-vectors'
import { Refused } from '../support/page-reader/primitives'
import { readVaultByThePage } from '../support/page-reader/read-vault'
import { importsOf, sourcesBelow } from '../support/source-tree'
import { makeFolder, openVault, rememberingCipher, removeFolder, vaultsFor } from '../support/vault-folder'
import {
  changed,
  type DamagedOutcome,
  differing,
  type FailingVector,
  filesOf,
  lay,
  type Outcome,
  type PublishedVectors,
  type ValidVector,
} from '../support/vault-vector-files'
import { contentOfAll, storesOf } from '../support/vault-vector-maker'
import { makeValidVectors } from '../support/vault-vectors'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as PublishedVectors
const current = read('vault-3.json')

/** What this version says otherwise than an earlier one: a header called by a number that it knows but isn't is damaged. */
const otherwise: Record<string, string> = { 'vault.json of a newer version': 'vault-damaged' }
const earlier = ['vault-1.json', 'vault-2.json'].map(read).map((file, at) => ({
  version: at + 1,
  ...file,
  failing: file.failing.map((one) => ({ ...one, outcome: otherwise[one.name] ?? one.outcome })),
}))
const published = [...earlier, { version: 3, ...current }]
const valid = published.flatMap((file) => file.valid.map((vector) => ({ version: file.version, vector })))
const failing = published.flatMap((file) =>
  file.failing.map((vector) => ({ version: file.version, vector, base: baseOf(file.valid, vector) })),
)

function baseOf(vectors: readonly ValidVector[], { name, base }: FailingVector): ValidVector {
  const found = vectors.find((vector) => vector.name === base)
  if (!found) throw new Error(`${name} has no base`)
  return found
}

let folder = ''
let vaults: Vaults
beforeAll(async () => {
  vaults = vaultsFor({ cipher: rememberingCipher() })
})
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

/** An answer as far as the vectors of its version say what it has to be. */
const asFarAsSaid = (answer: Outcome, { outcome }: FailingVector) =>
  typeof answer === 'string' || typeof outcome === 'string'
    ? answer
    : Object.fromEntries(Object.entries(answer).filter(([field]) => field in outcome))

/** What the app answers to the vault in the folder. */
async function answerOfTheApp(base: ValidVector, passphrase: string): Promise<Outcome> {
  try {
    const vault = await openVault(vaults, folder, passphrase)
    const { journal, settings, pairs } = await storesOf(vault)
    const content = { journal: journal.data.entries, settings: settings.data.entries, pairs: pairs.data.entries }
    await vault.close()
    return { lost: vault.damage?.lost ?? 0, damaged: await quarantined(), instead: differing(base, content) }
  } catch (error) {
    return failureOf(error).code
  }
}

/** The segments that were copied aside, by name. */
async function quarantined(): Promise<string[]> {
  const copies = await readdir(join(folder, 'quarantine')).catch((): string[] => [])
  return copies.map((name) => name.replace(/-[0-9a-f]{16}$/u, '')).toSorted()
}

/** What the reader that is written from the page answers. */
function answerByThePage(files: ReadonlyMap<string, Buffer>, base: ValidVector, passphrase: string): Outcome {
  try {
    const { content, ...damage } = readVaultByThePage(files, { type: 'passphrase', value: passphrase })
    return { ...damage, instead: differing(base, content) } satisfies DamagedOutcome
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

describe('the published vectors of the vault format', () => {
  for (const { version, vector } of valid) {
    it(`[V26] open with passphrase and recovery key, and hold what they say: ${version}, ${vector.name}`, async () => {
      await lay(folder, filesOf(vector))
      const { journal, settings, pairs = {} } = vector
      expect(await contentOfAll(vaults, folder, vector.passphrase)).toEqual({ journal, settings, pairs })
      const vault = await vaults.open({ folder, secret: { type: 'recovery', value: vector.recoveryKey } })
      expect(vault.damage).toBe(null)
      await vault.close()
      const { header } = readHeader(Buffer.from(vector.files['vault.json'] ?? ''))
      const cipher = createSodiumCipher()
      const secret = { type: 'passphrase', value: vector.passphrase } as const
      expect(toHex(openSlots(cipher, { ...header, secret }))).toBe(vector.masterKey)
    })
  }

  it('[V27] are what this version writes from the same randomness, byte for byte', async () => {
    const made = await makeValidVectors()
    expect(made).toEqual(current.valid)
    const madeFailing = await makeFailingVectors(made)
    expect(madeFailing).toEqual(current.failing.slice(-madeFailing.length))
  })

  for (const { version, vector, base } of failing) {
    it(`[V28] that fail are refused or called damaged: ${version}, ${vector.name}`, async () => {
      await lay(folder, changed(filesOf(base), vector.changes))
      const answer = await answerOfTheApp(base, vector.passphrase ?? base.passphrase)
      expect(asFarAsSaid(answer, vector)).toEqual(vector.outcome)
    })
  }

  it('[V28] say of every vault of this version that opens what is left and which files are damaged', () => {
    const opened = current.failing.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome]))
    expect(opened.length).toBeGreaterThan(20)
    for (const outcome of opened) expect(Object.keys(outcome)).toEqual(['lost', 'damaged', 'instead'])
  })
})

describe('a reader written from the page alone', () => {
  it('[V280] uses nothing of the app, only Node and libsodium', () => {
    const reader = sourcesBelow(['tests/support/page-reader'], '.ts')
    expect(reader.length).toBeGreaterThan(3)
    const used = reader.flatMap((file) => importsOf(file, { types: true }))
    expect(used.filter((name) => !/^(node:|\.\/|sodium-native$)/u.test(name))).toEqual([])
  })

  for (const { version, vector } of valid) {
    it(`[V280] reads with either secret what a valid vector holds: ${version}, ${vector.name}`, () => {
      const { journal, settings, pairs = {} } = vector
      for (const [type, value] of [
        ['passphrase', vector.passphrase],
        ['recovery', vector.recoveryKey],
      ] as const) {
        const answer = readVaultByThePage(filesOf(vector), { type, value })
        expect(answer).toEqual({ content: { journal, settings, pairs }, damaged: [], lost: 0 })
      }
    })
  }

  for (const { version, vector, base } of failing) {
    it(`[V280] answers a failing vector as the app does: ${version}, ${vector.name}`, () => {
      const files = changed(filesOf(base), vector.changes)
      const answer = answerByThePage(files, base, vector.passphrase ?? base.passphrase)
      expect(asFarAsSaid(answer, vector)).toEqual(vector.outcome)
    })
  }
})
