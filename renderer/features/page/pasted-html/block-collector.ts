import type { Block, Container, Item, List } from './blocks'
import { Lines } from './lines'
import { writtenBox } from './lists'
import { withoutIndent, type Run } from './runs'

/** Lists and quotes that lie deeper are drawn no deeper. */
const mostContainers = 12

type WithoutPath<T> = T extends Block ? Omit<T, 'path' | 'blankLines'> : never

/** Collects the blocks of a text, each with the quotes and the items that it lies in. */
export class BlockCollector {
  readonly blocks: Block[] = []
  /** Those of the paragraph that is being read. */
  readonly lines = new Lines()
  /** The list that one is straight within, outside of its items. */
  list: List | null = null
  private path: Container[] = []
  /** Blank lines since the latest block. */
  private blankLines = 0

  /** The item of the latest block, or null where it lies in none. */
  get latestItem(): Item | null {
    const above = this.blocks.at(-1)?.path.at(-1)
    return above?.type === 'item' ? above : null
  }

  /** The items of the latest block, from outside in and at most so many, that lie straight in what one is in. */
  itemsAbove(levels: number): Item[] {
    this.flush()
    const path = this.blocks.at(-1)?.path ?? []
    const isWithin = this.path.every((container, at) => path[at] === container)
    const inner = isWithin ? path.slice(this.path.length, this.path.length + levels) : []
    return inner.flatMap((container) => (container.type === 'item' ? [container] : []))
  }

  /** The item that one is in and that nothing of has come yet. */
  get freshItem(): Item | null {
    const item = this.path.at(-1)
    return item?.type === 'item' && !item.isWritten && this.lines.isEmpty ? item : null
  }

  /** Collects what `read` finds in these containers, straight within `list` or in none. */
  within(containers: readonly Container[], list: List | null, read: () => void): void {
    this.flush()
    const [path, outer] = [this.path, this.list]
    this.path = [...path, ...containers]
    if (this.path.length > mostContainers) this.path.splice(mostContainers - 1, this.path.length - mostContainers)
    this.list = list
    read()
    this.flush()
    this.path = path
    this.list = outer
  }

  /** Ends what has been read of a paragraph; an empty line ends it too. */
  flush(): void {
    this.collect(this.lines.take())
  }

  /** As `flush`, of a paragraph that stands apart: one without words is a blank line beside those that set it apart. */
  endParagraph(): void {
    const lines = this.lines.take()
    if (lines.length > 0 && lines.every((line) => line.length === 0)) this.blankLines = Math.max(1, this.blankLines)
    this.collect(lines)
  }

  private collect(found: readonly (readonly Run[])[]): void {
    let lines: (readonly Run[])[] = []
    for (const line of found) {
      if (line.length > 0) {
        lines.push(line)
        continue
      }
      if (lines.length > 0) this.paragraph(lines)
      lines = []
      this.blankLines++
    }
    if (lines.length > 0) this.paragraph(lines)
  }

  /** The words of an item begin at its mark, and a box that stands there is the item's. */
  private paragraph(lines: readonly (readonly Run[])[]): void {
    const item = this.path.at(-1)
    const isFirst = item?.type === 'item' && !item.isWritten
    this.add({ type: 'paragraph', lines: isFirst ? withoutBox(item, lines) : lines })
  }

  /** Adds a block, behind the paragraph that was being read. */
  add(block: WithoutPath<Block>): void {
    if (block.type !== 'paragraph') this.flush()
    const path = this.settledPath()
    for (const container of path) if (container.type === 'item') container.isWritten = true
    this.blocks.push({ ...block, path, blankLines: this.blankLines })
    this.blankLines = 0
  }

  /** The path without items that hold nothing but further lists: those belong to the item above, or stand a level higher. */
  private settledPath(): Container[] {
    const above = this.blocks.at(-1)?.path ?? []
    return this.path.flatMap((container, at) => {
      if (container.type === 'quote' || container.isWritten || this.path[at + 1]?.type !== 'item') return [container]
      return above[at]?.type === 'item' ? [above[at]] : []
    })
  }
}

function withoutBox(item: Item, [line = [], ...further]: readonly (readonly Run[])[]): (readonly Run[])[] {
  const [first, ...rest] = withoutIndent(line)
  const box = first && item.task === null ? writtenBox(first.text) : null
  if (!first || !box) return [first ? [first, ...rest] : [], ...further]
  item.task = box.task
  const text = first.text.slice(box.length)
  return [text === '' ? rest : [{ ...first, text }, ...rest], ...further]
}
