import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { readHeader } from '../../../electron/core/vault/header'
import type { StretchCost } from '../../../electron/core/ports'
import { installProbes, measure, openJournal, withApp } from '../app'
import { interleave } from '../interleave'
import { lackingPepys, type Row } from '../row'
import { passphrase, type Surroundings } from '../surroundings'

/**
 * A pause before each measurement, in ms: the app shall be done with what came before, and nobody types a passphrase
 * in less, while the vault process starts.
 */
const pause = 700

const project = resolve(import.meta.dirname, '../../..')

/** From the passphrase sent to the first rows of the timeline on the screen, with ten years of entries. */
export const unlockPepys: Row = {
  name: 'unlock-pepys',
  limitName: "Argon2id at this vault's cost and the start of an empty Node process",
  goal: { ratio: 2 },
  async measure(surroundings) {
    const vault = await surroundings.pepysVault()
    if (!vault) return lackingPepys
    const stretch = await startStretching(await costOf(vault))
    try {
      return await withApp(vault, async ({ page }) => {
        await openJournal(page, surroundings)
        return interleave({
          rounds: 12,
          warmUps: 1,
          limit: async () => {
            await wait(pause)
            return (await stretch.once()) + (await startEmptyNode())
          },
          product: () => unlockOnce(page, surroundings),
        })
      })
    } finally {
      stretch.end()
    }
  },
}

async function unlockOnce(page: Page, surroundings: Surroundings): Promise<number> {
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
  await installProbes(page, surroundings)
  await wait(pause)
  const untilRows = () => page.evaluate(() => twofoldProbes.eventToPaint('keydown', '[role=option]'))
  return measure(page, untilRows, () => page.keyboard.press('Enter'))
}

async function costOf(vault: string): Promise<StretchCost> {
  const { header } = readHeader(await readFile(join(vault, 'vault.json')))
  const slot = header.slots.find(({ type }) => type === 'passphrase')
  if (slot?.type !== 'passphrase') throw new Error('the vault has no passphrase')
  return slot.kdf
}

async function startEmptyNode(): Promise<number> {
  const begun = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - begun
}

/** Argon2id in a plain Node process that does nothing else, as often as asked: each answer is the time it took, in ms. */
async function startStretching({ m, t }: StretchCost) {
  const script = `
    const sodium = require('sodium-native')
    process.on('message', () => {
      const [key, passphrase, salt] = [new Uint8Array(64), Buffer.from('passphrase'), new Uint8Array(16)]
      const begun = performance.now()
      sodium.crypto_pwhash(key, passphrase, salt, ${t}, ${m * 1024}, sodium.crypto_pwhash_ALG_ARGON2ID13)
      process.send(performance.now() - begun)
    })
    process.send('ready')`
  const child = spawn(process.execPath, ['-e', script], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return {
    async once(): Promise<number> {
      const answer = once(child, 'message')
      child.send('stretch')
      return Number((await answer)[0])
    },
    end: () => child.kill(),
  }
}
