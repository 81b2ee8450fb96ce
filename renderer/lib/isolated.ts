/** Letters from right to left, and the signs that turn what stands beside them (UAX 9). */
const turning =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const [firstStrong, end] = ['\u2068', '\u2069']
const beginnings = /[\u2066-\u2068]/

/**
 * A text as it can stand within a sentence of ours, or beside one, without turning anything around: between Unicode's
 * first-strong isolate and its end, which ends whatever was begun within and not ended. One that can turn nothing is as it
 * was.
 */
export function isolated(text: string): string {
  return turning.test(text) ? `${firstStrong}${balanced(text)}${end}` : text
}

/** Without ends that would end our isolate, with those that lack; a new paragraph would end it too (UAX 9, BD9 and P1). */
function balanced(text: string): string {
  let open = 0
  const kept = text.replace(/[\u2066-\u2069\p{Cc}\u2029]/gu, (sign) => {
    if (beginnings.test(sign)) open++
    else if (sign !== end) return ' '
    else if (open === 0) return ''
    else open--
    return sign
  })
  return kept + end.repeat(open)
}
