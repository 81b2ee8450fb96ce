import type { AppState } from '../shared/contract'
import { Help } from './features/settings/Help'
import { Settings } from './features/settings/Settings'
import { Shortcuts } from './features/shortcuts/Shortcuts'
import type { TwofoldApi } from './lib/api'
import type { WindowDialog } from './lib/use-window-actions'

export interface WindowDialogsProps {
  api: TwofoldApi
  state: AppState
  dialog: WindowDialog | null
  onDialog(dialog: WindowDialog | null): void
}

/** The dialogs that any view can open, one at a time. */
export function WindowDialogs({ api, state, dialog, onDialog }: WindowDialogsProps) {
  const close = () => onDialog(null)
  return (
    <>
      <Settings {...{ api, state }} isOpen={dialog === 'settings'} onClose={close} onHelp={() => onDialog('help')} />
      <Shortcuts host={state.host} platform={state.platform} isOpen={dialog === 'shortcuts'} onClose={close} />
      <Help folder={state.folder} isOpen={dialog === 'help'} onClose={close} />
    </>
  )
}
