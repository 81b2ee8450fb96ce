import { expect, it } from 'vitest'
import { fitsInSnapshot, isOvergrown } from '../../electron/core/vault/overgrown'
import { maxSegment } from '../../electron/core/vault/segments'

const mib = 1024 * 1024

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
