import { describe, expect, it } from 'vitest'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { seededRandomness } from '../support/seeded-random'

describe.each([
  { name: 'the system’s', randomness: systemRandomness },
  { name: 'one that can be repeated', randomness: seededRandomness(7) },
])('the randomness port: $name', ({ randomness }) => {
  it('[F111] gives as many bytes as asked for, none of them those that were given before', () => {
    expect(randomness.bytes(0)).toEqual(new Uint8Array(0))
    const given = Array.from({ length: 200 }, () => randomness.bytes(32))
    expect(given.every((bytes) => bytes instanceof Uint8Array && bytes.length === 32)).toBe(true)
    expect(new Set(given.map((bytes) => bytes.toString())).size).toBe(200)
    // A view of a buffer that others have as well would change under the hands of who keeps it.
    const [first] = given
    const before = first?.slice()
    randomness.bytes(32).fill(0)
    expect(first).toEqual(before)
  })

  it('[F111] gives every value in every place, about as often as any other', () => {
    const counts = Array.from({ length: 256 }, () => 0)
    for (const byte of randomness.bytes(256 * 400)) counts[byte] = (counts[byte] ?? 0) + 1
    // 400 expected of each, with a deviation of 20: eight of them in one of 256 come once in 10^12 runs.
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(160)
    const places = Array.from({ length: 500 }, () => randomness.bytes(4))
    for (let place = 0; place < 4; place++) {
      expect(new Set(places.map((bytes) => bytes[place])).size).toBeGreaterThan(128)
    }
  })
})
