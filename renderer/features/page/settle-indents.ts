import { isRule } from '../../../shared/markdown/rule'
import type { MarkChange } from './command-marks'
import { columnAt, indentLike } from './columns'
import { wordsColumn } from './line-marks'
import { isNumbered, nextMark } from './list-numbers'
import { withPlainSpaces } from './mark-spaces'
import { levelOf, type OutlineItem, type OutlineLine } from './outline'

/** What a command does to the items of an outline. */
export interface OutlineEdit {
  /** By how many levels each of these moves in, or out where it is negative, with all in it. */
  readonly moved?: ReadonlyMap<OutlineItem, number>
  /** The marks that these get, with the space behind. */
  readonly marks?: ReadonlyMap<OutlineItem, string>
  /** These become words, in whatever they stand in or `outside` of all lists; their lines are left to the command. */
  readonly ended?: ReadonlySet<OutlineItem>
  readonly outside?: boolean
}

/** An item where it is going to stand. */
interface Placed {
  readonly item: OutlineItem
  readonly mark: string
  readonly column: number
  readonly words: number
}

/**
 * The changes with which every line of an outline stands, after this edit, on the level that is meant (CommonMark 5.2):
 * an indent changes where it would be read as another level, and a number with its item's list.
 */
export function settledIndents(lines: readonly OutlineLine[], edit: OutlineEdit): MarkChange[] {
  const open: Placed[] = []
  const left = new Set<OutlineItem>()
  /** The item that ends on a line before and whose words go on with those above it, as its further ones do. */
  let joined: OutlineItem | null = null
  return lines.flatMap((outlined, index) => {
    const [first] = outlined.items
    const isBelow = lines[index - 1]?.line.number === outlined.line.number - 1
    if (joined && !first && isBelow && outlined.around === joined && !beginsBlock(outlined)) return []
    joined = null
    if (!first || !edit.ended?.has(first)) {
      const now = { ...edit, left }
      return first ? placeItem(outlined, first, open, now) : placeWords(outlined, open, now)
    }
    // Straight below others its words go on with those (CommonMark 5.1), and what is in it is in their item.
    if (!edit.outside && isBelow) joined = first
    else {
      left.add(first)
      open.length = edit.outside ? 0 : Math.min(open.length, levelAfter(first.parent, { ...edit, left }))
    }
    return []
  })
}

