import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { Chain } from '../../electron/core/vault/chain'
import { Compaction } from '../../electron/core/vault/compaction'
import { noHead } from '../../electron/core/vault/heads'
import { perStream, type Stream } from '../../electron/core/vault/keys'
import { fitsInSnapshot, isOvergrown } from '../../electron/core/vault/overgrown'
import { maxSegment } from '../../electron/core/vault/segments'
import { makeFolder, removeFolder } from '../support/vault-folder'

const mib = 1024 * 1024

let folder = ''
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => removeFolder(folder))

it('[F280] a log is shortened only where all that lives in it fits into a segment that may be read again', () => {
  for (const liveBytes of [0, 500 * mib, maxSegment - mib]) {
    expect(isOvergrown({ logBytes: 2 * liveBytes + mib, liveBytes, segments: 64 })).toBe(false)
    expect(isOvergrown({ logBytes: 2 * liveBytes + mib + 1, liveBytes, segments: 1 })).toBe(true)
    expect(isOvergrown({ logBytes: liveBytes, liveBytes, segments: 65 })).toBe(true)
  }
  for (const liveBytes of [maxSegment - mib + 1, 4 * maxSegment]) {
    expect(fitsInSnapshot(liveBytes)).toBe(false)
    expect(isOvergrown({ logBytes: 10 * liveBytes, liveBytes, segments: 1000 })).toBe(false)
  }
})

/** A stream as an unlock has read it; an entry of the journal was deleted before. */
const chainOf = (stream: Stream): Chain => ({
  stream,
  end: noHead,
  versions: new Map(),
  number: 0,
  live: [],
  replaced: [],
  tail: null,
  bytes: 0,
  epoch: 1,
  hasDeletions: stream === 'journal',
  replacesDeleted: false,
  damage: [],
  named: [],
  broken: false,
  endless: false,
  torn: null,
})

it('[V311] a deletion in a journal that no snapshot can hold shortens no other log and takes no backup along', async () => {
  const done: string[] = []
  const read = { chains: perStream(chainOf), names: new Set<string>(), damage: null, damaged: new Set<string>() }
  const storeOf = (stream: Stream, log: { isOvergrown: boolean; isCompactable: boolean }) => ({
    overgrown: () => log.isOvergrown,
    isCompactable: () => log.isCompactable,
    hasDeletions: () => stream === 'journal',
    isHeldBy: () => true,
    purged: () => void done.push(`${stream} purged`),
    compact: async () => {
      if (log.isCompactable) done.push(`${stream} shortened`)
      return []
    },
  })
  const runs = async (settingsAreOvergrown: boolean) => {
    const compaction = new Compaction({
      files: diskFiles,
      folder,
      read,
      readAgain: async () => {
        done.push('read again')
        return read
      },
      saveMarks: async () => void done.push('marks saved'),
      isCurrent: () => true,
    })
    compaction.add('journal', storeOf('journal', { isOvergrown: false, isCompactable: false }))
    compaction.add('settings', storeOf('settings', { isOvergrown: settingsAreOvergrown, isCompactable: true }))
    await compaction.run({ isLast: false })
    await compaction.run({ isLast: true })
    return done.splice(0)
  }
  expect(await runs(false)).toEqual(['marks saved', 'marks saved'])
  expect(await runs(true)).toEqual(['settings shortened', 'marks saved', 'settings shortened', 'marks saved'])
})
