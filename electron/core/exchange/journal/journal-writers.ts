import type { CoverageContent, SnapshotContent, UpdateContent } from '../format/file-content'
import type { JournalWriter } from '../format/journal-writer'

/** The chains that this device writes in one journal. */
export interface JournalWriters {
  readonly content: JournalWriter<{ update: UpdateContent } | { snapshot: SnapshotContent }>
  readonly coverage: JournalWriter<CoverageContent>
}
