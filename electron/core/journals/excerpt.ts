/** How much of a body the plain-text beginning is made from, and how long it gets; UTF-16 code units. */
const readLength = 900
const excerptLength = 280

/** The beginning of a Markdown body as plain text on one line: marks gone, words untouched. */
export function excerptOf(body: string): string {
  return plainText(body.slice(0, readLength)).slice(0, excerptLength).trimEnd()
}

/** Markdown without its marks, white space folded. Made for showing a passage, not for reading the structure. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,9}[.)][ \t]+)+/gm, '')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])[*_](?=\S)(.+?)(?<=\S)[*_](?![\p{L}\p{N}])/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
