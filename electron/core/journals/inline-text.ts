import { guard } from '../../../shared/flanking'
import type { InlineConstruct, Span } from '../../../shared/markdown/inline-construct'
import { inlineConstructs } from '../../../shared/markdown/inline-constructs'

/**
 * The text of a paragraph, a heading or a cell without the marks of links, code and emphasis and the backslashes, which
 * are those that the page hides. In time proportional to the length of the text.
 */
export function inlineText(text: string): string {
  const hidden = inlineConstructs(text, isAddress).flatMap((construct) => hiddenOf(text, construct))
  return withoutHidden(text, hidden)
}

const address = /^(?:(?:https:\/\/|mailto:).+|[^@/:]{1,64}@[^@/:]{1,255})$/i

/** An address that the page shows without the angle brackets around it. */
const isAddress = (written: string) => address.test(written)

/** What of a construct isn't shown. */
function hiddenOf(text: string, construct: InlineConstruct): Span[] {
  const { name, from } = construct
  switch (name) {
    case 'Emphasis':
    case 'StrongEmphasis':
    case 'Strikethrough':
      return around(withGuards(text, construct), construct.inner)
    case 'InlineCode':
    case 'Autolink':
      return around(construct, construct.inner)
    case 'Link':
    case 'Image': {
      const { inner, target } = construct
      // Of a link without words the page shows where it leads.
      const shown = inner.to > inner.from ? inner : target?.address
      return target?.address && shown ? around(construct, shown) : []
    }
    case 'Escape':
      return [{ from, to: from + 1 }]
    case 'HardBreak':
      return text.charAt(from) === '\\' ? [{ from, to: from + 1 }] : []
    case 'BareAddress':
    case 'Entity':
      return []
  }
}

const around = ({ from, to }: Span, inner: Span): Span[] => [
  { from, to: inner.from },
  { from: inner.to, to },
]

/** A guard right beside a mark goes with it. */
function withGuards(text: string, { from, to }: Span): Span {
  return {
    from: text.startsWith(guard, from - guard.length) ? from - guard.length : from,
    to: text.startsWith(guard, to) ? to + guard.length : to,
  }
}

/** A line's end stays, also within what is hidden: the page hides none. */
function withoutHidden(text: string, hidden: Span[]): string {
  let plain = ''
  let at = 0
  for (const { from, to } of hidden.toSorted((one, other) => one.from - other.from)) {
    plain += text.slice(at, from)
    if (text.slice(from, to).includes('\n')) plain += '\n'
    at = Math.max(at, to)
  }
  return plain + text.slice(at)
}
