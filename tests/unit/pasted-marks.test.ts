import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { journalMarkdown } from '../../renderer/features/page/dialect'
import { markdownFromHtml } from '../../renderer/features/page/html-to-markdown'

const ways = { b: 'StrongEmphasis', i: 'Emphasis', s: 'Strikethrough' } as const
type Way = keyof typeof ways

interface Stretch {
  words: string
  set: Way[]
}

const signs = '* _ ~~ ` [ ] ( ) ! \\ # 1. > &amp; $5 …'.split(' ')
const words = [
  'word',
  'Ähre',
  '「x」',
  '、',
  '。',
  'مرحبا',
  'שלום',
  '😘',
  '👨‍👩‍👧',
  '🇩🇪',
  '5',
  ' ',
  '\u3000',
  '\u202F',
  ...signs,
]
const stretch: fc.Arbitrary<Stretch> = fc.record({
  words: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  set: fc.subarray(Object.keys(ways) as Way[]),
})

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const asHtml = ({ words, set }: Stretch) =>
  set.map((way) => `<${way}>`).join('') +
  escapeHtml(words) +
  set
    .toReversed()
    .map((way) => `</${way}>`)
    .join('')

/** Each letter of a line that isn't white space, with how it is set: as the page draws it. */
function drawn(markdown: string): string[] {
  const state = EditorState.create({ doc: markdown, extensions: journalMarkdown() })
  const letters = Array.from({ length: markdown.length }, () => new Set<string>())
  const hidden = new Set<number>()
  const hide = (from: number, to: number) => {
    for (let at = from; at < to; at++) hidden.add(at)
  }
  ensureSyntaxTree(state, markdown.length, 10_000)?.iterate({
    enter: ({ name, from, to }) => {
      if (/^(?:EmphasisMark|StrikethroughMark)$/.test(name)) hide(from, to)
      if (name === 'Escape') hide(from, from + 1)
      if (name === 'Entity' && markdown.slice(from, to) === '&zwnj;') hide(from, to)
      for (const [way, node] of Object.entries(ways)) {
        if (name === node) for (let at = from; at < to; at++) letters[at]?.add(way)
      }
    },
  })
  return letters.flatMap((ways, at) => {
    const letter = markdown[at] ?? ''
    return hidden.has(at) || letter.trim() === '' ? [] : [letter + [...ways].toSorted().join('')]
  })
}

const meant = (stretches: readonly Stretch[]) =>
  stretches.flatMap(({ words, set }) =>
    Array.from({ length: words.length }, (_, at) => words[at] ?? '').flatMap((letter) =>
      letter.trim() === '' ? [] : [letter + set.toSorted().join('')],
    ),
  )

it('[P262] whatever words are set in whatever ways, the page draws each letter as it was', () => {
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
      expect(drawn(markdownFromHtml(`<p>${stretches.map(asHtml).join('')}</p>`))).toEqual(meant(stretches))
    }),
    { numRuns: 2_000 },
  )
})
