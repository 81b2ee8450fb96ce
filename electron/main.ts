import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, shell } from 'electron'
import { background, bestEffort } from '../shared/background'
import { readArguments } from './adapters/arguments'
import { diskFiles } from './adapters/disk-files'
import { createHostFolders } from './adapters/host-folders'
import { lookForVault } from './core/vault/look'
import { platformName } from './adapters/platform'
import { createPreferencesFile } from './adapters/preferences-file'
import { brokenVaultSentence, spreadNet } from './adapters/root-net'
import { systemClock } from './adapters/system-clock'
import { openPartnerLinkAt } from './adapters/link/open-partner-link'
import { createHost, type Host } from './core/host/host'
import { type KeptPreferences, keepPreferences } from './core/host/kept-preferences'
import { createOpenedInvite } from './core/host/opened-invite'
import { declareAppProtocol, serveAppProtocol } from './shell/app-protocol'
import { hearInviteLinks } from './shell/invite-links'
import { handleCalls } from './shell/ipc'
import { createLeaving, leaveWhenAsked } from './shell/leaving'
import { isDebuggingAsked, lockDown } from './shell/lockdown'
import { createAppMenu } from './shell/menu'
import { showTheme } from './shell/theme'
import { startUtilityVaultProcess } from './shell/utility-vault-process'
import { createWindowKeeper, type WindowKeeper } from './shell/window'

/**
 * The Electron host: the product. Nothing here may be awaited before the end of this module: Electron is ready only
 * once its entry has been evaluated, and what must be said before that has to be said by then.
 */
const here = import.meta.dirname
/** Makes durable what an error may have put at risk; nothing to do before there is a host. */
let flush = () => {}
const report = spreadNet({ name: 'Twofold', onCaught: () => flush() })
const { dataFolder, vault, linkHost, ...started } = readArguments(process.argv.slice(1), { lenient: true })
const invite = createOpenedInvite(started.invite)
/** Brings the window to the front and tells it of the link; nothing to do before there is one. */
let onOpenedAgain = () => {}
const profile = join(dataFolder, 'electron-window')

if (isDebuggingAsked(process.env)) {
  giveUp('Twofold does not open where another program could look inside: leave the debugging port out.')
} else if (!madeProfile()) {
  giveUp(`Twofold can't keep its settings in ${dataFolder}: that folder can't be written.`)
} else {
  app.setPath('userData', profile)
  app.commandLine.appendSwitch('disable-breakpad')
  declareAppProtocol()
  hearInviteLinks((link) => {
    if (link) invite.keep(link)
    onOpenedAgain()
  })
  if (app.requestSingleInstanceLock()) background(app.whenReady().then(open).catch(failedToStart))
  else app.exit(0)
}

function giveUp(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  app.exit(1)
}

/** Electron only warns of what is rejected here: an app without a window would stay, and keep every other start out. */
function failedToStart(error: unknown): void {
  report(error, 'start')
  dialog.showErrorBox('Twofold', 'Twofold could not start because of a fault in it. Nothing was changed.')
  app.exit(1)
}

function madeProfile(): boolean {
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}

async function open(): Promise<void> {
  // All after this is one step: a later start, or a link, finds no window yet or the one there is.
  await serveAppProtocol(join(here, '../renderer'))
  const preferences = keepPreferences(createPreferencesFile({ dataFolder, fixedFolder: vault }))
  preferences.onChange(({ theme }) => showTheme(theme))
  const windows = createWindowKeeper({
    preload: join(here, '../preload/preload.cjs'),
    zoom: {
      current: () => preferences.current().zoom ?? 1,
      change: (zoom) => background(preferences.change({ zoom })),
    },
    onClosing: () => background(leaving.leave()),
    onSessionEnding: () => leaving.sessionEnds(),
    onCrashed: () => background(replaceCrashed()),
  })
  async function replaceCrashed(): Promise<void> {
    const wasOpen = host.session.isOpen()
    // A vault whose words can't be written stays open, and so does its window.
    await bestEffort(host.session.lock())
    // A vault that was open has renewed the window by locking.
    if (!wasOpen || host.session.isOpen()) windows.renew()
  }
  const host = composeHost(windows, preferences)
  flush = host.session.flush
  const leaving = createLeaving({ session: host.session, windows })

  Menu.setApplicationMenu(createAppMenu(process.platform))
  lockDown()
  leaveWhenAsked(leaving.leave)
  onOpenedAgain = () => {
    windows.focus()
    host.invited()
  }
  app.on('activate', () => windows.focus())
  handleCalls(host.call)
  windows.renew()
}

function composeHost(windows: WindowKeeper, preferences: KeptPreferences): Host {
  return createHost({
    surroundings: {
      host: 'electron',
      platform: platformName(process.platform),
      chooseFolder: async () => {
        const chosen = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] })
        return chosen.filePaths[0] ?? null
      },
      openLink: (url) => shell.openExternal(url),
    },
    folders: createHostFolders((folder) => lookForVault(diskFiles, folder)),
    preferences,
    clock: systemClock,
    invite,
    startVaultProcess: (folder) =>
      startUtilityVaultProcess({
        script: join(here, 'vault-process.js'),
        folder,
        clock: systemClock,
        page: windows,
      }),
    openLink: openPartnerLinkAt(linkHost),
    signal: (name, payload) => windows.signal(name, payload),
    hasPage: () => windows.hasPage(),
    onLocked: () => windows.renew(),
    onBug: (name, error) => report(error, name),
    onWindowError: (error) => process.stderr.write(`Twofold window: ${error}\n`),
    onBroken: (end) => process.stderr.write(`${brokenVaultSentence(end)}\n`),
  })
}