/** Whether a line without items ends the words above it by what it begins with (CommonMark 4, 5). */
function beginsBlock({ line, indent }: OutlineLine): boolean {
  const text = line.text.slice(indent.from + indent.text.length - line.from)
  return /^(?:#{1,6}(?:\s|$)|>|`{3}|~{3})/.test(text) || isRule(text)
}

/** An edit, and which of the items that it ends are none any more where one is. */
type EditNow = OutlineEdit & { readonly left: ReadonlySet<OutlineItem> }

function placeItem(outlined: OutlineLine, first: OutlineItem, open: Placed[], edit: EditNow): MarkChange[] {
  const isMoved = edit.moved?.has(first) ?? false
  const level = isMoved ? levelAfter(first, edit) : levelBeside(first, open, edit)
  const [parent, before] = [open[level - 2], open[level - 1]]
  const isFixed = outlined.column !== first.column
  const goal = isFixed ? first.column : itemColumn(first, { parent, before, isMoved })
  const own = signOf(outlined.line, first)
  const sign = edit.marks?.get(first) ?? (isMoved ? signAmong(own, before) : own)
  open.length = Math.min(open.length, level - 1)
  open.push(...placed(outlined, goal, sign))
  const changes = isFixed ? [] : reindented(outlined, goal)
  // With the space behind it, so that of two that two people write at once one can stay.
  if (isMoved && sign !== own) {
    changes.push({ from: first.mark.from, to: first.mark.from + own.length, insert: sign, role: 'list' })
  }
  return changes
}

/** The mark of an item with the space behind it, as it is written. */
const signOf = ({ text, from }: OutlineLine['line'], { mark }: OutlineItem): string =>
  mark.text + (/^\s*/.exec(text.slice(mark.to - from))?.[0] ?? '')

/** The items of a line where they are once it has this indent and its first mark. */
function placed({ line, indent, items }: OutlineLine, goal: number, firstSign: string): Placed[] {
  const [first] = items
  if (!first) return []
  const isIndented = first.column === columnOfIndent(indent)
  const start = line.text.slice(0, indent.from - line.from) + (isIndented ? indentTo(indent, goal) : indent.text)
  const restFrom = indent.from + indent.text.length
  const between = line.text.slice(restFrom - line.from, first.mark.from - line.from)
  const behindFrom = first.mark.from + signOf(line, first).length
  const text = withPlainSpaces(start + between + firstSign + line.text.slice(behindFrom - line.from))
  const shift = text.length - line.text.length
  return items.map((item) => {
    const mark = item === first ? firstSign.trimEnd() : item.mark.text
    const from = item === first ? start.length + between.length : item.mark.from - line.from + shift
    const [column, words] = [columnAt(text, from), wordsColumn(text, from + mark.length)]
    return { item, mark, column: column - indent.column, words: words - indent.column }
  })
}

const columnOfIndent = ({ text, column }: OutlineLine['indent']) => columnAt(text, text.length, 0, column) - column

const indentTo = ({ text, column }: OutlineLine['indent'], goal: number) => indentLike(text, column + goal, column)

/** Where it is, as far as that is read as its level; else below the item before it, or where its parent's words begin. */
function itemColumn(
  item: OutlineItem,
  { parent, before, isMoved }: { parent: Placed | undefined; before: Placed | undefined; isMoved: boolean },
): number {
  const least = parent?.words ?? 0
  const isIn = (column: number) => column >= least && (!before || column < before.words)
  const isSame = (parent?.item ?? null) === item.parent
  const shift = isSame && parent ? parent.words - parent.item.words : 0
  const kept = item.column + shift
  // Four columns more, and it would go on with the words above (CommonMark 4.8).
  if (!isMoved && isIn(kept) && (isSame || kept < least + 4)) return kept
  return before && isIn(before.column) && before.column < least + 4 ? before.column : least
}

/** The mark of an item that comes behind another one, with its space. A list of its own begins with 1. */
function signAmong(sign: string, before: Placed | undefined): string {
  const mark = sign.trimEnd()
  if (!isNumbered(mark)) return sign
  const isSame = before && isNumbered(before.mark) && before.mark.endsWith(mark.slice(-1))
  return (isSame ? nextMark(before.mark) : `1${mark.slice(-1)}`) + sign.slice(mark.length)
}

/** Words go with their item, unless they are its own only for want of a blank line (CommonMark 5.1). */
function placeWords(outlined: OutlineLine, open: Placed[], edit: EditNow): MarkChange[] {
  const { around, column } = outlined
  const level = levelAfter(around, edit)
  open.length = Math.min(open.length, level)
  if (!around || column < around.words) return []
  const placed = open[level - 1]
  if (!placed) return reindented(outlined, column - around.words)
  if (placed.item === around) return reindented(outlined, column + placed.words - around.words)
  return column < placed.words ? reindented(outlined, placed.words) : []
}

function levelAfter(item: OutlineItem | null, { moved, left }: EditNow): number {
  let level = levelOf(item)
  for (let each = item; each; each = each.parent) level += (moved?.get(each) ?? 0) - (left.has(each) ? 1 : 0)
  return level
}

/** Beside the item before it, and else as deep as what is left around it allows. */
function levelBeside(item: OutlineItem, open: readonly Placed[], edit: EditNow): number {
  const { before } = item
  const beside = before && !edit.moved?.has(before) ? open.findIndex((placed) => placed.item === before) : -1
  return beside >= 0 ? beside + 1 : Math.min(levelAfter(item, edit), open.length + 1)
}

function reindented({ indent }: OutlineLine, column: number): MarkChange[] {
  const text = indentTo(indent, column)
  if (text === indent.text) return []
  let same = 0
  while (same < text.length && text.charAt(same) === indent.text.charAt(same)) same++
  const [from, to] = [indent.from + same, indent.from + indent.text.length]
  return [{ from, to, insert: text.slice(same), role: 'indent' }]
}
