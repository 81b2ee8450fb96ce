import type { SearchMatch } from '../../../shared/contract'
import type { Entry } from '../../../shared/entry'

/** UTF-16 code units shown before and after the first place found, and the most places marked in one row. */
const before = 40
const after = 180
const mostMarks = 40
const mostWords = 12

interface Folded {
  readonly title: string
  readonly body: string
  readonly rest: string
}

export interface Search {
  /** Entries in which every word of `text` occurs, in the order given, with the passages to show. */
  find(entries: readonly Entry[], text: string): SearchMatch[]
}

/** Linear search over folded text; what was folded is remembered until its entry is replaced. */
export function createSearch(): Search {
  const cache = new WeakMap<Entry, Folded>()
  const folded = (entry: Entry) => {
    const known = cache.get(entry)
    if (known) return known
    const made = {
      title: fold(entry.title),
      body: fold(entry.body),
      rest: fold([entry.date, ...entry.tags].join('\n')),
    }
    cache.set(entry, made)
    return made
  }

  return {
    find(entries, text) {
      const words = [...new Set(fold(text).split(/\s+/).filter(Boolean))].slice(0, mostWords)
      if (words.length === 0) return []
      return entries
        .filter((entry) => {
          const { title, body, rest } = folded(entry)
          return words.every((word) => body.includes(word) || title.includes(word) || rest.includes(word))
        })
        .map((entry) => matchOf(entry, folded(entry), words))
    },
  }
}

function matchOf(entry: Entry, folded: Folded, words: readonly string[]): SearchMatch {
  const first = Math.min(...words.map((word) => folded.body.indexOf(word)).map((at) => (at < 0 ? Infinity : at)))
  const inTitle = places(folded.title, words)
  if (first === Infinity) return { id: entry.id, excerpt: '', inExcerpt: [], inTitle }
  const from = startOfWord(entry.body, Math.max(0, first - before))
  const to = Math.min(entry.body.length, first + after)
  const excerpt = entry.body.slice(from, to).replace(/\s/g, ' ')
  return { id: entry.id, excerpt, inExcerpt: places(folded.body.slice(from, to), words), inTitle }
}

/** The nearest beginning of a word at or after `at`, so that an excerpt never begins within a word or a surrogate pair. */
function startOfWord(body: string, at: number): number {
  if (at === 0) return 0
  const space = body.slice(at, at + before).search(/\s/)
  return space < 0 ? at : at + space + 1
}

/** `[from, to)` of every place where one of the words occurs, merged where they touch, in order. */
function places(folded: string, words: readonly string[]): [number, number][] {
  const found: [number, number][] = []
  for (const word of words) {
    for (
      let at = folded.indexOf(word);
      at >= 0 && found.length < mostMarks;
      at = folded.indexOf(word, at + word.length)
    ) {
      found.push([at, at + word.length])
    }
  }
  found.sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const place of found) {
    const last = merged.at(-1)
    if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1])
    else merged.push(place)
  }
  return merged
}

const marks = /\p{M}/gu

/** Text without case and accents, of exactly the same length in UTF-16 code units, so that places can be marked. */
export function fold(text: string): string {
  return text
    .replace(/İ/g, 'i')
    .toLowerCase()
    .replace(/[\u0080-\uffff]/g, foldCharacter)
}

function foldCharacter(character: string): string {
  if (character === '’' || character === '‘') return "'"
  if (character === '“' || character === '”') return '"'
  const base = character.normalize('NFD').replace(marks, '')
  return base.length === 1 ? base : character
}
