/**
 * Finds, of code that begins at a place, ever further on, with so many backquotes, where as many end it; or -1. However
 * often it is asked, in time proportional to the length of the text.
 */
export function codeEnds(text: string): (from: number, size: number) => number {
  let rows: Map<number, number[]> | undefined
  return (from, size) => {
    if (!rows) {
      rows = new Map()
      // From the last to the first, so that the next one is at the end.
      for (const { 0: row, index } of Array.from(text.matchAll(/`+/g)).toReversed()) {
        const places = rows.get(row.length)
        if (places) places.push(index)
        else rows.set(row.length, [index])
      }
    }
    const places = rows.get(size) ?? []
    while ((places.at(-1) ?? from) < from) places.pop()
    return places.at(-1) ?? -1
  }
}
