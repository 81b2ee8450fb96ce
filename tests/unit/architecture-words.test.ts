import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shortcutIds } from '../../renderer/lib/shortcuts'
import { journals } from '../../shared/entry'
import { type SourceFile, sourcesBelow } from '../support/source-tree'

const locales = resolve(import.meta.dirname, '../../renderer/locales')
const sources = sourcesBelow(['renderer'], '.ts', '.tsx')

type Words = { [key: string]: string | Words }

/** `namespace:a.b.c` and its sentence, for every sentence of a language. */
function wordsOf(language: string): Map<string, string> {
  const flat = new Map<string, string>()
  const collect = (words: Words, at: string) => {
    for (const [key, value] of Object.entries(words)) {
      if (typeof value === 'string') flat.set(at + key, value)
      else collect(value, `${at}${key}.`)
    }
  }
  for (const name of readdirSync(join(locales, language))) {
    const words = JSON.parse(readFileSync(join(locales, language, name), 'utf8')) as Words
    collect(words, `${name.replace('.json', '')}:`)
  }
  return flat
}

const byText = (a: string, b: string) => (a < b ? -1 : 1)
const withoutPlural = (key: string) => key.replace(/(_ordinal)?_(zero|one|two|few|many|other)$/, '')

/** Keys that are chosen at run time without a trace in the text: each from the list it comes from. */
const chosen = new Set([
  ...shortcutIds.map((id) => `settings:shortcuts.name.${id}`),
  ...journals.map((journal) => `common:${journal}`),
])

/** The keys that a file can mean: its strings, alone and below each prefix it has, in each namespace it has. */
function keysOf({ code }: SourceFile): RegExp[] {
  const calls = [...code.matchAll(/useTranslation\(([^)]*)\)|TFunction<([^>]*)>/g)].map(
    ([, hook, type]) => hook ?? type ?? '',
  )
  const namespaces = calls.flatMap((call) =>
    [...call.replace(/\{.*/, '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ''),
  )
  const prefixes = calls.flatMap((call) =>
    [...call.matchAll(/keyPrefix: '([^']+)'/g)].map(([, prefix]) => `${prefix}.`),
  )
  const strings = [...code.matchAll(/'((?:[\w-]+:)?[\w.-]+)'/g)].map(([, text]) => escape(text ?? ''))
  // A part of a key that is put together at run time is one step of it, never several.
  const templates = [...code.matchAll(/`((?:[\w-]+:)?[\w.-]+\$\{[^`]*)`/g)].map(([, text]) =>
    (text ?? '')
      .split(/\$\{[^}]*\}/)
      .map(escape)
      .join('[^.]+'),
  )
  return [...strings, ...templates].flatMap((text) =>
    text.includes(':')
      ? [new RegExp(`^${text}$`)]
      : namespaces.flatMap((name) =>
          ['', ...prefixes].map((prefix) => new RegExp(`^${name}:${escape(prefix)}${text}$`)),
        ),
  )
}
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

describe('the words of the app', () => {
  it('[A9] every sentence is used', () => {
    const known = sources.flatMap(keysOf)
    const isUsed = (key: string) => chosen.has(key) || known.some((pattern) => pattern.test(key))
    const unused = [...wordsOf('en').keys()].filter((key) => !isUsed(withoutPlural(key)))
    expect(unused).toEqual([])
  })

  it('[A9] every language has the same sentences', () => {
    const keys = (language: string) => new Set([...wordsOf(language).keys()].map(withoutPlural))
    const english = keys('en')
    for (const language of readdirSync(locales)) expect([language, keys(language)]).toEqual([language, english])
  })

  it('[A9] every sentence of a language has the same gaps to fill as the English one', () => {
    const gaps = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? '').sort(byText)
    const english = wordsOf('en')
    for (const language of readdirSync(locales))
      for (const [key, text] of wordsOf(language)) {
        const model = english.get(key) ?? english.get(`${withoutPlural(key)}_other`)
        expect([key, gaps(text)]).toEqual([key, gaps(model)])
      }
  })

  it('[A9] no sentence is empty or ends in a space', () => {
    for (const [key, text] of wordsOf('en')) expect([key, text.trim()]).toEqual([key, text])
    expect([...wordsOf('en').values()]).not.toContain('')
  })

  it('[G356] every sentence has typographic quotes and apostrophes, dots and dashes', () => {
    const typed = readdirSync(locales).flatMap((language) =>
      [...wordsOf(language)].filter(([, text]) => /['"`´]|\.\.\.|--| - /.test(text)),
    )
    expect(typed).toEqual([])
  })
})
