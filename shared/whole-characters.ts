import { z } from 'zod'
import type { TextChange } from './text-change'

/**
 * Text that is to be stored, as it is parsed at every edge: half a surrogate pair alone becomes U+FFFD, since that is what
 * UTF-8 and Yjs would make of it later, unseen.
 */
export const wellFormedText = z.string().overwrite((given) => given.toWellFormed())

/** Whether a place in a text, in UTF-16 code units, lies between the two halves of one character. */
export function isCutAt(text: string, at: number): boolean {
  return isIn(text.charCodeAt(at - 1), 0xd800) && isIn(text.charCodeAt(at), 0xdc00)
}

/**
 * The beginning of a well-formed text: at most so many UTF-16 code units, no character halved. Signs of several characters
 * may be: it is for what two devices must cut alike, whatever Unicode version they know.
 */
export const firstCharacters = (text: string, most: number): string =>
  text.slice(0, isCutAt(text, most) ? most - 1 : most)

/** Whether a code unit is one of the 1,024 surrogates from `first` on. */
const isIn = (unit: number, first: number) => unit >= first && unit < first + 0x400

/**
 * The one change that makes `next` of `old`, both well-formed, as small as a change of whole characters in one place
 * can be.
 */
export function difference(old: string, next: string): TextChange {
  const most = Math.min(old.length, next.length)
  let start = 0
  while (start < most && old[start] === next[start]) start++
  if (isCutAt(old, start) || isCutAt(next, start)) start--
  let end = 0
  while (end < most - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end++
  if (isCutAt(old, old.length - end) || isCutAt(next, next.length - end)) end--
  return { from: start, to: old.length - end, insert: next.slice(start, next.length - end) }
}
