import type { RefObject } from 'react'
import type { EntryId } from '../shared/ids'
import { EntryPane, type EntryPaneProps } from './EntryPane'
import type { OpenEntry } from './lib/open-entry'
import type { JournalState } from './lib/use-journal'
import { useKnownTags } from './lib/use-known-tags'
import { useOpenMarks } from './lib/use-open-marks'
import { PagePlace } from './PagePlace'
import { PartBoundary } from './PartBoundary'

export interface OpenPageProps extends Pick<
  EntryPaneProps,
  | 'api'
  | 'nonce'
  | 'canShare'
  | 'control'
  | 'openings'
  | 'saving'
  | 'shared'
  | 'onNew'
  | 'onOpen'
  | 'onBack'
  | 'onSelection'
  | 'onRefused'
> {
  journal: JournalState
  /** Where the list is. */
  list: RefObject<HTMLElement | null>
  /** List and page alternate, and it is the list's turn. */
  isHidden: boolean
}

/** The open entry with what the journal knows about it. */
export function OpenPage({ journal, control, list, isHidden, ...props }: OpenPageProps) {
  const { entries } = journal.entries
  const knownTags = useKnownTags(entries)
  const marks = useOpenMarks(entries, control.open?.entry.id ?? null)
  const isReadOnly = journal.status?.damage != null
  return (
    <PagePlace
      openings={props.openings}
      writable={isReadOnly ? null : writableId(control.open)}
      {...{ list, isHidden }}
    >
      <PartBoundary>
        <EntryPane
          {...{ ...props, control, knownTags, marks, isReadOnly }}
          showCursor={journal.settings?.showCursor ?? false}
          partner={journal.partner}
          held={journal.held}
        />
      </PartBoundary>
    </PagePlace>
  )
}

/** The id of an open entry that can be written in. */
const writableId = (open: OpenEntry | null): EntryId | null =>
  open && !open.isReadOnly && open.entry.trashedAt === null ? open.entry.id : null
