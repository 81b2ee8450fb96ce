import { maxTagLength, normalizeTag } from '../../../shared/entry'
import { beginningOf } from '../../../shared/graphemes'

/**
 * What ends a tag: commas and semicolons, also those of the scripts that have their own (Ethiopic, N'Ko, Mongolian, Lisu,
 * Vai, Bamum and others), the end of a line and that of a table's cell.
 */
const separators = /[,;،؛፣፤߸᠂᠈꓾꘍꛵⁏⸲⸴⸵⹁⹌、，；､︐︑︔﹐﹑﹔\t\n\r\v\f\u0085\u2028\u2029]/u

/** What other apps begin a tag with, and what has no shape that they put before it. */
const numberSigns = /^[\s\p{Default_Ignorable_Code_Point}#＃﹟]*/u

const beginsWithNumberSign = /^[\s\p{Default_Ignorable_Code_Point}]*[#＃﹟]/u

/**
 * Where another number sign begins the next tag: after a space, or between letters without one, as in '#rain#sun'. The
 * sign at the end of 'C#' is a part of it, before a space and before another sign.
 */
const nextNumberSign =
  /(?=[#＃﹟])(?:(?<=\s)|(?=.\p{Default_Ignorable_Code_Point}*[\p{L}\p{N}\p{Extended_Pictographic}])(?<=[^\s\p{Default_Ignorable_Code_Point}#＃﹟]\p{Default_Ignorable_Code_Point}*[#＃﹟]?))/u

/** A number sign ends a tag only where the one before began with one: 'room #5' is one. */
const partsOf = (text: string): string[] =>
  text.split(separators).flatMap((part) => (beginsWithNumberSign.test(part) ? part.split(nextNumberSign) : [part]))

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
  partsOf(text).some((part) => {
    const meant = part.replace(numberSigns, '').normalize('NFC')
    return meant.replace(/\s+/gu, ' ').trimEnd().length > maxTagLength
  })

/** Whether more than one tag was typed, or one and its end. */
export const hasSeparator = (text: string): boolean => partsOf(text).length > 1

/** The tags that were meant by what was typed or pasted. */
export const typedTags = (text: string): string[] => partsOf(text).map(typedTag).filter(Boolean)

/** The same while one still types: the last isn't finished. */
export function typedSoFar(text: string): { finished: string[]; rest: string } {
  const parts = partsOf(text)
  return { rest: parts.at(-1)?.trimStart() ?? '', finished: parts.slice(0, -1).map(typedTag).filter(Boolean) }
}
