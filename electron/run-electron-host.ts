import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, shell } from 'electron'
import { background, bestEffort, type ReportError } from '../shared/background'
import { type HostArguments, readArguments } from './adapters/arguments'
import { diskFiles } from './adapters/disk-files'
import { createHostFolders } from './adapters/host-folders'
import { lookForVault } from './core/vault/look'
import { platformName } from './adapters/platform'
import { createPreferencesFile } from './adapters/preferences-file'
import { brokenVaultSentence } from './adapters/root-net'
import { systemClock } from './adapters/system-clock'
import { openPartnerLinkAt } from './adapters/link/open-partner-link'
import { createHost, type Host } from './core/host/host'
import { type KeptPreferences, keepPreferences } from './core/host/kept-preferences'
import { createOpenedInvite, type OpenedInvite } from './core/host/opened-invite'
import { declareAppProtocol, serveAppProtocol } from './shell/app-protocol'
import { hearInviteLinks } from './shell/invite-links'
import { handleCalls } from './shell/ipc'
import { createLeaving, leaveWhenAsked } from './shell/leaving'
import { isDebuggingAsked, lockDown } from './shell/lockdown'
import { createAppMenu } from './shell/menu'
import { StartRefusal } from './shell/start-failure'
import { showTheme } from './shell/theme'
import { startUtilityVaultProcess } from './shell/utility-vault-process'
import { createWindowKeeper, type WindowKeeper } from './shell/window'

/** What the root gives, and what it hears. */
interface Root {
  /** The folder of the built entry. */
  here: string
  report: ReportError
  /** Says why there will be no window, and ends. */
  notStarted(error: unknown): void
  /** There is a window: from here on an error makes durable what it may have put at risk. */
  onOpen(host: Host): void
}

/** Puts the Electron host together. What must be said before Electron is ready has been said when this returns. */
export function runElectronHost(root: Root): void {
  try {
    begin(argumentsOrRefusal(), root)
  } catch (error) {
    root.notStarted(error)
  }
}

function argumentsOrRefusal(): HostArguments {
  try {
    return readArguments(process.argv.slice(1), { lenient: true })
  } catch (error) {
    // It quotes nothing but the command.
    throw error instanceof RangeError ? new StartRefusal(`Twofold could not start: ${error.message}.`) : error
  }
}

function begin(given: HostArguments, root: Root): void {
  if (isDebuggingAsked(process.env)) {
    throw new StartRefusal(
      'Twofold does not open where another program could look inside: leave the debugging port out.',
    )
  }
  app.setPath('userData', makeProfile(given.dataFolder))
  app.commandLine.appendSwitch('disable-breakpad')
  declareAppProtocol()
  const invite = createOpenedInvite(given.invite)
  /** Brings the window to the front and tells it of the link; nothing to do before there is one. */
  let openAgain = () => {}
  hearInviteLinks((link) => {
    if (link) invite.keep(link)
    openAgain()
  })
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  background(
    app
      .whenReady()
      .then(() => open({ given, invite, root, onWindow: (focus) => (openAgain = focus) }))
      .catch(root.notStarted),
  )
}

function makeProfile(dataFolder: string): string {
  const profile = join(dataFolder, 'electron-window')
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 })
  } catch {
    throw new StartRefusal(`Twofold can’t keep its settings in ${dataFolder}: that folder can’t be written.`)
  }
  return profile
}

async function open(parts: {
  given: HostArguments
  invite: OpenedInvite
  root: Root
  onWindow(focus: () => void): void
}): Promise<void> {
  const { given, invite, root } = parts
  const { here } = root
  // All after this is one step: a later start, or a link, finds no window yet or the one there is.
  await serveAppProtocol(join(here, '../renderer'))
  const preferences = keepPreferences(createPreferencesFile({ dataFolder: given.dataFolder, fixedFolder: given.vault }))
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
  const host = composeHost({ windows, preferences, invite, given, root })
  const leaving = createLeaving({ session: host.session, windows })

  Menu.setApplicationMenu(createAppMenu(process.platform))
  lockDown()
  leaveWhenAsked({ leave: leaving.leave, flush: host.session.flush })
  parts.onWindow(() => {
    windows.focus()
    host.invited()
  })
  app.on('activate', () => windows.focus())
  handleCalls(host.call)
  windows.renew()
  root.onOpen(host)
}

function composeHost(parts: {
  windows: WindowKeeper
  preferences: KeptPreferences
  invite: OpenedInvite
  given: HostArguments
  root: Root
}): Host {
  const { windows, preferences, invite, given, root } = parts
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
        script: join(root.here, 'vault-process.js'),
        folder,
        clock: systemClock,
        page: windows,
      }),
    openLink: openPartnerLinkAt(given.linkHost),
    signal: (name, payload) => windows.signal(name, payload),
    hasPage: () => windows.hasPage(),
    onLocked: () => windows.renew(),
    onBug: (name, error) => root.report(error, name),
    onWindowError: (error) => process.stderr.write(`Twofold window: ${error}\n`),
    onBroken: (end) => process.stderr.write(`${brokenVaultSentence(end)}\n`),
  })
}
