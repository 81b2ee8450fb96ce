import { figureOf } from './figures'

/**
 * Signs that are typed in several ways and that NFKD leaves apart, by the one they are compared as. The quotation marks
 * are Unicode's (PropList, Quotation_Mark) with its ornaments, the primes, the geresh and gershayim of Hebrew, and the
 * apostrophes and half rings that are letters.
 */
const signs = tableOf({
  "'": '‘’‚‛‹›❛❜❟′‵ʹʻʼʽʾʿ׳´',
  '"': '“”„‟«»❝❞❠🙶🙷🙸″‶ʺ״〝〞〟「」『』⹂',
  '-': '‐‑‒–—―⸺⸻⁃−֊־',
  '/': '⁄∕',
  '~': '〜',
  '...': '⋯',
})

/**
 * Letters that Unicode doesn't decompose, by what one types for them without their keyboard: of Latin as CLDR has it
 * (Latin-ASCII), the Arabic ones whose keyboards of Arabic, Persian and Urdu differ, the ligatures of Yiddish, and the
 * letters of Malayalam and Bengali that used to be written with a virama and a joiner (The Unicode Standard, 12.9, 12.2).
 */
const bases = tableOf({
  a: 'ⱥ',
  ae: 'æ',
  b: 'ƀɓ',
  c: 'ȼƈ',
  d: 'đðɖɗ',
  e: 'ɇəɛ',
  f: 'ƒ',
  g: 'ǥɠ',
  h: 'ħ',
  i: 'ɨ',
  j: 'ɉ',
  k: 'ƙ',
  l: 'łƚɫ',
  n: 'ŋɲ',
  o: 'øɔ',
  oe: 'œ',
  p: 'ƥ',
  q: 'ĸ',
  r: 'ɍ',
  t: 'ŧƭ',
  th: 'þ',
  u: 'ʉ',
  v: 'ʋ',
  y: 'ɏƴ',
  z: 'ƶ',
  ا: 'ٱ',
  ه: 'ةەہ',
  ي: 'یى',
  ك: 'ک',
  וו: 'װ',
  וי: 'ױ',
  יי: 'ײ',
  ണ്: 'ൺ',
  ന്: 'ൻ',
  ര്: 'ർ',
  ല്: 'ൽ',
  ള്: 'ൾ',
  ക്: 'ൿ',
  ত্: 'ৎ',
})

/**
 * Marks that searching does without: accents and the voicing of kana, the points of Hebrew, the vowel signs of Arabic,
 * the nuktas, and the tatweel. The vowel signs of Indic scripts and their like stay, for they are letters of their
 * script.
 */
const looseMark =
  /\u0640|(?=\p{M})[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]/gu

/** What has no shape of its own: soft hyphen, joiners, controls of direction, variation selectors. */
const unseen = /\p{Default_Ignorable_Code_Point}/u

/** One code point, decomposed and without case, as it is compared where accents count. */
export function spellingForm(character: string): string {
  return Array.from(signsOf(character), withoutCase).join('')
}

/**
 * One code point as searching compares it: its base letters, figures of every script as 0 to 9, katakana as hiragana, or
 * nothing where it is only a mark or has no shape.
 */
export function searchForm(character: string): string {
  if (unseen.test(character)) return ''
  const letters = signsOf(character).replace(looseMark, '')
  return Array.from(letters, baseForm).join('')
}

/** A code point in compatibility decomposition, but for those that it would make a space and a mark or several words of. */
function signsOf(character: string): string {
  const sign = signs.get(character)
  if (sign !== undefined) return sign
  const apart = character.normalize('NFKD')
  const letters = /\s/.test(apart) && !/\s/.test(character) ? character.normalize('NFD') : apart
  return Array.from(letters, (letter) => signs.get(letter) ?? letter).join('')
}

function baseForm(letter: string): string {
  if (/\p{Nd}/u.test(letter)) return String(figureOf(letter))
  if (katakana.test(letter)) return String.fromCodePoint((letter.codePointAt(0) ?? 0) - fromHiragana)
  return bases.get(withoutCase(letter)) ?? withoutCase(letter)
}

/** Those that hiragana has too, each as far behind its own (Unicode, code charts 3040 and 30A0). */
const katakana = /[\u30a1-\u30f6\u30fd\u30fe]/
const fromHiragana = 0x60

/** Full case folding (Unicode, 3.13) with the Turkish letters as i: ß as ss, both sigmas as one. */
const withoutCase = (letter: string) => letter.toLowerCase().toUpperCase().toLowerCase()

function tableOf(variants: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(variants).flatMap(([form, letters]) => Array.from(letters, (each) => [each, form])))
}
