import type { Replacement } from './draft'
import type { Construct, InlineReading } from './inline-reading'

/** Where in a text what an edit puts in comes in, and how many letters of marks are written before and behind it. */
export interface Place {
  readonly at: number
  readonly lead: number
  readonly tail: number
}

/** Words that can't go over a line's end that parts blocks, and can't be written anew piece by piece as emphasis is. */
const parted: ReadonlySet<string> = new Set(['Link', 'InlineCode'])

/**
 * The edit by which a line's end that comes into the words of a link, or into code, makes two of it; at their edges it
 * comes outside. Null where there is no such line's end.
 */
export function partedWords(
  text: string,
  { constructs, isMark }: InlineReading,
  edit: readonly Replacement[],
): { letters: readonly Replacement[]; places: readonly Place[] } | null {
  const places: Place[] = []
  let isAny = false
  const letters = edit.map((replacement): Replacement => {
    const { from, to, insert } = replacement
    const around = insert.includes('\n')
      ? constructs.filter(({ name, open, close }) => parted.has(name) && open.to <= from && to <= close.from)
      : []
    isAny ||= around.length > 0
    const hasWords = (begin: number, end: number) => {
      for (let at = begin; at < end; at++) if (isMark[at] === 0 && text.charAt(at).trim() !== '') return true
      return false
    }
    const isWithin = ({ open, close }: Construct) => hasWords(open.to, from) && hasWords(to, close.from)
    const cut = around.filter(isWithin)
    const left = around.find((construct) => !isWithin(construct))
    if (left && to === from) {
      const at = hasWords(left.open.to, from) ? left.close.to : left.open.from
      places.push({ at, lead: 0, tail: 0 })
      return { from: at, to: at, insert }
    }
    const lead = cut
      .toReversed()
      .map(({ close }) => text.slice(close.from, close.to))
      .join('')
    const tail = cut.map(({ open }) => text.slice(open.from, open.to)).join('')
    places.push({ at: from, lead: lead.length, tail: tail.length })
    return { from, to, insert: lead + insert + tail }
  })
  return isAny ? { letters: letters.toSorted((a, b) => a.from - b.from), places } : null
}
