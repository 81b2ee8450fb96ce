import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { excerptOf } from '../../electron/core/journals/excerpt'
import { cutTitle, maxTagLength, maxTitleLength, normalizeTag } from '../../shared/entry'
import { beginningOf } from '../../shared/whole-characters'

it('[J190] a text that is cut is its own beginning, as long as may be, and no character is halved', () => {
  const text = fc.array(fc.constantFrom('a', '😀', 'é', '\n'), { maxLength: 12 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.nat(24), (whole, most) => {
      const cut = beginningOf(whole, most)
      expect(cut.isWellFormed() && whole.startsWith(cut)).toBe(true)
      expect(cut.length).toBeLessThanOrEqual(most)
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(whole.length, most - 1))
    }),
  )
})

it('[J190] so are tags, titles and the beginnings of entries', () => {
  for (let before = 0; before < 2; before++) {
    const long = 'a'.repeat(before) + '😀'.repeat(600)
    for (const [cut, most] of [
      [normalizeTag(long), maxTagLength],
      [cutTitle(long), maxTitleLength],
      [excerptOf(long), 280],
      // Of so many letters of Markdown hardly any are left.
      [excerptOf(`${'#'.repeat(6)} ${'**'.repeat(400)}${long}`), 280],
    ] as const) {
      expect(cut.isWellFormed()).toBe(true)
      expect(cut.length).toBeLessThanOrEqual(most)
    }
  }
})
