/** The value, 0 to 9, of a decimal digit of any script: each has its ten in a row, from zero on (Unicode 4.6). */
export function figureOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (isDigit(code - before - 1)) before++
  // The five rows of mathematical digits stand one behind the other.
  return before % 10
}

const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code))
