import { EditorState, type Extension, Transaction } from '@codemirror/state'
import { guard } from '../../../shared/flanking'
import { inCodeBlock } from './dialect'
import { emptyMarksAt } from './empty-marks'
import { otherSpace, withPlainSpaces } from './mark-spaces'

/**
 * A no-break or full-width space that is typed right behind a mark becomes a plain one, so that every reader of Markdown
 * reads the mark as the page does. What is pasted or stored stays as it is.
 */
export const typedSpaces: Extension = EditorState.transactionFilter.of((transaction) => {
  const at = transaction.docChanged && transaction.isUserEvent('input.type') ? typedBehindMark(transaction) : null
  if (at === null) return transaction
  return [transaction, { changes: { from: at, to: at + 1, insert: ' ' }, sequential: true }]
})

/**
 * A space or a line's end that is typed between marks with nothing between them comes before them: behind a mark that
 * opens it would make that mean nothing, and the words that follow are to be what the marks say.
 */
export const spacesBeforeMarks: Extension = EditorState.transactionFilter.of((transaction) => {
  const { startState, changes } = transaction
  const isTyped = ['input', 'input.type'].includes(transaction.annotation(Transaction.userEvent) ?? '')
  const pair = transaction.docChanged && isTyped && startState.selection.main.empty ? emptyMarksAt(startState) : null
  if (!pair) return transaction
  const { head } = startState.selection.main
  const [begin, end] = [changes.mapPos(head, -1), changes.mapPos(head, 1)]
  const typed = transaction.newDoc.sliceString(begin, end)
  // What Enter puts in is a line's end with the marks of the next line.
  const space = typed.startsWith('\n') ? typed : (/^\s+/.exec(typed)?.[0] ?? '')
  if (space === '') return transaction
  // Four tildes that a line begins with are a block of code (GFM 4.5).
  const isFence = typed.startsWith('\n') && startState.sliceDoc(pair.from, pair.to).startsWith('~~~~')
  const moved = [
    { from: changes.mapPos(pair.from, -1), insert: isFence ? space + guard : space },
    { from: begin, to: begin + space.length },
  ]
  return [transaction, { changes: moved, sequential: true }]
})

function typedBehindMark({ startState, newDoc, changes }: Transaction): number | null {
  let [places, at, before] = [0, 0, 0]
  changes.iterChanges((fromA, _toA, fromB, toB) => {
    places++
    if (toB - fromB === 1) [at, before] = [fromB, fromA]
  })
  const line = newDoc.lineAt(at)
  const index = at - line.from
  if (places !== 1 || !otherSpace.test(line.text.charAt(index))) return null
  // A box is still open where the space in it is typed.
  const text = line.text.charAt(index - 1) === '[' ? `${line.text.slice(0, index + 1)}] ` : line.text
  if (withPlainSpaces(text).charAt(index) !== ' ' || inCodeBlock(startState, startState.doc.lineAt(before).from))
    return null
  const above = line.number > 1 ? newDoc.line(line.number - 1).text : ''
  return isDate(line.text.slice(0, index), above) ? null : at
}

/** A number that counts on from nothing is a day or a year, and its space is meant to keep it with the next word. */
function isDate(before: string, above: string): boolean {
  const numberIn = (text: string, end: string) => Number(new RegExp(`^[\\s>]*(\\d{1,9})[.)]${end}`).exec(text)?.[1])
  const number = numberIn(before, '$')
  return number > 1 && numberIn(above, '') !== number - 1
}
