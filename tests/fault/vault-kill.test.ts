import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtChild } from '../support/built-children'
import { seededNumbers } from '../support/seeded-random'
import { contentOf, failureCode, makeFolder, openVault, removeFolder, vaultsFor } from '../support/vault-folder'

const passphrase = 'ana and the sea'
const child = builtChild('vault-child')

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
  await (await vaultsFor().create({ folder, passphrase })).vault.close()
})
const writers: ChildProcess[] = []
afterEach(async () => {
  for (const writer of writers.splice(0)) writer.kill('SIGKILL')
  await removeFolder(folder)
})

const headerText = () => readFile(join(folder, 'vault.json'), 'utf8')

/**
 * Lets a child write until it has acknowledged `least` times, and then to the next moment before it settles and
 * compacts if `compacting`; kills it, and gives the last count of each id.
 */
async function killedAfter(least: number, o: { mode: 'honest' | 'early'; compacting: boolean; random: () => number }) {
  const { process: writer, lines } = writing(o.mode)
  const exited = once(writer, 'exit')
  const last = new Map<string, number>()
  const phase = o.random() * 2
  let seen = 0
  for await (const line of lines) {
    const [id = '', count = ''] = line.split(' ')
    if (count) last.set(id, Number(count))
    if (++seen < least || (o.compacting && Number(count) % 30 !== 0)) continue
    // At once would be always in the same phase of the child's next write.
    for (const begun = performance.now(); performance.now() - begun < phase;);
    writer.kill('SIGKILL')
  }
  expect(await exited, 'the child must not end by itself').toEqual([null, 'SIGKILL'])
  return last
}

function writing(mode: 'honest' | 'early' | 'restless') {
  const writer = spawn(process.execPath, [child, folder, passphrase, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  writers.push(writer)
  return { process: writer, lines: createInterface({ input: writer.stdout }) }
}

/** How many acknowledged entries the vault holds in an older version, or not at all. */
async function lossesAmong(acknowledged: ReadonlyMap<string, number>): Promise<number> {
  const { entries, damage } = await contentOf(vaultsFor(), folder, passphrase)
  expect(damage).toBe(null)
  return [...acknowledged].filter(([id, count]) => Number((entries[id]?.text ?? '0').split(' ')[0]) < count).length
}

describe('a process that is killed', () => {
  it('[F9] with kill -9 at any moment, compactions included, loses nothing that was acknowledged', async () => {
    const random = seededNumbers(20261123)
    for (let kill = 0; kill < 30; kill++) {
      const acknowledged = await killedAfter(1 + Math.floor(random() * 150), {
        mode: 'honest',
        compacting: kill % 2 === 0,
        random,
      })
      expect(acknowledged.size).toBeGreaterThan(0)
      expect(await lossesAmong(acknowledged), `kill ${kill}`).toBe(0)
    }
    // The runs did go through compactions, which leave the generations before them.
    expect((await readdir(join(folder, 'backups'))).toSorted()).toHaveLength(2)
  })

  it('[F10] that acknowledged before it wrote is seen to lose entries, so the run above would see it', async () => {
    const random = seededNumbers(20261124)
    let losses = 0
    for (let kill = 0; kill < 12 && losses === 0; kill++) {
      losses += await lossesAmong(await killedAfter(3 + kill, { mode: 'early', compacting: false, random }))
    }
    expect(losses).toBeGreaterThan(0)
  })

  it('[F99] that had saved for a second without a pause misses its last segment', async () => {
    const header = await headerText()
    const { process: writer, lines } = writing('restless')
    const exited = once(writer, 'exit')
    for await (const line of lines) if (line && (await headerText()) !== header) writer.kill('SIGKILL')
    expect(await exited).toEqual([null, 'SIGKILL'])
    const names = await readdir(join(folder, 'data'))
    expect(names).toHaveLength(1)
    await rename(join(folder, 'data', names[0] ?? ''), join(folder, 'away'))
    expect(await failureCode(openVault(vaultsFor(), folder, passphrase))).toBe('vault-rolled-back')
    await rename(join(folder, 'away'), join(folder, 'data', names[0] ?? ''))
    expect((await contentOf(vaultsFor(), folder, passphrase)).damage).toBe(null)
  })

  it('[F11] keeps others out while it lives and no longer', async () => {
    const { process: writer, lines } = writing('honest')
    await once(lines, 'line')
    const vaults = vaultsFor()
    expect(await failureCode(openVault(vaults, folder, passphrase))).toBe('vault-in-use')
    const ended = once(writer, 'exit')
    writer.kill('SIGKILL')
    await ended
    await (await openVault(vaults, folder, passphrase)).close()
  })
})
