import type { SnapshotContent, UpdateContent, Vector } from './file-content'
import type { JournalWriter } from './journal-writer'

/** The chains that this device writes in one journal. */
export interface JournalWriters {
  readonly content: JournalWriter<{ update: UpdateContent } | { snapshot: SnapshotContent }>
  readonly coverage: JournalWriter<Vector>
}
