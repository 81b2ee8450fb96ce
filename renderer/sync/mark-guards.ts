import * as Y from 'yjs'
import { guard } from '../../shared/flanking'
import { holds, type Mark, markText } from './mark-run'

/** Whether a mark is no more than a guard, as one is that was written beside a mark which was there. */
export const isGuard = (mark: Mark): boolean => markText(mark) === guard

/** What is put back comes behind what it stands for, under the next number. */
const isSign = ({ id, content }: Y.Item, { clock }: Y.ID) =>
  content instanceof Y.ContentString && /[*_~]/.test(content.str.charAt(clock - id.clock))

/** Whether this item was written by itself. A guard that was written in one with its mark goes with it. */
export function isWrittenAlone({ store }: Y.Doc, item: Y.Item): boolean {
  const { id, origin, length } = item
  const isTail =
    origin?.client === id.client && origin.clock === id.clock - 1 && isSign(Y.getItem(store, origin), origin)
  const end = id.clock + length
  const next = end < Y.getState(store, id.client) ? Y.getItem(store, Y.createID(id.client, end)) : null
  return !isTail && !(next instanceof Y.Item && holds([item], next.origin))
}
