import type { Span } from './inline-marks'
import type { Piece } from './inline-pieces'

/** Which letters get a backslash: those that a block would begin or end with, and signs that a reader might take for marks. */
export interface Escaped {
  readonly blocks: boolean
  readonly signs: RegExp | null
}

/** A piece of a text among the others, whether a mark stands before it, and the parts of the text that a command changes. */
export interface PlacedPiece {
  readonly pieces: readonly Piece[]
  readonly index: number
  readonly isMarked: boolean
  readonly parts: readonly Span[]
}

/** Where in a text the letters of one of its pieces are that get a backslash; what begins a block already is none of them. */
export function escapedLetters(text: string, placed: PlacedPiece, { blocks, signs }: Escaped): number[] {
  const { pieces, index, isMarked } = placed
  const piece = pieces[index]
  if (piece?.type !== 'words') return []
  const word = text.slice(piece.from, piece.to)
  const places = new Set(signs ? [...word.matchAll(signs)].map((sign) => piece.from + sign.index) : [])
  const block = blocks && !isMarked ? blockSign(text, placed) : null
  if (block !== null) places.add(block)
  return [...places]
}

/** What a block other than a paragraph may begin with (CommonMark 4, 5; GFM 4.10); of a number it is what ends it. */
const blockSigns = /^(?:[-+*_>#|:`~]|\d{1,9}[.)])/

function blockSign(text: string, { pieces, index, parts }: PlacedPiece): number | null {
  const isMeant = (at: number) => {
    const piece = pieces[at]
    return piece !== undefined && parts.some(({ from, to }) => from <= piece.from && piece.to <= to)
  }
  const word = (at: number) => text.slice(pieces[at]?.from, pieces[at]?.to)
  const from = pieces[index]?.from ?? 0
  if (isMeant(index) && isAtEnd(pieces, index, -1)) {
    const sign = blockSigns.exec(word(index))?.[0]
    return sign === undefined ? null : from + sign.length - 1
  }
  // A number of which a part was marked is in two pieces.
  const isCutNumber =
    isMeant(index - 1) &&
    /^[.)]/.test(word(index)) &&
    /^\d{1,9}$/.test(word(index - 1)) &&
    isAtEnd(pieces, index - 1, -1)
  // Signs like this at its end close a heading (CommonMark 4.2).
  const closesHeading =
    isMeant(index) && /^#+$/.test(word(index)) && pieces[index - 1]?.type === 'space' && isAtEnd(pieces, index, 1)
  return isCutNumber || closesHeading ? from : null
}

/** Whether nothing but space is left of a line on this side of a piece. */
function isAtEnd(pieces: readonly Piece[], index: number, towards: -1 | 1): boolean {
  let at = index + towards
  while (pieces[at]?.type === 'space') at += towards
  return (pieces[at]?.type ?? 'break') === 'break'
}
