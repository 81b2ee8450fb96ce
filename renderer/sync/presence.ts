import { Awareness, removeAwarenessStates } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { EntryId } from '../../shared/ids'
import type { Cursor, PartnerPresence, PresenceClaim } from './partner-claims'

/** Where the partner's caret is in the entry that both have open. */
export interface PartnerCursor extends Cursor {
  readonly client: number
  readonly name: string
  readonly color: 'first' | 'second'
}

/** Who is where: told to the partner only as far as allowed, shown only where both are. */
export interface Presence {
  readonly awareness: Awareness
  /** The entry on the page, or null. Nothing at all is told unless `allowed`. */
  set(entry: EntryId | null, allowed: boolean): void
  setCursor(cursor: Cursor | null): void
  /** The partner's carets in the entry that is open here. Keeps its reference between changes. */
  cursors(): readonly PartnerCursor[]
  /** Told after each change of `cursors`, never within `setCursor`. */
  subscribe(listener: () => void): () => void
  /** Tells the partner's window anew: it has just come. */
  renew(): void
  /** The partner's window is gone, and with it its carets. */
  dropPartner(): void
  destroy(): void
}

/** Makes the presence of a window over the replica's document; it outlives each live room. */
export function createPresence(doc: Doc): Presence {
  const awareness = new Awareness(doc)
  const listeners = new Set<() => void>()
  const own: Own = { entry: null, isAllowed: false, cursor: null }
  let shown: readonly PartnerCursor[] = []
  let told = ''

  const others = () =>
    [...(awareness.getStates() as Map<number, PartnerPresence>)].filter(([client]) => client !== awareness.clientID)
  const tell = (always: boolean) => {
    const claim = claimOf(own, others())
    const written = JSON.stringify(claim)
    if (!always && written === told) return
    told = written
    awareness.setLocalState(claim)
  }
  const show = () => {
    const next = cursorsIn(own.entry, others())
    if (JSON.stringify(next) === JSON.stringify(shown)) return
    shown = next
    for (const listener of listeners) listener()
  }
  awareness.on('change', (_change: unknown, origin: unknown) => {
    if (origin === 'local') return
    tell(false)
    show()
  })

  return {
    awareness,
    set(entry, allowed) {
      if (entry !== own.entry) own.cursor = null
      own.entry = entry
      own.isAllowed = allowed
      tell(false)
      show()
    },
    setCursor(cursor) {
      own.cursor = cursor
      tell(false)
    },
    cursors: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    renew: () => tell(true),
    dropPartner() {
      const clients = others().map(([client]) => client)
      // Else the same window's word would be taken for an old one when it comes back.
      for (const client of awareness.meta.keys()) if (client !== awareness.clientID) awareness.meta.delete(client)
      removeAwarenessStates(awareness, clients, 'closed')
    },
    destroy: () => awareness.destroy(),
  }
}

interface Own {
  entry: EntryId | null
  isAllowed: boolean
  cursor: Cursor | null
}
type Others = readonly (readonly [client: number, state: PartnerPresence])[]

/** Where one's caret is, only who has the same entry open is told. */
function claimOf({ entry, isAllowed, cursor }: Own, others: Others): PresenceClaim {
  if (!isAllowed || !entry) return {}
  const isShared = others.some(([, state]) => state.entry === entry)
  return { entry, ...(isShared && cursor ? { cursor } : {}) }
}

function cursorsIn(entry: EntryId | null, others: Others): PartnerCursor[] {
  if (!entry) return []
  return others.flatMap(([client, state]) =>
    state.entry === entry && state.cursor ? [{ client, ...state.user, ...state.cursor }] : [],
  )
}
