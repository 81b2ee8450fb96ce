import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A text on each line of a file in tests/support/typed, with `⏎` where Enter is pressed. */
const textsOf = (name: string): string[] =>
  readFileSync(resolve(import.meta.dirname, 'typed', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('⏎', '\n'))

/** What people type whose signs are no marks: faces, drawn-out tones, sums, paths, censored words, ornaments. */
export const typedSignTexts = (): string[] => textsOf('signs.txt')

/** What people type who know Markdown and mean it. */
export const typedMarkdown = (): string[] => textsOf('marks.txt')
