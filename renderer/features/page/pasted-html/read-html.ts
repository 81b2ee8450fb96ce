import { BlockCollector } from './block-collector'
import type { Block, Item } from './blocks'
import { closedAddress, linkOf } from './links'
import { checkedState, itemOf, listOf, markOfSign, wordItem } from './lists'
import { hasNoMargin, marginsByClass } from './margins'
import { textBelow } from './node-order'
import { pictureText } from './pictures'
import { joined, type Run } from './runs'
import { declarations, isUnseen, rootStyle, styleWithin, type Style } from './style'
import { dataCells, rowsOf } from './tables'
import { verbatimText } from './verbatim'

/** What holds no words for people, or words that stand there only where something can't be shown. */
const leftOut = new Set(
  'script style noscript template title meta head link iframe object embed video audio canvas map select datalist textarea'.split(
    ' ',
  ),
)
const isLeftOut = ({ localName }: Element) => leftOut.has(localName)
/** What stands apart from what is around it, as by an empty line. */
const apart = new Set('p h1 h2 h3 h4 h5 h6 ul ol menu dir dl blockquote pre table hr figure fieldset'.split(' '))
/** What begins on a line of its own. */
const onLines = new Set(
  'div dt dd li tr td th caption address article aside body center details figcaption footer form header hgroup legend main nav section summary option'.split(
    ' ',
  ),
)

/** A browser's own parser nests no deeper; what lies below is read as mere words. */
const deepestNesting = 512

/** The blocks below a node of an inert document, in their order. */
export function blocksIn(root: Node): Block[] {
  const { ownerDocument } = root
  const reader = new Reader(ownerDocument ? marginsByClass(ownerDocument) : new Map(), false, 0)
  reader.children(root, rootStyle)
  return reader.finish()
}

class Reader {
  private readonly found = new BlockCollector()
  /** Word's latest item of each level, while only they have come. */
  private wordItems: Item[] = []

  constructor(
    private readonly margins: ReturnType<typeof marginsByClass>,
    private isInLayout: boolean,
    private depth: number,
  ) {}

  finish(): Block[] {
    this.found.flush()
    return this.found.blocks
  }

