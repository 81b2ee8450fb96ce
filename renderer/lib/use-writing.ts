import { type RefObject, useCallback } from 'react'
import type { EntryFields } from '../../shared/entry'
import type { EntryId } from '../../shared/ids'
import type { TextChange } from '../../shared/text-change'
import type { Latest, OpenEntry } from './open-entry'
import type { UnsavedWords } from './unsaved-words'
import type { Alteration } from './use-follow'
import type { Writer } from './writer'

export interface Writing {
  /**
   * Changes just made on the page by the person; `body` gives the whole body after them. Those of a shared entry go to
   * the vault by the replica: here they only say that it is blank no more.
   */
  edit(changes: readonly TextChange[], body: () => string): void
  /**
   * Fields of the entry that is open or was until just now: what is finished while it goes still reaches it. `before` is
   * what the person saw in their place, where the entry doesn't tell it.
   */
  describe(id: EntryId, fields: Partial<EntryFields>, before?: Partial<EntryFields>): void
}

interface WritingParts {
  writer: Writer
  unsaved: UnsavedWords
  latestRef: RefObject<Latest>
  alter(alteration: Alteration): void
}

/** The way of what is written on the open page, or is finished on the one before, to the writer. */
export function useWriting(parts: WritingParts): Writing {
  const { writer, unsaved, latestRef, alter } = parts
  const written = useCallback(() => {
    const current = latestRef.current.open
    latestRef.current.isTouched = true
    if (current?.isNew) {
      writer.add(current.entry)
      alter({})
    }
    return current
  }, [writer, latestRef, alter])
  const edit = useCallback(
    (changes: readonly TextChange[], body: () => string) => {
      const current = written()
      latestRef.current.body = body
      if (current) unsaved.wrote(current.entry, body)
      if (current?.journal !== 'private') return
      writer.edit(current.entry.id, latestRef.current.length, changes, body)
      for (const { from, to, insert } of changes) latestRef.current.length += insert.length - (to - from)
    },
    [writer, unsaved, latestRef, written],
  )
  const describe = useCallback(
    (id: EntryId, fields: Partial<EntryFields>, before?: Partial<EntryFields>) => {
      const { open: current, former } = latestRef.current
      noteDescription(unsaved, latestRef.current, { id, fields })
      if (current?.entry.id !== id) return describeFormer(writer, former, id, fields)
      // Of an entry that is gone what is said stays on the page alone, like its words.
      if (!current.isGone) {
        written()
        writer.describe(id, fields, before ?? current.entry)
      }
      alter(fields)
    },
    [writer, unsaved, latestRef, written, alter],
  )
  return { edit, describe }
}

/** What is said of the open entry, or of the one before, is unsaved from now on. */
function noteDescription(
  unsaved: UnsavedWords,
  { open, former, body, formerBody }: Latest,
  { id, fields }: { id: EntryId; fields: Partial<EntryFields> },
): void {
  if (open?.entry.id === id) unsaved.wrote({ ...open.entry, ...fields }, body)
  else if (former?.entry.id === id) unsaved.wrote({ ...former.entry, ...fields }, formerBody)
}

/** A tag that was half typed on a fresh page makes it an entry even as it goes. */
function describeFormer(writer: Writer, former: OpenEntry | null, id: EntryId, fields: Partial<EntryFields>): void {
  const before = former?.entry.id === id ? former : null
  if (before?.isNew) writer.add(before.entry)
  writer.describe(id, fields, before?.entry)
}
