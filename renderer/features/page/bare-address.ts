import type { InlineContext, MarkdownConfig } from '@lezer/markdown'
import { addressEnd, isAlphanumeric } from '../../../shared/address-end'
import { linkAddress } from './link-address'

/**
 * Addresses that stand in a text as they are, by GFM's rules for extended autolinks, which know no sign outside ASCII, and
 * with these: a host may be of any script; an address ends before a sign that closes or ends something there, unless it
 * opened it itself; and before an ASCII quotation mark. In between it may hold letters of any script, so that what is
 * written on without a space, as in Japanese, belongs to it but for its punctuation. One between `<` and `>` is a link
 * without them. A link within a text that can't be opened stays one text, in which nothing is a mark.
 */
export const bareAddresses: MarkdownConfig = {
  parseInline: [
    { name: 'Autolink', parse: (cx, next, at) => (next === lessThan ? bracketed(cx, at) : bare(cx, next, at)) },
  ],
}

const lessThan = 60
const bracketedText = /<([^\s<>]{1,2048})>/y

function bracketed(cx: InlineContext, at: number): number {
  bracketedText.lastIndex = at - cx.offset
  const inner = bracketedText.exec(cx.text)?.[1] ?? ''
  if (!/[:@]/.test(inner) || !linkAddress(inner)) return -1
  const end = at + inner.length + 2
  const parts = [cx.elt('LinkMark', at, at + 1), cx.elt('URL', at + 1, end - 1), cx.elt('LinkMark', end - 1, end)]
  return cx.addElement(cx.elt('Autolink', at, end, parts))
}

function bare(cx: InlineContext, next: number, at: number): number {
  // Nearly every letter of a text follows another: asked before the patterns are, at each of them.
  if (isAlphanumeric(cx.char(at - 1)) || (next < 0x80 && !isAlphanumeric(next))) return -1
  const end = addressEnd(cx.text, at - cx.offset)
  return end < 0 ? -1 : cx.addElement(cx.elt('URL', at, end + cx.offset))
}
