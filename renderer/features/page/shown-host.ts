import { unicodeLabel } from './punycode'

/** The scripts in general use (UAX 31, table 5) of which a label may be wholly, beside Latin and those of East Asia. */
const scripts =
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  )

/** What is written together, with ASCII among it: Japanese, Chinese, Korean (UTS 39, 'highly restrictive'). */
const together = ['Han Hiragana Katakana', 'Han Bopomofo', 'Han Hangul']

const ofScripts = (names: string, others: string) =>
  new RegExp(`^[${names.replace(/(\w+) ?/g, String.raw`\p{scx=$1}`)}${others}]+$`, 'u')
const oneScript = [
  ...scripts.map((script) => ofScripts(script, String.raw`\d\-`)),
  ...together.map((names) => ofScripts(names, String.raw`a-z\d\-`)),
]

/** Letters of Cyrillic, Greek and Armenian that one takes for Latin ones; a word of nothing else is no word to trust. */
const lookAlikes = /^[аԁеһіјӏкорԛгсѕԝухѵѡпьъҽαγηικνορτυχωօոսհցգքյւզ\d-]+$/u

/** A letter of Latin as languages use it: the signs of phonetics look like other letters. */
const latinLetter = /^[a-zßæœøđðþłŋə\d-]\p{M}{0,2}$/u

/**
 * A host as a person is shown it, of the ASCII form that leads there: letters of other scripts where a label is of one
 * script and can't be taken for a Latin one, else Punycode. It is the browsers' practice, which a homograph can't deceive
 * (UTS 39, 5.2; Chromium, docs/idn.md), by a simpler rule.
 */
export function shownHost(ascii: string): string {
  const labels = ascii.split('.').map((label) => unicodeLabel(label) ?? label)
  const last = labels.at(-1) ?? ''
  const shown = ascii.split('.').map((label, index) => (isClear(labels[index] ?? '', last) ? labels[index] : label))
  return asciiHost(shown.join('.')) === ascii ? shown.join('.') : ascii
}

/** The ASCII form of a host that leads there, or null when it is none. */
export function asciiHost(host: string): string | null {
  const address = `https://${host}`
  return /[/?#@:\\]/.test(host) || !URL.canParse(address) ? null : new URL(address).hostname
}

function isClear(label: string, last: string): boolean {
  if (Array.from(label).every((letter) => latinLetter.test(letter.normalize('NFD')))) return true
  const script = oneScript.find((each) => each.test(label))
  return script !== undefined && (!lookAlikes.test(label) || (label !== last && script.test(last)))
}
