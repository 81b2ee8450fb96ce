/** How much of a body the plain-text beginning is made from, and how long it gets; UTF-16 code units. */
const readLength = 900
const excerptLength = 280

/** The beginning of a Markdown body as plain text on one line: marks gone, words untouched. */
export function excerptOf(body: string): string {
  const text = plainText(body.trimStart().slice(0, readLength))
  return text.slice(0, excerptLength).replace(halfCharacter, '').trimEnd()
}

/** The first half of a surrogate pair whose other half was cut off. */
const halfCharacter = /[\uD800-\uDBFF]$/

/** Markdown without its marks, white space folded. Made for showing a passage, not for reading the structure. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,9}[.)][ \t]+)+/gm, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*\*|~~|`+)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])__(?=\S)(.+?)(?<=\S)__(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=\S)(.+?)(?<![\s*_])\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/\s+/g, ' ')
    .trim()
}
