import { type App, app, type Session, session } from 'electron'

/** Where the window's page comes from: the only origin that ever loads, calls or is navigated to. */
export const pageOrigin = 'app://twofold'

/** Refuses what would let another program look inside: a debugging port is for tests alone. */
export function refuseDebugging(argv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const asked = argv.some((argument) =>
    /^--(remote-debugging-(port|pipe|address)|inspect(-brk|-port)?|remote-allow-origins)(=|$)/.test(argument),
  )
  return asked && env['TWOFOLD_TEST'] !== '1'
}

/** Denies every page everything but itself: permissions, navigation, windows, frames, requests, downloads. */
export function lockDown(): void {
  lockDownSession(session.defaultSession)
  denyContents(app)
}

function lockDownSession(pages: Session): void {
  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  pages.setPermissionCheckHandler(() => false)
  pages.setDevicePermissionHandler(() => false)
  // The dictionaries would be fetched from a server by default.
  pages.setSpellCheckerEnabled(false)
  pages.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }))
  pages.on('will-download', (event) => event.preventDefault())
}

function denyContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** True for the page's own files and for what needs no network: `blob:` images and, in tests, the debugger's pages. */
function isOwnRequest(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url) return false
  if (url.protocol === 'app:') return `${url.protocol}//${url.host}` === pageOrigin
  return url.protocol === 'blob:' || url.protocol === 'devtools:'
}
