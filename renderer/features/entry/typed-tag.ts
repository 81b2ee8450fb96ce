import { maxTagLength, normalizeTag } from '../../../shared/entry'
import { beginningOf } from '../../../shared/graphemes'

/**
 * What ends a tag: commas and semicolons, also those of the scripts that have their own (Ethiopic, N'Ko, Mongolian, Lisu,
 * Vai, Bamum and others), the end of a line and that of a table's cell.
 */
const separators = /[,;،؛፣፤߸᠂᠈꓾꘍꛵⁏⸲⸴⸵⹁⹌、，；､︐︑︔﹐﹑﹔\t\n\r\v\f\u0085\u2028\u2029]/u

const numberSigns = /^[\s#＃]*/u

/** The tag that was meant by what was typed: without the number sign that other apps begin one with; '' for none. */
export const typedTag = (text: string): string => normalizeTag(text.replace(numberSigns, ''))

/** What of a tag that is being typed has room in one. */
export function fittingTag(text: string): string {
  const [signs = ''] = numberSigns.exec(text) ?? []
  const letters = text.slice(signs.length)
  return letters.length <= maxTagLength ? text : signs + beginningOf(letters.normalize('NFC'), maxTagLength)
}

/** Whether one of the tags that were typed or pasted is longer than one may be. */
export const holdsLongTag = (text: string): boolean =>
  text.split(separators).some((part) => {
    const meant = part.replace(numberSigns, '').normalize('NFC')
    return meant.replace(/\s+/gu, ' ').trimEnd().length > maxTagLength
  })

/** Whether more than one tag was typed, or one and its end. */
export const hasSeparator = (text: string): boolean => separators.test(text)

/** The tags that were meant by what was typed or pasted. */
export const typedTags = (text: string): string[] => text.split(separators).map(typedTag).filter(Boolean)

/** The same while one still types: the last isn't finished. */
export function typedSoFar(text: string): { finished: string[]; rest: string } {
  const parts = text.split(separators)
  return { rest: parts.at(-1)?.trimStart() ?? '', finished: parts.slice(0, -1).map(typedTag).filter(Boolean) }
}
