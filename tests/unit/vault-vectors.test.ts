import { readFileSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../../electron/core/vault/bytes'
import { openSlots } from '../../electron/core/vault/slots'
import { readHeader } from '../../electron/core/vault/header'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { failureOf } from '../../shared/failure'
import { makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'
import { contentOfAll, makeValidVectors, type ValidVector } from '../support/vault-vectors'

interface Change {
  path: string
  how: 'remove' | 'copy' | 'replace' | 'cut' | 'flip' | 'write'
  at: string | number | null
  to: string | null
}

interface Published {
  valid: ValidVector[]
  failing: { name: string; base: string; changes: Change[]; outcome: string | { lost: number } }[]
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as Published
const current = read('vault-3.json')

/** What this version says otherwise than an earlier one: a header called by a number that it knows but isn't is damaged. */
const otherwise: Record<string, string> = { 'vault.json of a newer version': 'vault-damaged' }
const earlier = ['vault-1.json', 'vault-2.json'].map(read).map((file, at) => ({
  version: at + 1,
  ...file,
  failing: file.failing.map((one) => ({ ...one, outcome: otherwise[one.name] ?? one.outcome })),
}))
const published = [...earlier, { version: 3, ...current }]

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

async function lay({ files }: Pick<ValidVector, 'files'>) {
  await mkdir(join(folder, 'data'), { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    await writeFile(join(folder, path), content, path === 'vault.json' ? 'utf8' : 'hex')
  }
}

async function change({ path, how, at, to }: Change) {
  const file = join(folder, path)
  if (how === 'remove') await rm(file)
  else if (how === 'write') await writeFile(file, String(to), path === 'vault.json' ? 'utf8' : 'hex')
  else if (how === 'copy') await cp(file, join(folder, String(to)))
  else if (how === 'replace') {
    await writeFile(file, (await readFile(file, 'utf8')).replace(String(at), String(to)))
  } else {
    const bytes = await readFile(file)
    if (how === 'cut') await writeFile(file, bytes.subarray(0, Number(at)))
    if (how === 'flip') await writeFile(file, bytes.fill((bytes[Number(at)] ?? 0) ^ 1, Number(at), Number(at) + 1))
  }
}

describe('the published vectors of the vault format', () => {
  for (const [version, vector] of published.flatMap((file) => file.valid.map((one) => [file.version, one] as const))) {
    it(`[V26] open with passphrase and recovery key, and hold what they say: ${version}, ${vector.name}`, async () => {
      await lay(vector)
      const vaults = await vaultsFor()
      const { journal, settings, pairs = {} } = vector
      expect(await contentOfAll(vaults, folder)).toEqual({ journal, settings, pairs })
      const vault = await vaults.open({ folder, secret: { type: 'recovery', value: vector.recoveryKey } })
      expect(vault.damage).toBe(null)
      await vault.close()
      const { header } = readHeader(Buffer.from(vector.files['vault.json'] ?? ''))
      const cipher = await createSodiumCipher()
      const secret = { type: 'passphrase', value: vector.passphrase } as const
      expect(toHex(openSlots(cipher, { ...header, secret }))).toBe(vector.masterKey)
    })
  }

  it('[V27] are what this version writes from the same randomness, byte for byte', async () => {
    expect(await makeValidVectors()).toEqual(current.valid)
  })

  for (const [file, vector] of published.flatMap((file) => file.failing.map((one) => [file, one] as const))) {
    it(`[V28] that fail are refused or called damaged: ${file.version}, ${vector.name}`, async () => {
      const base = file.valid.find(({ name }) => name === vector.base)
      await lay({ files: base?.files ?? {} })
      for (const step of vector.changes) await change(step)
      const outcome = await openVault(await vaultsFor(), folder, base?.passphrase ?? '').then(
        async (vault) => {
          await vault.close()
          return vault.damage ? { lost: vault.damage.lost } : 'opened'
        },
        (error: unknown) => failureOf(error).code,
      )
      expect(outcome).toEqual(vector.outcome)
    })
  }
})
