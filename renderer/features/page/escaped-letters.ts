import type { Piece } from './inline-pieces'

/** Which letters get a backslash: those that a block would begin or end with, and signs that a reader might take for marks. */
export interface Escaped {
  readonly blocks: boolean
  readonly signs: RegExp | null
}

/** Where in a text the letters of one of its pieces are that get a backslash; `isMarked` says that a mark stands before it. */
export function escapedLetters(
  text: string,
  { pieces, index, isMarked }: { pieces: readonly Piece[]; index: number; isMarked: boolean },
  { blocks, signs }: Escaped,
): number[] {
  const piece = pieces[index]
  if (piece?.type !== 'words') return []
  const word = text.slice(piece.from, piece.to)
  const places = new Set(signs ? [...word.matchAll(signs)].map((sign) => piece.from + sign.index) : [])
  const block = blocks && !isMarked ? blockSign(text, pieces, index) : null
  if (block !== null) places.add(block)
  return [...places]
}

/** What a block other than a paragraph may begin with (CommonMark 4, 5; GFM 4.10); of a number it is what ends it. */
const blockSigns = /^(?:[-+*_>#|:`~]|\d{1,9}[.)])/

function blockSign(text: string, pieces: readonly Piece[], index: number): number | null {
  const word = (at: number) => text.slice(pieces[at]?.from, pieces[at]?.to)
  const from = pieces[index]?.from ?? 0
  if (isAtEnd(pieces, index, -1)) {
    const sign = blockSigns.exec(word(index))?.[0]
    return sign === undefined ? null : from + sign.length - 1
  }
  // A number of which a part was marked is in two pieces.
  const isCutNumber = /^[.)]/.test(word(index)) && /^\d{1,9}$/.test(word(index - 1)) && isAtEnd(pieces, index - 1, -1)
  // Signs like this at its end close a heading (CommonMark 4.2).
  const closesHeading = /^#+$/.test(word(index)) && pieces[index - 1]?.type === 'space' && isAtEnd(pieces, index, 1)
  return isCutNumber || closesHeading ? from : null
}

/** Whether nothing but space is left of a line on this side of a piece. */
function isAtEnd(pieces: readonly Piece[], index: number, towards: -1 | 1): boolean {
  let at = index + towards
  while (pieces[at]?.type === 'space') at += towards
  return (pieces[at]?.type ?? 'break') === 'break'
}
