import { historyField, redoDepth, undoDepth } from '@codemirror/commands'
import type { EditorState } from '@codemirror/state'
import type * as Y from 'yjs'
import { createSharedHistory, type SharedHistory } from './shared-undo'

/** Of so many entries of each journal, those left last, a window remembers what can be taken back. */
export const mostEntries = 32
/** Room for the states of private pages, all together, in UTF-16 code units of JSON. */
const mostUnits = 8 * 1024 * 1024

/** A private page's text with its history, as `EditorState.fromJSON` takes it with `historyFields`. */
export interface LeftState {
  readonly doc: string
}
export const historyFields = { history: historyField }

/**
 * What this window can take back in the entries whose pages have been left. It lasts as long as the window has the vault
 * open, is written nowhere, and holds one's own edits alone. The page that is left comes last, and the first one goes
 * where there are too many; what has nothing to take back isn't counted.
 */
export interface PageHistories {
  /** The history of a shared text, to go on with. */
  of(text: Y.Text): SharedHistory
  /** The page of the text is left; its history ends with the text's document. */
  leaveShared(text: Y.Text, history: SharedHistory): void
  /** The state in which the page of a private entry was left, or null where its body is another one now. */
  stateOf(entryId: string, body: string): LeftState | null
  leavePrivate(entryId: string, state: EditorState): void
}

/** The history of a shared page that was left, waiting for the page or for the end of its document. */
interface LeftHistory {
  readonly history: SharedHistory
  /** Ends the waiting, for a window has one document for all its pages. */
  letGo(): void
}

export function createPageHistories(): PageHistories {
  const shared = createRecent<Y.Text, LeftHistory>({
    sizeOf: () => 0,
    drop({ history, letGo }) {
      letGo()
      history.manager.destroy()
    },
  })
  const states = createRecent<string, string>({ sizeOf: (json) => json.length, drop: () => {} })
  return {
    of(text) {
      const left = shared.take(text)
      left?.letGo()
      return left?.history ?? createSharedHistory(text)
    },
    leaveShared(text, history) {
      const { manager } = history
      const { doc } = manager
      const isOfUse = manager.canUndo() || manager.canRedo()
      if (!isOfUse || doc.isDestroyed) return manager.destroy()
      const end = () => shared.take(text)
      doc.on('destroy', end)
      shared.put(text, { history, letGo: () => doc.off('destroy', end) })
    },
    stateOf(entryId, body) {
      const json = states.take(entryId)
      const left = json === null ? null : (JSON.parse(json) as LeftState)
      return left?.doc === body ? left : null
    },
    leavePrivate(entryId, state) {
      if (undoDepth(state) > 0 || redoDepth(state) > 0) states.put(entryId, JSON.stringify(state.toJSON(historyFields)))
    },
  }
}

/** The values that were put last, within bounds. */
function createRecent<Key, Value>({ sizeOf, drop }: { sizeOf(value: Value): number; drop(value: Value): void }) {
  const values = new Map<Key, Value>()
  let size = 0
  const take = (key: Key): Value | null => {
    const value = values.get(key)
    if (value === undefined) return null
    values.delete(key)
    size -= sizeOf(value)
    return value
  }
  return {
    take,
    put(key: Key, value: Value): void {
      values.set(key, value)
      size += sizeOf(value)
      for (const oldest of values.keys()) {
        if (values.size <= mostEntries && size <= mostUnits) return
        const dropped = take(oldest)
        if (dropped !== null) drop(dropped)
      }
    },
  }
}
