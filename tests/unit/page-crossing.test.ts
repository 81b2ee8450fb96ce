import type { EditorState, StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { toggleInline } from '../../renderer/features/page/inline-commands'
import { readInline } from '../../renderer/features/page/inline-reading'
import { linkedTo, unlinked } from '../../renderer/features/page/link-commands'
import { after, edited, stateOf } from '../support/marked-text'

const address = { url: 'https://example.org/a', host: 'example.org' }
const toggles: Record<string, StateCommand> = {
  bold: toggleInline('StrongEmphasis'),
  italic: toggleInline('Emphasis'),
  strike: toggleInline('Strikethrough'),
}
const bits: Record<string, number> = { bold: 1, italic: 2, strike: 4 }
const plain = (marked: string | null) => (marked ?? '').replace(/[‸«»]/g, '')

/** Words in which each letter occurs but once. */
const texts = ['ab cd ef gh', '昨日「雨」だった、と', 'a(b)c-d.', '“да” 👍🏽€5', 'один.два три', 'مرحبا، يا']

/** How each letter looks that one sees, with a sign for each kind and the link. */
function looksOf(text: string): string[] {
  const { isMark, kinds, links } = readInline(text)
  return text.split('').flatMap((letter, at) => {
    if (isMark[at] === 1 || letter.trim() === '') return []
    return [`${letter}${kinds[at]}${links[at] === 0 ? '' : 'l'}`]
  })
}

/** A text with letters of the words selected, from one to another, or with the caret behind the first of them. */
function selecting(text: string, [first, last]: readonly string[], isCaret = false): string {
  const { isMark } = readInline(text)
  const placeOf = (letter = '') => {
    for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) if (isMark[at] === 0) return at
    throw new Error(`${letter} is not in ${text}`)
  }
  const [from, to] = [placeOf(first), placeOf(last) + (last?.length ?? 0)]
  if (isCaret) return `${text.slice(0, to)}‸${text.slice(to)}`
  return `${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`
}

function switched(name: string, text: string, ends: readonly string[]): string {
  const command = toggles[name]
  if (command) return plain(after(command, selecting(text, ends)))
  const isLinked = looksOf(text).some((look) => look.endsWith('l'))
  return isLinked
    ? plain(edited(selecting(text, ends, true), unlinked))
    : plain(edited(selecting(text, ends), (state: EditorState) => linkedTo(state, address)))
}

/** The looks of a text's letters after the command, by what they were before. */
function meant(looks: readonly string[], name: string, [from, to]: readonly [number, number]): string[] {
  return looks.map((look, at) => {
    if (at < from || at > to) return look
    if (name === 'link') return `${look}l`
    return look.replace(/\d/, (kinds) => String(Number(kinds) | (bits[name] ?? 0)))
  })
}

const seen = new Intl.Segmenter('en', { granularity: 'grapheme' })
const lettersOf = (text: string) =>
  Array.from(seen.segment(text), ({ segment }) => segment).filter((one) => one.trim() !== '')

/** All pairs of stretches of which each has something of its own and something of the other. */
function* crossings(count: number): Generator<readonly [readonly [number, number], readonly [number, number]]> {
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++)
      for (let c = b; c < count; c++)
        for (let d = c + 1; d < count; d++) {
          yield [
            [a, c],
            [b, d],
          ]
          yield [
            [b, d],
            [a, c],
          ]
        }
}

describe('two marks that cross', () => {
  it('[P440] are each letter’s own, and the second off again gives what was before, in any pair and either direction', () => {
    const names = [...Object.keys(toggles), 'link']
    const faults: string[] = []
    for (const text of texts) {
      const letters = lettersOf(text)
      const units = letters.map((_, at) => letters.slice(0, at).join('').length)
      const looks = looksOf(text)
      for (const [one, other] of names.flatMap((a) => names.filter((b) => b !== a).map((b) => [a, b] as const)))
        for (const [first, second] of crossings(Math.min(letters.length, 4))) {
          const endsOf = ([from, to]: readonly [number, number]) => [letters[from] ?? '', letters[to] ?? '']
          const unitsOf = ([from, to]: readonly [number, number]) =>
            [units[from] ?? 0, (units[to] ?? 0) + (letters[to]?.length ?? 1) - 1] as const
          const once = switched(one, text, endsOf(first))
          const twice = switched(other, once, endsOf(second))
          const wanted = meant(meant(looks, one, unitsOf(first)), other, unitsOf(second))
          const fault = looksOf(twice).join() !== wanted.join() ? twice : null
          const back = fault ? once : switched(other, twice, endsOf(second))
          if (fault || back !== once)
            faults.push([one, ...endsOf(first), other, ...endsOf(second), once, twice, back].join(' '))
        }
    }
    expect(faults.length, faults.slice(0, 12).join('\n')).toBe(0)
  })

  it('[P441] leave marks that were typed as underscores what they were', () => {
    expect(after(toggles.strike!, 'x _ab «cd_ ef»')).toBe('x _ab ~~«cd~~_ ~~ef»~~')
    expect(after(toggles.strike!, 'x _ab ~~«cd~~_ ~~ef»~~')).toBe('x _ab «cd_ ef»')
    expect(after(toggles.bold!, 'x «ab __cd» ef__')).toBe('x **«ab cd» ef**')
  })

  it('[P441] of which one lies on several lines change no word that was not selected', () => {
    const start = '- **ab «cd**\n- *ef» gh*\n'
    const made = after(toggles.strike!, start)
    expect(made).toBe('- **ab ~~«cd~~**\n- *~~ef»~~ gh*\n')
    expect(after(toggles.strike!, made ?? '')).toBe(start)
    expect(stateOf(start).doc.toString()).toBe(start.replace(/[«»]/g, ''))
  })
})
