/** Of longer lines the marks are left as they are; UTF-16 code units, with what is to come into them. */
const mostRead = 32 * 1024
/** How many letters may be read in all if what each sign makes of the text is held against the whole of it. */
const mostLookedThrough = 12 * 1024 * 1024

/**
 * Whether lines, and what is to come into them, can be read as Markdown several times over within the time of a key. What
 * a partner wrote or somebody pastes may be made to take far longer: signs upon signs, of which each may be a mark that an edit cuts.
 */
export function isReadable(...texts: readonly string[]): boolean {
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  if (length > mostRead) return false
  const most = mostLookedThrough / length
  const sign = /[[*_~`\\]/g
  let signs = 0
  for (const text of texts) for (sign.lastIndex = 0; signs <= most && sign.test(text);) signs++
  return signs <= most
}
