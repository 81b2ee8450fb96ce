/** Line ends of other systems, and signs that break a line without being one: Word's vertical tab, form feed, NEL, U+2028, U+2029. */
const breaks = /\r\n?|[\v\f\u0085\u2028\u2029]/g

/** A text whose lines end with `\n` and with nothing else. */
export const plainLines = (text: string): string => text.replace(breaks, '\n')

/** The same on one line: a space stands for each break, in a text of the same length. */
export const oneLine = (text: string): string => text.replace(/[\n\r\v\f\u0085\u2028\u2029]/g, ' ')
