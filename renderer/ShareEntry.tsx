import type { Entry } from '../shared/entry'
import type { EntryId } from '../shared/ids'
import { Page } from './features/page/Page'
import { ShareDialog } from './features/share/ShareDialog'
import type { TwofoldApi } from './lib/api'
import { useLatestValue } from './lib/latest-store'
import type { PartnerStore } from './lib/partner-store'

export interface ShareEntryProps {
  api: TwofoldApi
  partner: PartnerStore
  entry: Entry
  nonce: string
  sharedAt: number | null
  isSharing: boolean
  /** The words on the page as they stand now. */
  body(): string
  onClose(): void
  /** Opens the shared copy. */
  onOpen(id: EntryId): void
}

/** Shares the open private entry, after its words have been looked at as the partner will see them. */
export function ShareEntry({
  api,
  partner,
  entry,
  nonce,
  sharedAt,
  isSharing,
  body,
  onClose,
  onOpen,
}: ShareEntryProps) {
  const partnerName = useLatestValue(partner, (status) => status?.partner?.name ?? null)
  const share = async () => {
    const { id } = await api.shared.share({ id: entry.id })
    onClose()
    onOpen(id)
  }
  return (
    <ShareDialog {...{ entry, partnerName, sharedAt, onClose }} isOpen={isSharing} onShare={share}>
      {isSharing ? (
        <Page
          entryId={entry.id}
          body={body()}
          journal="shared"
          nonce={nonce}
          readOnly
          onChanges={ignore}
          onSelection={ignore}
          onOpenLink={ignore}
        />
      ) : null}
    </ShareDialog>
  )
}

// Read only: nothing is changed, no caret kept, and a link opens where one reads, not where one decides.
const ignore = () => {}
