import { assert, double, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pickTwo, recoveryKeyGroups, sameGroup } from '../../shared/recovery-key-groups'
import { subfolder } from '../../renderer/features/setup/subfolder'

describe('set-up', () => {
  it('[U7] a recovery key is shown in groups of four, however it was separated', () => {
    expect(recoveryKeyGroups('7ZQ4-9XKP-2M')).toEqual(['7ZQ4', '9XKP', '2M'])
    expect(recoveryKeyGroups('7zq49xkp 2m')).toEqual(['7ZQ4', '9XKP', '2M'])
    expect(recoveryKeyGroups('')).toEqual([])
  })

  it('[U8] typing a group back forgives case, spaces, O for 0 and I or L for 1, and nothing else', () => {
    expect(sameGroup(' o1 k-l ', '01K1')).toBe(true)
    expect(sameGroup('OiKL', '01K1')).toBe(true)
    expect(sameGroup('01K', '01K1')).toBe(false)
    expect(sameGroup('01K2', '01K1')).toBe(false)
    expect(sameGroup('', '01K1')).toBe(false)
  })

  it('[U9] the groups asked for are always two different ones of the key, in order', () => {
    const chance = double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    assert(
      property(integer({ min: 2, max: 20 }), tuple(chance, chance), (count, [one, other]) => {
        const given = [one, other]
        const [first, second] = pickTwo(count, () => given.shift() ?? 0)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first).toBeLessThan(second)
        expect(second).toBeLessThan(count)
      }),
    )
  })

  it('[U18] a folder within another is written as the platform writes it', () => {
    expect(subfolder('/home/ana/Documents', 'Twofold', 'linux')).toBe('/home/ana/Documents/Twofold')
    expect(subfolder('/', 'Twofold', 'mac')).toBe('/Twofold')
    expect(subfolder('C:\\Users\\Ben', 'Twofold', 'windows')).toBe('C:\\Users\\Ben\\Twofold')
  })
})
