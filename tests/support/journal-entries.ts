import { createSharedEntriesOf } from '../../electron/core/exchange/journal/joined-entries'
import type { Store } from '../../electron/core/journals/store'
import type { Entry } from '../../shared/entry'
import { entryId, type EntryId } from '../../shared/ids'

/** The id that ends with this number. */
export const idOf = (number: number): EntryId =>
  entryId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

/** Ana's entry with this number, but for what a test says of it. */
export function entryOf(number: number, fields: Partial<Entry> = {}): Entry {
  return {
    id: idOf(number),
    kind: 'reflection',
    title: '',
    body: '',
    date: '2026-03-01',
    time: '08:30',
    zone: 'Europe/Berlin',
    mood: null,
    tags: [],
    createdAt: 1_772_350_200_000,
    trashedAt: null,
    ...fields,
  }
}

/** No shared journal at all, as before the first invite. */
export const noSharedEntries = createSharedEntriesOf(
  () => null,
  () => [],
  () => Promise.resolve(),
)

/** A store without a disk, which notes what was touched; `failWith` makes its writes fail until it is undefined. */
export function createMemoryStore<T>(documents: Record<string, T> = {}) {
  const touched = new Set<string>()
  const state: { failWith: unknown } = { failWith: undefined }
  const written: Record<string, T> = {}
  const store: Store<T> = {
    documents,
    touch: (key) => void touched.add(key),
    async write() {
      if (state.failWith !== undefined) throw state.failWith
      for (const key of touched) {
        const document = documents[key]
        if (document === undefined) delete written[key]
        else written[key] = document
      }
      touched.clear()
    },
  }
  return { store, touched, written, state }
}
