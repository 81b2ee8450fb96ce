import type { StateCommand } from '@codemirror/state'
import { continueBlock, deleteMarkBefore } from '../../renderer/features/page/enter-commands'
import { indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { linkAddress } from '../../renderer/features/page/link-address'
import { linkableWords, linkAt, linkedTo, unlinked } from '../../renderer/features/page/link-commands'
import { markCommands } from '../../renderer/features/page/page-keys'
import type { TwinView } from './twin-runs'

/** Parts of words in many scripts, and what stands beside them. */
export const scripts = [
  'one two',
  'naïve',
  'Grüße',
  'e\u0301te',
  'こんにちは',
  '「はい」',
  '世界',
  '，你好。',
  '（笑）',
  'カタカナ',
  '안녕',
  '하세요',
  'שלום',
  '«עולם»',
  'مرحبا',
  '،بالعالم',
  'नमस्ते',
  'दुनिया।',
  'สวัสดี',
  '👍🏽',
  '👩‍👩‍👧',
  '🇫🇷',
  '❤️',
  '€5',
  '¥',
  '№3',
  '½',
  '…',
  '—',
  '’s',
  '\u00a0',
  '\u3000',
  ' ',
  ' ',
  ' ',
  '\t',
  '1',
  '42',
  '(',
  ')',
  '.',
  ',',
  '!',
  '“',
  '”',
  '"',
  "'",
  'x',
  'ab',
  '\u200b',
  'क्षि',
]
/** What is a mark, or might be one. */
export const signs = [
  '*',
  '**',
  '~~',
  '_',
  '`c`',
  '`',
  '\\*',
  '\\',
  '\\_',
  '[',
  ']',
  '[link](https://example.org)',
  '&amp;',
  '&',
  '|',
  '~',
  '>',
  '#',
  '-',
  '***',
  'https://example.org/a',
  '<',
  '![p](q)',
]
const starts = [
  '',
  '',
  '',
  '# ',
  '- ',
  '1. ',
  '> ',
  '- [ ] ',
  '  - ',
  '> - ',
  '    ',
  '+ ',
  '* ',
  '```\n',
  '---\n',
  '| a | b |\n|---|---|\n| ',
]
const ends = ['\n', '\n', '\n\n', '\n\n', '\n> ', '\n  ', ' |\n', '  \n', '\\\n']

const address = linkAddress('https://example.net/b')
/** All commands of a page, by name. */
export const edits: Record<string, (view: TwinView) => void> = {
  ...Object.fromEntries(
    Object.entries<StateCommand>({ ...markCommands, indentItems, outdentItems, continueBlock, deleteMarkBefore }).map(
      ([name, command]) => [name, (view: TwinView) => void command(view)],
    ),
  ),
  link: (view) => {
    const { state } = view
    const { from, to } = linkableWords(state)
    // A link of which a part is linked anew has its brackets escaped, and its address becomes words.
    const isLinked = linkAt(state, from) ?? linkAt(state, to) ?? /\]\(|:\/\//.exec(state.sliceDoc(from, to))
    if (address && to > from && !isLinked) view.dispatch(linkedTo(state, address) ?? {})
  },
  unlink: (view) => {
    const edit = unlinked(view.state)
    if (edit) view.dispatch(edit)
  },
}
/** Picks by a random number from 0 to below 1. */
export const picking = (random: () => number) => {
  const below = (limit: number) => Math.floor(random() * limit)
  return { below, pick: <T>(all: readonly T[]): T => all[below(all.length)] as T }
}
export type Random = ReturnType<typeof picking>

/** One line or some, of blocks of all kinds, with signs among the words. */
export function randomText({ below, pick }: Random): string {
  const hasSigns = below(3) > 0
  const line = () =>
    Array.from({ length: 1 + below(7) }, () => pick(hasSigns && below(3) === 0 ? signs : scripts)).join('')
  return Array.from({ length: 1 + below(4) }, () => pick(starts) + line()).join(pick(ends))
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Two places in a text between which a selection may be: neither within one sign nor within what is hidden. */
export function randomSelection(text: string, { below, pick }: Random) {
  const isHidden = (at: number) => text.charAt(at - 1) === '\\' || /&\w*$/.test(text.slice(Math.max(0, at - 6), at))
  const borders = [0, ...[...graphemes.segment(text)].map(({ index }) => index), text.length].filter(
    (border) => !isHidden(border),
  )
  const anchor = pick(borders)
  const near = borders.filter((border) => Math.abs(border - anchor) < 12)
  return { anchor, head: below(3) > 0 ? pick(near) : below(2) > 0 ? anchor : pick(borders) }
}
