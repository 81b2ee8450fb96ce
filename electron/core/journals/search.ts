import type { SearchMatch } from '../../../shared/contract'
import type { Entry } from '../../../shared/entry'
import { foldForSearch, type FoldedText, foldWithOrigins, originOfPlace } from '../../../shared/folding'
import { signEnd, signStart } from '../../../shared/graphemes'
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
  readonly title: FoldedText
  readonly body: FoldedText
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
      title: foldWithOrigins(entry.title),
      body: foldWithOrigins(plain),
      rest: foldForSearch([entry.date, ...entry.tags.map(written), ...links].join('\n')),
    }
    cache.set(entry, made)
    return made
  }

  return {
    find(entries, text) {
      const words = [...new Set(foldForSearch(text).split(/\s+/).filter(Boolean))].slice(0, mostWords)
      if (words.length === 0) return []
      return entries
        .filter((entry) => {
          const { title, body, rest } = folded(entry)
          return words.every((word) => body.text.includes(word) || title.text.includes(word) || rest.includes(word))
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
  const tags = entry.tags.filter((tag) => words.some((word) => foldForSearch(written(tag)).includes(word)))
  const place = bestPlace(body.text, words)
  if (!place) return { id: entry.id, excerpt: '', inExcerpt: [], inTitle, tags }
  const [at, end] = originOfPlace(plain, body, place)
  const from = startOfWord(plain, Math.max(0, at - before))
  const to = signStart(plain, Math.max(end, at + after))
  const excerpt = plain.slice(from, to)
  // Most texts have a folded code unit for each of theirs: then nothing need be folded anew, for thousands of rows.
  const foldedExcerpt = body.isEven ? { ...body, text: body.text.slice(from, to) } : foldWithOrigins(excerpt)
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

/** The nearest beginning of a word at or after `at`, or of a grapheme where no word begins soon. */
function startOfWord(body: string, at: number): number {
  if (at === 0) return 0
  const space = body.slice(at, at + before).search(/\s/)
  return space >= 0 ? at + space + 1 : signEnd(body, at)
}

/** `[from, to)` of every place where one of the words occurs, merged where they touch, in order, in offsets of `text`. */
function places(text: string, folded: FoldedText, words: readonly string[]): [number, number][] {
  const found: [number, number][] = []
  for (const word of words) {
    for (let at = folded.text.indexOf(word); at >= 0; at = folded.text.indexOf(word, at + word.length)) {
      found.push([at, at + word.length])
    }
  }
  const inFolded = merged(found.sort((a, b) => a[0] - b[0])).slice(0, mostMarks)
  return merged(inFolded.map((place) => originOfPlace(text, folded, place)))
}

/** Places in order of their beginnings, as one where they touch; the first of them is widened. */
function merged(places: readonly [number, number][]): [number, number][] {
  const apart: [number, number][] = []
  for (const place of places) {
    const last = apart.at(-1)
    if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1])
    else apart.push(place)
  }
  return apart
}
