import { Annotation, EditorState, type Extension, StateField, type Transaction } from '@codemirror/state'
import { askedFor } from './command-marks'
import { mapSpan, type Span } from './inline-marks'

/** What CodeMirror calls each edit of a composition; the first has `.start` behind it. */
export const composes = 'input.type.compose'
/** Marks the edit that puts backslashes before what was composed: nobody composed them. */
export const isFinish = Annotation.define<true>()

/** Where what an input method composes stands, or stood when it was taken back. */
interface Composed extends Span {
  /** Whether words went for it that it hadn't composed itself. */
  readonly tookOthers: boolean
}

/** Knows the letters of the latest composition: as long as they can be taken back, none of their signs is a mark. */
export const composedSpan = StateField.define<Composed | null>({
  create: () => null,
  update(composed, transaction) {
    const { changes, docChanged } = transaction
    if (!docChanged) return composed
    if (!isComposing(transaction)) return composed && mapSpan(composed, changes)
    const known = isStart(transaction) ? null : composed
    const put: Span[] = known ? [mapSpan(known, changes)] : []
    let tookOthers = known?.tookOthers ?? false
    changes.iterChanges((fromA, toA, from, to) => {
      tookOthers ||= toA > fromA && (!known || fromA < known.from || toA > known.to)
      if (!transaction.annotation(askedFor)) put.push({ from, to })
    })
    put.push(...(transaction.annotation(askedFor) ?? []))
    return {
      from: Math.min(...put.map(({ from }) => from)),
      to: Math.max(...put.map(({ to }) => to)),
      tookOthers,
    }
  },
})

const isComposing = (transaction: Transaction): boolean =>
  transaction.isUserEvent(composes) && transaction.annotation(isFinish) !== true

const isStart = (transaction: Transaction): boolean => transaction.isUserEvent(`${composes}.start`)

/** What stands there of the composition that an edit goes on with, before it; null where it goes on with none. */
export function composedBefore(transaction: Transaction): Composed | null {
  const isGoingOn = isComposing(transaction) && !isStart(transaction)
  return isGoingOn ? (transaction.startState.field(composedSpan, false) ?? null) : null
}

/**
 * Whether an edit only takes back what was composed in the same composition, or puts signs in its place: it cuts no mark, and
 * what its signs mean is looked at when the composition has ended.
 */
export function leavesMarks(transaction: Transaction): boolean {
  const composed = composedBefore(transaction)
  if (!composed) return false
  let leaves = true
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const isOfSigns = inserted.length === 0 || /[*_~`[\]\\]/.test(inserted.toString())
    leaves &&= isOfSigns && inserted.lines === 1 && from >= composed.from && to <= composed.to
  })
  return leaves
}

/**
 * Beside a mark of the same letters the page can't tell which of them came or went: it is always those of the composition.
 * What it says is the same, and the marks stay known as such.
 */
const besideMarks: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !isComposing(transaction)) return transaction
  const { startState: state, newSelection, effects } = transaction
  const { from, to } = composedBefore(transaction) ?? state.selection.main
  const places: { from: number; to: number; insert: string }[] = []
  transaction.changes.iterChanges((begin, end, _fromB, _toB, inserted) => {
    places.push({ from: begin, to: end, insert: inserted.toString() })
  })
  const [place] = places
  if (!place || places.length > 1 || (place.from >= from && place.to <= to)) return transaction
  const by = place.from < from ? from - place.from : to - place.to
  const changes = moved(place, by, (begin, end) => state.sliceDoc(Math.max(0, begin), end))
  if (!changes || changes.from < from || changes.to > to) return transaction
  return {
    changes,
    selection: newSelection,
    effects,
    scrollIntoView: transaction.scrollIntoView,
    userEvent: isStart(transaction) ? `${composes}.start` : composes,
  }
})

/** The edit that makes the same text at another place, or null where none there does; only of letters that come or go. */
function moved(
  { from, to, insert }: { from: number; to: number; insert: string },
  by: number,
  read: (from: number, to: number) => string,
): { from: number; to: number; insert: string } | null {
  if (insert !== '' && to > from) return null
  const own = insert === '' ? read(from, to) : insert
  const passed = by > 0 ? read(to, to + by) : read(from + by, from)
  const all = by > 0 ? own + passed : passed + own
  const isSame = by > 0 ? all.startsWith(passed) : all.endsWith(passed)
  if (!isSame || passed.length !== Math.abs(by)) return null
  const rotated = by > 0 ? all.slice(by) : all.slice(0, own.length)
  return { from: from + by, to: to + by, insert: insert === '' ? '' : rotated }
}

/** What an input method composes, told apart from what stands around. */
export const composing: Extension = [composedSpan, besideMarks]
