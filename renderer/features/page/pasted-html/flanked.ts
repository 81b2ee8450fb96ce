import { firstCharacter, flanks, flanksForAll, guard, lastCharacter } from '../../../../shared/flanking'

/** A piece of a line: Markdown of words, or a delimiter that opens or closes. */
export type Piece = string | Delimiter

export interface Delimiter {
  readonly sign: string
  readonly opens: boolean
}

/**
 * The line of these pieces, in which every reader takes each delimiter for what it is: with a guard where it would stand
 * between a letter and punctuation, or run into another of its sign.
 */
export function flanked(pieces: readonly Piece[]): string {
  const written = inSeparateRows(pieces.filter((piece) => piece !== ''))
  return written
    .map((piece, at) => (typeof piece === 'string' ? beforeLink(piece, written[at + 1]) : guarded(written, piece, at)))
    .join('')
}

/**
 * Guards between delimiters of one sign that open together but close apart, or the other way round, where the line has
 * some that could be either: `***a*b*c**` would be read in another way than it was meant.
 */
function inSeparateRows(pieces: readonly Piece[]): readonly Piece[] {
  const isEither = (piece: Piece, at: number) =>
    typeof piece === 'object' && both(flanks({ before: edge(pieces[at - 1], -1), after: edge(pieces[at + 1], 1) }))
  if (!pieces.some(isEither)) return pieces
  const partners = partnersOf(pieces)
  return pieces.flatMap((piece, at) => {
    const next = pieces[at + 1]
    const isOneRow = typeof piece === 'object' && isRow(next, piece)
    const closesTogether = Math.abs((partners.get(at) ?? 0) - (partners.get(at + 1) ?? 0)) === 1
    return isOneRow && !closesTogether ? [piece, guard] : [piece]
  })
}

const both = ({ left, right }: { left: boolean; right: boolean }) => left && right

/** The place of each delimiter's partner. */
function partnersOf(pieces: readonly Piece[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>()
  const open: number[] = []
  pieces.forEach((piece, at) => {
    if (typeof piece === 'string') return
    if (piece.opens) open.push(at)
    else {
      const from = open.pop() ?? at
      partners.set(at, from).set(from, at)
    }
  })
  return partners
}

/** Words before a link: an exclamation mark would make a picture of it. */
function beforeLink(words: string, next: Piece | undefined): string {
  return typeof next === 'string' && next.startsWith('[') && words.endsWith('!') ? `${words.slice(0, -1)}\\!` : words
}

function guarded(pieces: readonly Piece[], { sign, opens }: Delimiter, at: number): string {
  const step = opens ? 1 : -1
  const outside = pieces[at - step]
  // Within one row of delimiters the outermost has the guard.
  if (typeof outside === 'object' && outside.opens === opens && outside.sign[0] === sign[0]) return sign
  let inner = at + step
  while (isRow(pieces[inner], { sign, opens })) inner += step
  const [around, within] = [edge(outside, -step), edge(pieces[inner], step)]
  const runsInto = opens && typeof outside === 'object' && outside.sign[0] === sign[0]
  if (flanksForAll(around, within) && !runsInto) return sign
  return opens ? guard + sign : sign + guard
}

const isRow = (piece: Piece | undefined, { sign, opens }: Delimiter) =>
  typeof piece === 'object' && piece.opens === opens && piece.sign[0] === sign[0]

/** The character with which a piece begins, or ends where one comes to it from behind. */
function edge(piece: Piece | undefined, step: number): string {
  const text = typeof piece === 'object' ? piece.sign : (piece ?? '')
  return step > 0 ? firstCharacter(text) : lastCharacter(text)
}
