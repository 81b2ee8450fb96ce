import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { treeUpTo } from '../../renderer/features/page/dialect'
import { isNumberOfWords } from '../../renderer/features/page/list-numbers'

export const kindNames = ['StrongEmphasis', 'Emphasis', 'Strikethrough'] as const

/** One code unit of what a page says: all but marks and space. */
export interface ReadLetter {
  letter: string
  at: number
  /** Names of the kinds that it is of, sorted; null where none could be seen. */
  kinds: string | null
}

const marks = /^(?:ListMark|QuoteMark|HeaderMark|TaskMarker|EmphasisMark|StrikethroughMark|LinkMark|LinkTitle)$/
const verbatim = /^(?:FencedCode|HorizontalRule|TableDelimiter|HardBreak)$/
const guard = '&zwnj;'

/** Reads a whole page, by its own tree, as one who sees it does; where `isSeen` of the ticks around code and the
 * brackets of a link that leads nowhere, too, only what one sees. */
export function lettersRead(state: EditorState, { isSeen = false } = {}): ReadLetter[] {
  const text = state.doc.toString()
  const kindsAt = Array.from({ length: text.length }, () => new Set<string>())
  const isMark = new Uint8Array(text.length)
  const isUnseen = new Uint8Array(text.length)
  treeUpTo(state, text.length).iterate({
    enter({ name, from, to, node }) {
      const isKind = (kindNames as readonly string[]).includes(name)
      if (isKind) for (let at = from; at < to; at++) kindsAt[at]?.add(name)
      const isTarget = name === 'URL' && isBehindWords(node)
      const isGuard = name === 'Entity' && text.slice(from, to) === guard && isBesideRun(node)
      if ((marks.test(name) && !isNumberOfWords(state, node) && !(isSeen && isBracket(node))) || isTarget || isGuard)
        isMark.fill(1, from, to)
      if (name === 'Escape' || (name === 'HardBreak' && text.charAt(from) === '\\')) isMark[from] = 1
      if (isSeen && name === 'CodeMark' && node.parent?.name === 'InlineCode') isMark.fill(1, from, to)
      if (verbatim.test(name)) isUnseen.fill(1, from, to)
    },
  })
  return text.split('').flatMap((letter, at) => {
    if (isMark[at] === 1 || letter.trim() === '') return []
    return [{ letter, at, kinds: isUnseen[at] === 1 ? null : [...(kindsAt[at] ?? [])].toSorted().join() }]
  })
}

/** An address may also be what a link's words are. */
const isBehindWords = ({ parent, from }: SyntaxNode) =>
  (parent?.name === 'Link' || parent?.name === 'Image') && from > (parent.getChildren('LinkMark')[1]?.from ?? Infinity)

const isBracket = ({ name, parent }: SyntaxNode) =>
  name === 'LinkMark' && (parent?.name === 'Link' || parent?.name === 'Image') && !parent.getChild('URL')

function isBesideRun({ prevSibling, nextSibling, from, to }: SyntaxNode): boolean {
  const isRun = (node: SyntaxNode | null) => node !== null && (kindNames as readonly string[]).includes(node.name)
  return (isRun(prevSibling) && prevSibling?.to === from) || (isRun(nextSibling) && nextSibling?.from === to)
}
