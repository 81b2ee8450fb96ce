import { nextMark } from './list-numbers'
import type { Insertion, SurroundingItem, Surroundings } from './paste-surroundings'

const mark = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[[ xX]\])?[ \t]+(?=\S)/
const numberedMark = /^[ \t]*(\d{1,9})[.)][ \t]+(\[[ xX]\][ \t]+)?(?=\S)/

/**
 * As items of the list that is there, or null where there is none or no item comes. The first takes the place of an item
 * without words; otherwise they follow the item, and words behind the place become one of their own. One alone,
 * put among words, is words. In a text as somebody wrote it a number begins an item where it counts (decision 0017), and is
 * words where it may be a day or a year.
 */
export function asItems(lines: readonly string[], around: Surroundings, isText: boolean): Insertion | null {
  const { item, before } = around
  if (!item) return null
  const first = lines.findIndex((line, at) => mark.test(line) && !(isText && isNumberOfWords(lines, at, item)))
  if (first < 0) return null
  // Whoever selects a list from its first word on copies it without its first mark.
  if (first > 0) return isText ? afterWords(lines, first, item, around) : null
  const indent = /^[ \t]*/.exec(lines[0] ?? '')?.[0] ?? ''
  const items = lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
  if (before.trim() === '') return inPlace(items, item, around)
  const isAlone = items.length === 1 && around.after.trim() !== ''
  // A browser copies a part of an item with its mark; a number in a text was written.
  if (isAlone && isText && numberedMark.test(items[0] ?? '')) return null
  if (isAlone) return { words: items[0]?.replace(mark, '') ?? '', behind: '' }
  return following(items, item, around)
}

function inPlace(items: readonly string[], item: SurroundingItem, { marks, quote, after }: Surroundings): Insertion {
  const start = quote + item.indent
  const words = (item.isHere ? '' : item.indent) + withPrefix(items, start, quote)
  const from = item.isHere ? marks.indentTo : marks.quoteTo
  return { from, words, behind: after.trim() === '' ? '' : `\n${start}${item.mark}` }
}

function following(items: readonly string[], item: SurroundingItem, { quote, after }: Surroundings): Insertion {
  const start = quote + item.indent
  const words = `\n${start}${withPrefix(items, start, quote)}`
  return { words, behind: after.trim() === '' ? '' : `\n${start}${markBehind(item.mark)}` }
}

function afterWords(
  lines: readonly string[],
  first: number,
  item: SurroundingItem,
  { quote }: Surroundings,
): Insertion {
  const words = withPrefix(lines.slice(0, first), quote + item.words, quote)
  const start = quote + item.indent
  return { words: `${words}\n${start}${withPrefix(lines.slice(first), start, quote)}`, behind: '' }
}

/** Lines of which each but the first begins with `prefix`, and an empty one as a quote needs it. */
const withPrefix = (lines: readonly string[], prefix: string, quote: string) =>
  lines.map((line, at) => (at === 0 ? line : line.trim() === '' ? quote : prefix + line)).join('\n')

/** The mark of an item that follows one with this mark, with nothing ticked. */
function markBehind(written: string): string {
  return written.replace(/^\d+[.)]/, nextMark).replace(/\[[xX]\]/, '[ ]')
}

/**
 * Whether a line begins with a number that counts on from nothing, neither in its neighbors nor in the item around. Several
 * numbers that come into a numbered list are its items, whatever they are.
 */
function isNumberOfWords(lines: readonly string[], at: number, around: SurroundingItem): boolean {
  const read = (line = '') => numberedMark.exec(line)
  const found = read(lines[at])
  if (!found || found[2]) return false
  const [number, own] = [Number(found[1]), read(`${around.mark}x`)]
  const [before, next] = [read(lines[at - 1]), read(lines[at + 1])]
  if (own && (before || next)) return false
  const last = before ?? (at === 0 ? own : null)
  return number > 1 && Number(last?.[1]) + 1 !== number && Number(next?.[1]) - 1 !== number
}
