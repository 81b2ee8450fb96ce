import { app } from 'electron'
import { inviteAmong, inviteLinkOf } from '../adapters/invite-link'

/**
 * Hears of every later start of the app, with the invite that was opened as a link or null. To be called while the
 * entry is evaluated: macOS tells the link that has started the app before Electron is ready, and only to who listens.
 */
export function hearInviteLinks(onOpened: (invite: string | null) => void): void {
  app.on('second-instance', (_event, argv) => onOpened(inviteAmong(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    onOpened(inviteLinkOf(url))
  })
  // The system remembers who opens the links: a tree of sources, here today and gone tomorrow, is not to be that.
  if (!app.isPackaged) return
  // A link is what any web page may make one open: after '--' nothing of it is read as a switch.
  app.setAsDefaultProtocolClient('twofold', process.execPath, ['--'])
}