  children(node: Node, style: Style): void {
    this.depth++
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === child.TEXT_NODE) this.words(child.nodeValue ?? '', style)
      else if (child.nodeType === child.ELEMENT_NODE) this.element(child as Element, style)
    }
    this.depth--
  }

  private element(element: Element, around: Style): void {
    const own = declarations(element)
    if (isLeftOut(element) || isUnseen(element, own)) return
    if (this.depth > deepestNesting) return this.words(textBelow(element, isLeftOut), around)
    const style = styleWithin(element, own, around)
    const checked = element.localName === 'li' ? null : checkedState(element)
    if (checked !== null) this.box(checked, style)
    switch (element.localName) {
      case 'br':
        return this.found.lines.break()
      case 'hr':
        return this.found.add({ type: 'rule' })
      case 'img':
      case 'svg':
        return checked === null ? this.words(pictureText(element), style) : undefined
      case 'q':
        this.words('“', style)
        this.children(element, style)
        return this.words('”', style)
      case 'a':
        return this.link(element, style)
      default:
        return this.block(element, style, own)
    }
  }

  private link(element: Element, style: Style): void {
    const link = linkOf(element)
    if (link !== null) return this.children(element, { ...style, link })
    const address = closedAddress(element)
    if ('instead' in address) return this.words(address.instead, style)
    this.children(element, style)
    this.words(address.behind, style)
  }

  private block(element: Element, style: Style, own: ReadonlyMap<string, string>): void {
    switch (element.localName) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return this.heading(element, style)
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        return this.wholeList(element, style)
      case 'li':
        return this.item(element, style)
      case 'blockquote':
        return this.quote(element, style, own)
      case 'pre':
        return this.preformatted(element, style)
      case 'table':
        return this.table(element, style)
      default:
        return this.stretch(element, style, own)
    }
  }

  /** An element that holds words, or other elements, and means no more than how they lie. */
  private stretch(element: Element, style: Style, own: ReadonlyMap<string, string>): void {
    const word = wordItem(element, own)
    if (word) return this.wordParagraph(element, style, word)
    const isApart = apart.has(element.localName) && !hasNoMargin(own, this.margins.get(element.classList.item(0) ?? ''))
    if (isApart) this.found.flush()
    else if (apart.has(element.localName) || onLines.has(element.localName)) this.found.lines.end()
    else return this.children(element, style)
    this.children(element, style)
    if (isApart) this.found.endParagraph()
    else if (element.localName === 'td' || element.localName === 'th') this.found.lines.endCell()
    else this.found.lines.end()
  }

  private words(text: string, style: Style): void {
    const { bold, italic, struck, code, link } = style
    if (text !== '') this.found.lines.add(text, { bold, italic, struck, code, link }, style.preserved)
  }

  /** A box that stands where an item begins is the item's; any other is a sign among words. */
  private box(checked: boolean, style: Style): void {
    const item = this.found.freshItem
    if (item) item.task ??= checked
    else this.words(checked ? '☑ ' : '☐ ', { ...style, preserved: true })
  }

  private heading(element: Element, style: Style): void {
    this.found.flush()
    this.children(element, { ...style, bold: false, alwaysBold: true })
    const line = joined(this.found.lines.take())
    if (line.length > 0) this.found.add({ type: 'heading', level: Number(element.localName[1]), line })
  }

  private wholeList(element: Element, style: Style): void {
    const [around, own] = [this.found.list, listOf(element)]
    const indent = element.getAttribute('data-indent')
    // Slack draws each level as a list beside the others.
    const above = indent === null ? [] : this.found.itemsAbove(Number(indent) + 1)
    const parents = indent === null ? (around?.last ? [around.last] : []) : above.slice(0, Number(indent))
    // Before any item of the list around there is no level above.
    const former = indent === null ? (parents.length > 0 ? null : around) : (above[Number(indent)]?.list ?? null)
    const isSame = former && (former.next === null) === (own.next === null)
    this.found.within(parents, isSame ? former : own, () => this.children(element, style))
  }

  private item(element: Element, style: Style): void {
    // A part of a list may have been copied without the list.
    const list = (this.found.list ??= listOf(element))
    const item = itemOf(element, list)
    this.found.within([item], null, () => this.children(element, style))
    if (item.isWritten) list.last = item
  }

  private wordParagraph(element: Element, style: Style, { level, sign }: { level: number; sign: string }): void {
    this.found.flush()
    if (!this.wordItems.some((item) => item === this.found.latestItem)) this.wordItems = []
    const before = this.wordItems[level - 1]
    const list = this.wordItems[0]?.list ?? { next: null, step: 1, last: null }
    const item: Item = { type: 'item', list, mark: markOfSign(sign, before), task: null, isWritten: false }
    this.wordItems.length = Math.min(this.wordItems.length, level - 1)
    this.found.within([...this.wordItems, item], null, () => this.children(element, style))
    if (item.isWritten) this.wordItems.push(item)
  }

  private quote(element: Element, style: Style, own: ReadonlyMap<string, string>): void {
    // Mail programs indent with it, and say that they mean no more by drawing no line.
    const isIndent = /^(?:none|0)/.test(own.get('border') ?? own.get('border-left') ?? '')
    this.found.within(isIndent ? [] : [{ type: 'quote' }], null, () => this.children(element, style))
  }

  private preformatted(element: Element, style: Style): void {
    this.found.flush()
    // A mail of mere text, as Thunderbird shows it, is no code.
    if (element.classList.contains('moz-quote-pre')) {
      this.children(element, { ...style, preserved: true })
      return this.found.flush()
    }
    const text = verbatimText(element, deepestNesting - this.depth)
    const language = /(?:^|\s)(?:lang|language)-([\w+#.-]+)/.exec(
      element.firstElementChild?.getAttribute('class') ?? '',
    )
    if (text.trim() !== '') this.found.add({ type: 'code', text, language: language?.[1] ?? '' })
  }

  private table(element: Element, style: Style): void {
    this.found.flush()
    for (const part of Array.from(element.children)) if (part.localName === 'caption') this.element(part, style)
    this.found.flush()
    const cells = dataCells(element, { isInLayout: this.isInLayout })
    if (cells) {
      const rows = cells.map((row) => row.map((cell) => (cell ? this.cell(cell, style) : [])))
      if (rows.some((row) => row.some((cell) => cell.length > 0))) this.found.add({ type: 'table', rows })
      return
    }
    const wasInLayout = this.isInLayout
    this.isInLayout = true
    for (const cell of rowsOf(element).flat()) this.element(cell, style)
    this.isInLayout = wasInLayout
    this.found.flush()
  }

  private cell(cell: Element, style: Style): Run[] {
    const inner = new Reader(this.margins, true, this.depth)
    const own = styleWithin(cell, declarations(cell), style)
    inner.children(cell, cell.localName === 'th' ? { ...own, bold: false, alwaysBold: true } : own)
    return joined(inner.finish().flatMap((block) => (block.type === 'paragraph' ? block.lines : [])))
  }
}
