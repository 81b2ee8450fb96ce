import type { EditorState, TransactionSpec } from '@codemirror/state'
import { inlineMark } from './inline-marks'
import { readInline } from './inline-reading'
import { type ToCome, withToCome } from './marks-to-come'
import { startsBlock } from './paste'
import { wordsBeforeSpace } from './words-to-come'

/**
 * The edit that pastes at a caret where marks are to come. Words of one line get the marks, and a space at their end comes behind these; blocks, lines and what has marks
 * of its own comes as it is, since marks around it would mean nothing, or something else, and stand there as asterisks.
 */
export function pasteToCome(
  state: EditorState,
  toCome: ToCome,
  edit: (into: EditorState) => TransactionSpec,
): TransactionSpec {
  const plain = edit(state)
  const words = wordsOf(state, plain)
  if (canBeMarked(words)) return withToCome(state, toCome, edit)
  if (!canBeMarked(words.trimEnd()) || words.includes('\n')) return plain
  return { ...wordsBeforeSpace(state, toCome, { words, userEvent: 'input.paste' }), scrollIntoView: true }
}

function wordsOf(state: EditorState, { changes = [] }: TransactionSpec): string {
  const words: string[] = []
  state.changes(changes).iterChanges((_fromA, _toA, _fromB, _toB, inserted) => words.push(inserted.toString()))
  return words.join('')
}

/** A space at an edge would take the marks there their meaning, and marks beside others are read together. */
const canBeMarked = (words: string): boolean =>
  words !== '' &&
  words.trim() === words &&
  !words.includes('\n') &&
  !startsBlock(words) &&
  readInline(words).constructs.every(({ name }) => !inlineMark(name))
