import { normalizeTag } from '../../../shared/entry'

/**
 * What ends a tag: commas and semicolons, also those of the scripts that have their own (Ethiopic, N'Ko, Mongolian, Lisu,
 * Vai, Bamum and others), the end of a line and that of a table's cell.
 */
const separators = /[,;،؛፣፤߸᠂᠈꓾꘍꛵⁏⸲⸴⸵⹁⹌、，；､︐︑︔﹐﹑﹔\t\n\r\v\f\u0085\u2028\u2029]/u

/** The tag that was meant by what was typed: without the number sign that other apps begin one with; '' for none. */
export const typedTag = (text: string): string => normalizeTag(text.replace(/^[\s#＃]+/u, ''))

/** Whether more than one tag was typed, or one and its end. */
export const hasSeparator = (text: string): boolean => separators.test(text)

/** The tags that were meant by what was typed or pasted. */
export const typedTags = (text: string): string[] => text.split(separators).map(typedTag).filter(Boolean)

/** The same while one still types: the last isn't finished. */
export function typedSoFar(text: string): { finished: string[]; rest: string } {
  const parts = text.split(separators)
  return { rest: parts.at(-1)?.trimStart() ?? '', finished: parts.slice(0, -1).map(typedTag).filter(Boolean) }
}
