import type { EditorState, TransactionSpec } from '@codemirror/state'
import { firstCharacter, lastCharacter } from '../../../shared/flanking'
import type { SyntaxNode } from '@lezer/common'
import { markEdit, markEditInTurn, type MarkChange } from './command-marks'
import { ancestorNamed, inCodeBlock, nodeAround } from './dialect'
import { cellsIn, wholeFor, wordsFrom } from './inline-parts'
import { selectedLines } from './line-marks'
import { linkWritten, unlinkWritten } from './link-across'
import { asLinkTarget, linkAddress, type LinkAddress } from './link-address'
import { guardsAround, guardsBeside, guardsWithin } from './link-guards'
import { isBackslashAt } from './rewritten-marks'

/** A link in the text: the words it shows, where its target stands, and its address if it may be opened. */
export interface FoundLink {
  from: number
  to: number
  words: { from: number; to: number }
  target: { from: number; to: number }
  address: LinkAddress | null
}

/** The link, or bare address, that touches `pos`, or null. */
export function linkAt(state: EditorState, pos: number): FoundLink | null {
  const bare = nodeAround(state, pos, ['BareAddress'])
  const link = linkAround(nodeAround(state, pos, linkNames)) ?? bare
  const target = link?.getChild('URL') ?? bare
  if (!link || !target) return null
  const { from, to } = link
  const [open, close] = link.getChildren('LinkMark')
  const words = open && close ? { from: open.to, to: close.from } : { from, to }
  const address = linkAddress(state.sliceDoc(target.from, target.to))
  return { from, to, words, target: { from: target.from, to: target.to }, address }
}

const linkNames = ['Link', 'Image', 'Autolink']

/** The node or the nearest one around it that leads somewhere: words in brackets alone do not. */
function linkAround(node: SyntaxNode | null): SyntaxNode | null {
  const link = ancestorNamed(node, linkNames)
  return link === null || link.getChild('URL') ? link : linkAround(link.parent)
}

/** The link that the caret stands at, or of which the selection holds a part and not only what is beside it; or null. */
export function selectedLink(state: EditorState): FoundLink | null {
  const { from, to, head } = state.selection.main
  const link = linkAt(state, head)
  return link && (from === to || (link.from < to && link.to > from)) ? link : null
}

/**
 * The part of the selection that a link can be made of: what lies on its first line, without the space around, and all
 * of what would be cut in two. Empty where no words can be a link.
 */
export function linkableWords(state: EditorState): { from: number; to: number } {
  const { from, to } = state.selection.main
  const line = selectedLines(state)[0] ?? state.doc.lineAt(from)
  const start = Math.max(from, Math.min(to, wordsFrom(state, line)))
  const [words = { from: start, to: start }] = cellsIn(state, {
    from: start,
    to: Math.max(start, Math.min(to, line.to)),
  })
  const text = state.sliceDoc(words.from, words.to)
  const begin = words.from + (text.length - text.trimStart().length)
  const end = Math.max(begin, words.from + text.trimEnd().length)
  return begin === end ? { from: begin, to: end } : wholeFor(state, { from: begin, to: end })
}

/**
 * The edit that makes a link of the selected words, gives the link around the caret this address, or, with neither,
 * inserts the host as a link's words. Null where nothing can be a link: in code, and where no way to write one leaves all
 * else what it is, as around a lone backtick.
 */
export function linkedTo(state: EditorState, address: LinkAddress): TransactionSpec | null {
  const target = asLinkTarget(address)
  const around = selectedLink(state)
  if (around && around.words.to < around.target.from) {
    return { ...markEdit(state, [{ ...around.target, insert: target, role: 'address' }]), userEvent: 'input.link' }
  }
  const selected = linkableWords(state)
  const { from, to, words } = around ?? { ...selected, words: selected }
  if (inCodeBlock(state, from)) return null
  if (from === to) {
    // Words that were not there are written like any others: two people's are two.
    const changes = state.changes({ from, insert: `[${address.host}](${target})` })
    return { changes, selection: { anchor: changes.mapPos(to, 1) }, scrollIntoView: true, userEvent: 'input.link' }
  }
  const link: MarkChange[] = [
    ...escapeBefore(state, from),
    { from, to: words.from, insert: '[', role: 'link-open' },
    ...escapes(state.sliceDoc(words.from, words.to), words.from),
    { from: words.to, to, insert: `](${target})`, role: 'link-close' },
  ]
  const written = linkWritten(state, { from, to }, link, guardsAround(state, { from, to }))
  if (!written) return null
  const edit = markEditInTurn(state, written.link, written.marks)
  const close = edit.annotations.value.inserted.find(({ role }) => role === 'link-close')
  const selection = { anchor: close?.to ?? edit.changes.mapPos(to, 1) }
  return { ...edit, selection, scrollIntoView: true, userEvent: 'input.link' }
}

/** The edit that leaves a link's words and takes its target and brackets away, or null when there is no such link. */
export function unlinked(state: EditorState): TransactionSpec | null {
  const link = selectedLink(state)
  if (!link || link.words.to >= link.target.from) return null
  const { from, to, words } = link
  const [before, after] = [state.sliceDoc(Math.max(0, from - 2), from), state.sliceDoc(to, to + 2)]
  const open: MarkChange = { from, to: words.from, role: 'link-open' }
  const close: MarkChange = { from: words.to, to, role: 'link-close' }
  const guards = [
    ...guardsBeside(state, link, words),
    ...guardsWithin(state, words, { before: lastCharacter(before), after: firstCharacter(after) }),
  ]
  const written = unlinkWritten(state, link, [open, close], guards)
  const edit = markEditInTurn(state, written.link, written.marks)
  return { ...edit, userEvent: 'delete.link' }
}

/** Brackets among the words would end the link too early, so each that isn't escaped yet gets its backslash. */
function escapes(words: string, from: number): MarkChange[] {
  const found = [...words.matchAll(/\\.|[[\]]|\\$/gs)].filter(([one]) => one.length === 1)
  return found.map(({ index }) => ({ from: from + index, insert: '\\', role: 'escape' }))
}

/** After a backslash that stands for itself a bracket would, and after an exclamation mark it would be a picture's. */
function escapeBefore(state: EditorState, at: number): MarkChange[] {
  const { from, text } = state.doc.lineAt(at)
  if (isBackslashAt(text, at - from)) return [{ from: at - 1, insert: '\\', role: 'escape' }]
  const isPicture = text.charAt(at - from - 1) === '!' && !isBackslashAt(text, at - from - 1)
  return isPicture ? [{ from: at - 1, insert: '\\', role: 'escape' }] : []
}
