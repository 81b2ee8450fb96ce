import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { i18n, startI18n } from '../../renderer/lib/i18n'
import { isolated } from '../../renderer/lib/isolated'

const controls = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']
const text = fc
  .array(fc.constantFrom(...controls, '\u2029', '\n', '\u0085', '\u200f', 'a', 'שלום', 'سلام', '1', ' '), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''))

/** How deep in isolates each place of a text lies (UAX 9, BD9); a new paragraph ends all of them. */
function depths(of: string): number[] {
  let depth = 0
  return Array.from(of, (sign) => {
    if (/[\p{Cc}\u2029]/u.test(sign)) depth = 0
    if (/[\u2066-\u2068]/.test(sign)) return depth++
    if (sign === '\u2069') depth = Math.max(0, depth - 1)
    return depth
  })
}

describe('what people wrote', () => {
  beforeAll(startI18n)

  it('[P258] turns nothing around that stands beside it', () => {
    fc.assert(
      fc.property(text, (words) => {
        const shown = isolated(words)
        if (shown === words) {
          expect(words).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0590-\u08ff]/)
          return
        }
        const inside = depths(`${shown}.`)
        expect(shown.startsWith('\u2068') && shown.endsWith('\u2069')).toBe(true)
        expect([inside[0], inside.at(-2), inside.at(-1)]).toEqual([0, 0, 0])
        expect(inside.slice(1, -2).every((depth) => depth > 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('[P258] is as it was where it can turn nothing', () => {
    for (const words of ['Ana', '東京 👨‍👩‍👧', 'é — “x”', '']) expect(isolated(words)).toBe(words)
  })

  it('[P258] nor does it in any sentence of the app', () => {
    const name = '\u2069\u202eAna'
    expect(i18n.t('app:status.waiting', { name })).toBe('Saved, waiting for \u2068\u202eAna\u2069')
    expect(i18n.t('timeline:bin.deleteEntryForEver', { name: 'שלום' })).toBe('Delete for ever: \u2068שלום\u2069')
    expect(i18n.t('timeline:bin.deleteEntryForEver', { name: '<b>&' })).toBe('Delete for ever: <b>&')
  })
})
