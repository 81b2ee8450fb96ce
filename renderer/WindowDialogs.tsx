import type { RefObject } from 'react'
import type { AppState } from '../shared/contract'
import { PartnerDialog } from './features/partner/PartnerDialog'
import { UnpairDialog } from './features/partner/UnpairDialog'
import { Help } from './features/settings/Help'
import { Settings } from './features/settings/Settings'
import { Shortcuts } from './features/shortcuts/Shortcuts'
import { PartBoundary } from './PartBoundary'
import type { TwofoldApi } from './lib/api'
import type { PartnerStore } from './lib/partner-store'
import { useOpenedInvite } from './lib/use-opened-invite'
import type { ListHandle, WindowDialog } from './lib/use-window-actions'

export interface WindowDialogsProps {
  api: TwofoldApi
  state: AppState
  partner: PartnerStore
  /** `YYYY-MM-DD` */
  today: string
  dialog: WindowDialog | null
  onDialog(dialog: WindowDialog | null): void
  onNewShared(): void
  list: RefObject<ListHandle | null>
}

/** The dialogs that any view can open, one at a time. */
export function WindowDialogs({ api, state, partner, today, dialog, onDialog, onNewShared, list }: WindowDialogsProps) {
  const close = () => onDialog(null)
  const { opened, forget } = useOpenedInvite(api, partner, () => {
    // The dialog gives the focus back to where it was, and after unlocking that is nowhere.
    if (document.activeElement === document.body) list.current?.focusList()
    onDialog('partner')
  })
  return (
    <PartBoundary onBroken={close} shown={dialog}>
      <Settings
        {...{ api, state, partner, today }}
        isOpen={dialog === 'settings' || dialog === 'partner-settings'}
        begin={dialog === 'partner-settings' ? 'partner' : 'name'}
        onClose={close}
        onHelp={() => onDialog('help')}
        onPair={() => onDialog('partner')}
        onUnpair={() => onDialog('unpair')}
      />
      <Shortcuts host={state.host} platform={state.platform} isOpen={dialog === 'shortcuts'} onClose={close} />
      <Help folder={state.folder} isOpen={dialog === 'help'} onClose={close} />
      <PartnerDialog
        {...{ api, partner, today, opened, onNewShared }}
        isOpen={dialog === 'partner'}
        onForget={forget}
        onClose={close}
      />
      <UnpairDialog {...{ api, partner }} isOpen={dialog === 'unpair'} onClose={close} />
    </PartBoundary>
  )
}
