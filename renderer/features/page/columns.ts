/** A tab goes on to the next multiple of this (CommonMark 2.2). */
const tabStop = 4

/** The column of offset `to` of a line, counted on from the column of offset `from`. */
export function columnAt(text: string, to: number, from = 0, column = 0): number {
  let at = column
  for (let index = from; index < to; index++) at += text.charAt(index) === '\t' ? tabStop - (at % tabStop) : 1
  return at
}

/** How many letters of an indent that begins at column `from` lie before column `to`, whole. */
export function lengthBefore(indent: string, to: number, from = 0): number {
  let column = from
  for (let length = 0; length < indent.length; length++) {
    column = columnAt(indent, length + 1, length, column)
    if (column > to) return length
  }
  return indent.length
}

/** An indent from column `from` to column `to` that keeps as much as can be of how another one was written. */
export function indentLike(written: string, to: number, from = 0): string {
  const same = written.slice(0, lengthBefore(written, to, from))
  return same + ' '.repeat(Math.max(0, to - columnAt(same, same.length, 0, from)))
}
