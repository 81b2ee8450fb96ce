import { describe, expect, it } from 'vitest'
import type { Files } from '../../electron/core/ports'
import { purge } from '../../electron/core/vault/backups'
import { createPowerDisk, type PowerDisk } from '../support/power-disk'
import { seededNumbers } from '../support/seeded-random'

const bytes = Uint8Array.from({ length: 3000 }, (_, at) => 1 + (at % 255))
const newDisk = (seed = 1) => createPowerDisk(seededNumbers(seed), { flushesWhatIsRead: true })

async function written(files: Files, path: string, options?: { isTemporary: boolean }) {
  const file = await files.create(path, options)
  await file.append(bytes)
  await file.close()
}

/** Lets a process act until it is ended at this step; whether it was. */
async function ended(disk: PowerDisk, step: number, how: 'kill' | 'power cut', act: () => Promise<unknown>) {
  const end = new Promise<boolean>((resolve) => disk.endAt(step, how, () => resolve(true)))
  return Promise.race([end, act().then(() => false)])
}

describe('the disk in memory', () => {
  it('[F102] after a power cut has all that was acknowledged', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const disk = newDisk(seed)
      const files = disk.process()
      await files.makeFolder('/a')
      await written(files, '/a/one')
      await written(files, '/a/two.tmp', { isTemporary: true })
      await files.move('/a/two.tmp', '/a/two')
      expect(await ended(disk, 1, 'power cut', () => files.makeFolder('/b'))).toBe(true)
      const after = disk.process()
      expect([await after.read('/a/one', 3000), await after.read('/a/two', 3000)]).toEqual([bytes, bytes])
    }
  })

  it('[F102] and of what was not, after a kill all that was written, after a power cut whole sectors of it or none', async () => {
    const seen = { lost: 0, gaps: 0, all: 0 }
    for (let seed = 1; seed <= 200; seed++) {
      const disk = newDisk(seed)
      const files = disk.process()
      const file = await files.create('/one')
      // The first step of an append writes, the second flushes.
      if (!(await ended(disk, 2, 'kill', () => file.append(bytes)))) throw new Error('it went on')
      const killed = await disk.process().read('/one', 3000)
      expect(killed).toEqual(bytes)
      await ended(disk, 1, 'power cut', () => disk.process().makeFolder('/b'))
      const left = (await disk.process().read('/one', 3000)) ?? new Uint8Array(0)
      if (left.length < bytes.length) seen.lost++
      else if (left.includes(0)) seen.gaps++
      else seen.all++
      expect(left.every((byte, at) => byte === 0 || byte === bytes[at])).toBe(true)
    }
    expect(Math.min(seen.lost, seen.gaps, seen.all)).toBeGreaterThan(0)
  })

  it('[F102] what was read durably survives a power cut after a kill', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const disk = newDisk(seed)
      const files = disk.process()
      const file = await files.create('/one')
      await ended(disk, 2, 'kill', () => file.append(bytes))
      expect(await disk.process().read('/one', 3000, { isDurable: true })).toEqual(bytes)
      await ended(disk, 1, 'power cut', () => disk.process().makeFolder('/b'))
      expect(await disk.process().read('/one', 3000)).toEqual(bytes)
    }
  })
})

it('[F291] a purge removes all backups and the segments it is told of, and no power cut brings them back', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const disk = newDisk(seed)
    const files = disk.process()
    for (const folder of ['/data', '/backups/gen-4', '/backups/gen-1', '/backups/of-mine']) {
      await files.makeFolder(folder)
      for (const name of ['one', 'two']) await written(files, `${folder}/${name}`)
    }
    await purge(files, '', ['one'])
    await ended(disk, 1, 'power cut', () => files.makeFolder('/b'))
    const after = disk.process()
    expect([await after.list('/data'), await after.list('/backups')]).toEqual([['two'], ['of-mine']])
  }
})
