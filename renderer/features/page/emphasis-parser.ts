import { type DelimiterType, InlineContext, type MarkdownConfig } from '@lezer/markdown'
import { delimiterSides, neighboursOf } from '../../../shared/flanking'

const strikethrough = { resolve: 'Strikethrough', mark: 'StrikethroughMark' }
const delimiters: Record<string, { type: DelimiterType; lengths: RegExp }> = {
  '*': { type: InlineContext.emphasisAsterisk, lengths: /^\*+$/ },
  _: { type: InlineContext.emphasisUnderscore, lengths: /^_+$/ },
  '~': { type: strikethrough, lengths: /^~~$/ },
}

/**
 * Emphasis and strikethrough by CommonMark's own definition of what flanks. The parser that comes with the editor looks
 * at UTF-16 code units, so that an emoji beside a mark would be a letter to it.
 */
export const emphasisByCharacter: MarkdownConfig = {
  parseInline: [
    { name: 'Emphasis', parse: (context, _next, from) => addRun(context, from, '*_') },
    { name: 'Strikethrough', parse: (context, _next, from) => addRun(context, from, '~') },
  ],
}

function addRun(context: InlineContext, from: number, signs: string): number {
  const { text, offset } = context
  const sign = text.charAt(from - offset)
  const delimiter = signs.includes(sign) ? delimiters[sign] : undefined
  if (!delimiter) return -1
  let to = from - offset
  while (text.charAt(to) === sign) to++
  const run = text.slice(from - offset, to)
  if (!delimiter.lengths.test(run)) return -1
  const { opens, closes } = delimiterSides(sign, neighboursOf(text, from - offset, to))
  return context.addDelimiter(delimiter.type, from, to + offset, opens, closes)
}
