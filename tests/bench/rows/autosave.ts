import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { diskFiles } from '../../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../../electron/adapters/sodium-cipher'
import { systemClock } from '../../../electron/adapters/system-clock'
import { systemRandomness } from '../../../electron/adapters/system-randomness'
import { socketFence } from '../../../electron/adapters/vault-fence'
import { createVaults } from '../../../electron/core/vault/vault'
import { entry as entrySchema } from '../../../shared/entry'
import { interleave } from '../interleave'
import { lackingPepys, type Row } from '../row'
import { passphrase } from '../surroundings'

const bodyLength = 1536

/** From the adapter's write to its acknowledgement: one entry of ten years' has a new body of 1.5 KB. */
export const autosave: Row = {
  name: 'autosave',
  limitName: 'an append of as many bytes to an open file beside it, and fdatasync',
  goal: { ratio: 2, ratioP99: 3 },
  async measure(surroundings) {
    const folder = await surroundings.pepysVault()
    if (!folder) return lackingPepys
    const vaults = createVaults({
      files: diskFiles,
      cipher: createSodiumCipher(),
      clock: systemClock,
      randomness: systemRandomness,
      fence: socketFence,
    })
    const vault = await vaults.open({ folder, secret: { type: 'passphrase', value: passphrase } })
    const store = await vault.store('journal', (value) => entrySchema.parse(value))
    const ids = Object.keys(store.data.entries)
    const save = async (round: number) => {
      const before = store.data.entries[ids[(round * 101) % ids.length] ?? '']
      if (!before) throw new Error('the vault holds no entries')
      store.data.entries[before.id] = Object.freeze({ ...before, body: bodyOf(round) })
      store.touch(before.id)
      const begun = performance.now()
      await store.write()
      return performance.now() - begun
    }
    // The first save begins a segment; from the second on the log grows by what one save writes.
    await save(0)
    const length = await bytesBelow(folder)
    await save(1)
    const bare = await openBareFile(folder, (await bytesBelow(folder)) - length)
    const samples = await interleave({ rounds: 600, warmUps: 50, limit: bare.append, product: save })
    await bare.close()
    await vault.close()
    return samples
  },
}

const bodyOf = (round: number) => `Saved for the ${round}th time. `.padEnd(bodyLength, 'And so to bed. ')

/** A file in the vault's data folder, and the time in ms that appending `length` bytes to it durably takes. */
export async function openBareFile(vault: string, length: number) {
  const handle = await open(join(vault, 'data', 'bare'), 'a', 0o600)
  const bytes = new Uint8Array(length).fill(0x5a)
  return {
    async append(): Promise<number> {
      const begun = performance.now()
      await handle.write(bytes)
      await handle.datasync()
      return performance.now() - begun
    },
    close: () => handle.close(),
  }
}

/** The bytes of all the segments of a vault. */
export async function bytesBelow(vault: string): Promise<number> {
  const data = join(vault, 'data')
  const sizes = await Promise.all((await readdir(data)).map(async (name) => (await stat(join(data, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
