import { url as inspectorAddress } from 'node:inspector'
import { type App, app, type Session, session } from 'electron'

/** Where the window's page comes from: the only origin that ever loads, calls or is navigated to. */
export const pageOrigin = 'app://twofold'

/** The window's browser session: in memory only, so that nothing a page held is ever written to the profile. */
export const pagePartition = 'window'

/** Chromium's and Node's switches that open a port, or a pipe, through which another program sees everything. */
const debuggingSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-wait',
  'inspect-port',
]

/** Whether a debugger was asked for, by a switch however it is written or by NODE_OPTIONS. Tests of an app that isn't packaged may. */
export function isDebuggingAsked(env: NodeJS.ProcessEnv): boolean {
  if (!app.isPackaged && env['TWOFOLD_TEST'] === '1') return false
  return inspectorAddress() !== undefined || debuggingSwitches.some((name) => app.commandLine.hasSwitch(name))
}

/** Denies every page everything but itself: permissions, navigation, windows, frames, requests, downloads. */
export function lockDown(): void {
  for (const pages of [session.defaultSession, session.fromPartition(pagePartition)]) lockDownSession(pages)
  denyContents(app)
}

function lockDownSession(pages: Session): void {
  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  pages.setPermissionCheckHandler(() => false)
  pages.setDevicePermissionHandler(() => false)
  // The dictionaries would be fetched from a server by default.
  pages.setSpellCheckerEnabled(false)
  pages.setSpellCheckerLanguages([])
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

/** True for the page's own files and for `blob:` images, which need no network. */
function isOwnRequest(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && (url.protocol === 'blob:' || originOf(url) === pageOrigin)
}

/** The origin of an address of a scheme that Node's URL doesn't know to have one: all of it is compared, no part. */
export const originOf = (url: URL) => `${url.protocol}//${url.host}`
