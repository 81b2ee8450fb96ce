import type { Element, InlineContext, MarkdownConfig } from '@lezer/markdown'
import type { BracketedWords, InlineConstruct, Marked } from '../../../shared/markdown/inline-construct'
import { inlineConstructs } from '../../../shared/markdown/inline-constructs'
import { linkAddress } from './link-address'

/** What the editor's own parser knows of words: from each beginning it looks for an end through all that follows. */
const own = ['Escape', 'Entity', 'InlineCode', 'HTMLTag', 'Emphasis', 'HardBreak', 'Link', 'Image', 'LinkEnd']

/**
 * The words of a block as `inlineConstructs` reads them, in one step: in time proportional to their length, and nested no
 * deeper than a tree can be walked through. The address of a link is a `URL`; one that stands in the words as it is, also in
 * brackets, is a `BareAddress`, so that neither is taken for the other. A link that can't be opened stays one text, in which
 * nothing is a mark.
 */
export const inlineParser: MarkdownConfig = {
  defineNodes: ['Strikethrough', 'StrikethroughMark', 'BareAddress'],
  remove: own,
  parseInline: [{ name: 'Words', parse: (context, _next, at) => (at === context.offset ? readWords(context) : -1) }],
}

/** Whether the page takes what stands between angle brackets for an address. */
export const isBracketedAddress = (written: string) => /[:@]/.test(written) && linkAddress(written) !== null

function readWords(context: InlineContext): number {
  const constructs = inlineConstructs(context.text, isBracketedAddress)
  for (const element of new TreeWriter(context).nested(constructs)) context.addElement(element)
  return context.end
}

/** Writes constructs as elements of a tree. */
class TreeWriter {
  constructor(private readonly context: InlineContext) {}

  /** The outermost elements of constructs of which none crosses another. */
  nested(constructs: readonly InlineConstruct[]): readonly Element[] {
    const outermost: Element[] = []
    const open: { construct: InlineConstruct; within: Element[] }[] = []
    const close = () => {
      const last = open.pop()
      if (last) (open.at(-1)?.within ?? outermost).push(this.element(last.construct, last.within))
    }
    for (const construct of constructs.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
      while ((open.at(-1)?.construct.to ?? Infinity) <= construct.from) close()
      open.push({ construct, within: [] })
    }
    while (open.length > 0) close()
    return outermost
  }

  private element(construct: InlineConstruct, within: readonly Element[]): Element {
    const { name, from, to } = construct
    switch (name) {
      case 'Emphasis':
      case 'StrongEmphasis':
        return this.node(name, from, to, this.between('EmphasisMark', construct, within))
      case 'Strikethrough':
        return this.node(name, from, to, this.between('StrikethroughMark', construct, within))
      case 'InlineCode':
        return this.node(name, from, to, this.between('CodeMark', construct, []))
      case 'Autolink': {
        const { inner } = construct
        return this.node(name, from, to, this.between('LinkMark', construct, [this.node('URL', inner.from, inner.to)]))
      }
      case 'Link':
      case 'Image':
        return this.node(name, from, to, this.bracketed(construct, within))
      case 'BareAddress':
      case 'Escape':
      case 'Entity':
      case 'HardBreak':
        return this.node(name, from, to)
    }
  }

  private node(name: string, from: number, to: number, children?: readonly Element[]): Element {
    const { offset } = this.context
    return this.context.elt(name, offset + from, offset + to, children)
  }

  private between(mark: string, { from, to, inner }: Marked, words: readonly Element[]): Element[] {
    return [this.node(mark, from, inner.from), ...words, this.node(mark, inner.to, to)]
  }

  private bracketed({ from, to, inner, target, label }: BracketedWords, within: readonly Element[]): Element[] {
    const words = [this.node('LinkMark', from, inner.from), ...within, this.node('LinkMark', inner.to, inner.to + 1)]
    if (label) words.push(this.node('LinkLabel', label.from, label.to))
    if (!target) return words
    const { address, title } = target
    words.push(this.node('LinkMark', inner.to + 1, inner.to + 2))
    if (address) words.push(this.node('URL', address.from, address.to))
    if (title) words.push(this.node('LinkTitle', title.from, title.to))
    words.push(this.node('LinkMark', to - 1, to))
    return words
  }
}
