import type { EditorState, TransactionSpec } from '@codemirror/state'
import { markEdit, type MarkChange } from './command-marks'
import { nodeAround } from './dialect'
import { selectedLines } from './line-marks'
import { asLinkTarget, linkAddress, type LinkAddress } from './link-address'

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
  const link = nodeAround(state, pos, ['Link', 'Image', 'Autolink']) ?? nodeAround(state, pos, ['URL'])
  if (!link) return null
  const target = link.name === 'URL' ? link : link.getChild('URL')
  if (!target) return null
  const { from, to } = link
  const [open, close] = link.getChildren('LinkMark')
  const words = open && close ? { from: open.to, to: close.from } : { from, to }
  const address = linkAddress(state.sliceDoc(target.from, target.to))
  return { from, to, words, target: { from: target.from, to: target.to }, address }
}

/** The part of the selection that a link can be made of: what lies on its first line, without the space around. */
export function linkableWords(state: EditorState): { from: number; to: number } {
  const { from, to } = state.selection.main
  const line = selectedLines(state)[0] ?? state.doc.lineAt(from)
  const end = Math.min(to, line.to)
  const text = state.sliceDoc(from, end)
  const start = from + (text.length - text.trimStart().length)
  return { from: start, to: Math.max(start, from + text.trimEnd().length) }
}

/**
 * The edit that makes a link of the selected words, gives the link around the caret this address, or, with neither,
 * inserts the host as a link's words.
 */
export function linkedTo(state: EditorState, address: LinkAddress): TransactionSpec {
  const target = asLinkTarget(address)
  const around = linkAt(state, state.selection.main.head)
  if (around && around.words.to < around.target.from) {
    return { ...markEdit(state, [{ ...around.target, insert: target, role: 'address' }]), userEvent: 'input.link' }
  }
  const selected = linkableWords(state)
  const { from, to, words } = around ?? { ...selected, words: selected }
  // Words that were not there are written like any others: two people's are two.
  const edit =
    from === to
      ? { changes: state.changes({ from, insert: `[${address.host}](${target})` }) }
      : markEdit(state, [
          { from, to: words.from, insert: '[', role: 'link-open' },
          ...escapes(state.sliceDoc(words.from, words.to), words.from),
          { from: words.to, to, insert: `](${target})`, role: 'link-close' },
        ])
  const selection = { anchor: edit.changes.mapPos(to, 1) }
  return { ...edit, selection, scrollIntoView: true, userEvent: 'input.link' }
}

/** The edit that leaves a link's words and takes its target and brackets away, or null when there is no such link. */
export function unlinked(state: EditorState): TransactionSpec | null {
  const link = linkAt(state, state.selection.main.head)
  if (!link || link.words.to >= link.target.from) return null
  const changes: MarkChange[] = [
    { from: link.from, to: link.words.from, role: 'link-open' },
    { from: link.words.to, to: link.to, role: 'link-close' },
  ]
  return { ...markEdit(state, changes), userEvent: 'delete.link' }
}

/** Brackets among the words would end the link too early, so each that isn't escaped yet gets its backslash. */
function escapes(words: string, from: number): MarkChange[] {
  return [...words.matchAll(/\\.|[[\]]/gs)]
    .filter(([found]) => found === '[' || found === ']')
    .map(({ index }) => ({ from: from + index, insert: '\\', role: 'escape' }))
}
