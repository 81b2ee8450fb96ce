import type { SearchMatch } from '../../../shared/contract'
import type { Entry } from '../../../shared/entry'
import { plainText } from './excerpt'

/** UTF-16 code units shown before and after the place a passage is cut around, and the most places marked in one row. */
const before = 40
const after = 180
const mostMarks = 40
const mostWords = 12
/** How many places of each word are looked at for the passage. */
const mostCandidates = 16

interface Folded {
  /** The body as it is shown, not folded. */
  readonly plain: string
  readonly title: string
  readonly body: string
  readonly rest: string
}

export interface Search {
  /**
   * Entries in which every word of `text` occurs in the body's plain text or its links, the title, the tags or the
   * date; in the order given, with the passages to show. A tag may be written with a '#' before it.
   */
  find(entries: readonly Entry[], text: string): SearchMatch[]
}

/** Linear search over folded text; what was folded is remembered until its entry is replaced. */
export function createSearch(): Search {
  const cache = new WeakMap<Entry, Folded>()
  const folded = (entry: Entry) => {
    const known = cache.get(entry)
    if (known) return known
    const plain = plainText(entry.body)
    const links = Array.from(entry.body.matchAll(target), ([, url]) => url)
    const made = {
      plain,
      title: fold(entry.title),
      body: fold(plain),
      rest: fold([entry.date, ...entry.tags.map(written), ...links].join('\n')),
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

/** Where a Markdown link leads. */
const target = /\]\(([^()\s]+)/g

/** A tag as one writes it in a text. */
const written = (tag: string) => `#${tag}`

function matchOf(entry: Entry, folded: Folded, words: readonly string[]): SearchMatch {
  const { plain, body } = folded
  const inTitle = places(entry.title, folded.title, words)
  const tags = entry.tags.filter((tag) => words.some((word) => fold(written(tag)).includes(word)))
  const place = bestPlace(body, words)
  if (!place) return { id: entry.id, excerpt: '', inExcerpt: [], inTitle, tags }
  const [at, end] = [originOf(plain, place[0], body.length), originOf(plain, place[1], body.length)]
  const from = startOfWord(plain, Math.max(0, at - before))
  const to = endOfCharacter(plain, Math.max(end, at + after))
  const excerpt = plain.slice(from, to)
  // Most texts have a folded code unit for each of theirs: then nothing need be folded anew, for thousands of rows.
  const foldedExcerpt = body.length === plain.length ? body.slice(from, to) : fold(excerpt)
  return { id: entry.id, excerpt, inExcerpt: places(excerpt, foldedExcerpt, words), inTitle, tags }
}

/** `[from, to)` in the folded text of the place with most of the words around it, the first of equals. */
function bestPlace(folded: string, words: readonly string[]): [number, number] | null {
  let best: [number, number] | null = null
  let most = 0
  for (const [from, to] of candidates(folded, words)) {
    const around = folded.slice(Math.max(0, from - before), Math.max(to, from + after))
    const held = words.filter((word) => around.includes(word)).length
    if (held > most) [best, most] = [[from, to], held]
    if (most === words.length) break
  }
  return best
}

/** The first places of every word in the folded text, from its beginning; looked for only as far as they are taken. */
function* candidates(folded: string, words: readonly string[]): Generator<[number, number]> {
  const next = words.map((word) => ({ word, at: folded.indexOf(word), left: mostCandidates }))
  for (;;) {
    const waiting = next.filter(({ at, left }) => at >= 0 && left > 0)
    if (waiting.length === 0) return
    const first = waiting.reduce((one, other) => (other.at < one.at ? other : one))
    const to = first.at + first.word.length
    yield [first.at, to]
    first.at = folded.indexOf(first.word, to)
    first.left--
  }
}

/** The nearest beginning of a word at or after `at`, so that an excerpt never begins within a word or a surrogate pair. */
function startOfWord(body: string, at: number): number {
  if (at === 0) return 0
  const space = body.slice(at, at + before).search(/\s/)
  if (space >= 0) return at + space + 1
  return /[\uDC00-\uDFFF]/.test(body.charAt(at)) ? at + 1 : at
}

const endOfCharacter = (body: string, at: number) => (/[\uD800-\uDBFF]/.test(body.charAt(at - 1)) ? at - 1 : at)

/** `[from, to)` of every place where one of the words occurs, merged where they touch, in order, in offsets of `text`. */
function places(text: string, folded: string, words: readonly string[]): [number, number][] {
  const found: [number, number][] = []
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
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
  const origin = (at: number) => originOf(text, at, folded.length)
  return merged.slice(0, mostMarks).map(([from, to]) => [origin(from), origin(to)])
}

const marks = /\p{M}/gu

/**
 * Accents written after their letter, which a precomposed letter has within: Latin, Greek and Cyrillic ones, the points
 * of Hebrew, the vowel signs of Arabic, the voicing of kana. Marks that are letters of their script stay.
 */
const looseMark = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u3099\u309a]/

/** Text without case and accents; each UTF-16 code unit gives exactly one, but for loose marks, which give none. */
export function fold(text: string): string {
  return text
    .replace(/İ/g, 'i')
    .toLowerCase()
    .replace(/[\u0080-\uffff]/g, foldCharacter)
}

function foldCharacter(character: string): string {
  if (looseMark.test(character)) return ''
  if (character === 'ς') return 'σ'
  if (character === '’' || character === '‘') return "'"
  if (character === '“' || character === '”') return '"'
  const base = character.normalize('NFD').replace(marks, '')
  return base.length === 1 ? base : character
}

/** Where in `text` the code unit at `at` of its folded form came from; `foldedLength` says whether they differ at all. */
function originOf(text: string, at: number, foldedLength: number): number {
  if (foldedLength === text.length) return at
  let seen = 0
  for (let index = 0; index < text.length; index++) {
    if (looseMark.test(text.charAt(index))) continue
    if (seen === at) return index
    seen++
  }
  return text.length
}
