import './adapters/no-inspector'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, shell } from 'electron'
import { background, bestEffort } from '../shared/background'
import { type HostArguments, readArguments } from './adapters/arguments'
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
import { createOpenedInvite, type OpenedInvite } from './core/host/opened-invite'
import { declareAppProtocol, serveAppProtocol } from './shell/app-protocol'
import { hearInviteLinks } from './shell/invite-links'
import { handleCalls } from './shell/ipc'
import { createLeaving, leaveWhenAsked } from './shell/leaving'
import { isDebuggingAsked, lockDown } from './shell/lockdown'
import { createAppMenu } from './shell/menu'
import { createStartFailure, StartRefusal } from './shell/start-failure'
import { showTheme } from './shell/theme'
import { startUtilityVaultProcess } from './shell/utility-vault-process'
import { createWindowKeeper, type WindowKeeper } from './shell/window'

/**
 * The Electron host: the product. Nothing here may be awaited before the end of this module: Electron is ready only
 * once its entry has been evaluated, and what must be said before that has to be said by then.
 */
const here = import.meta.dirname
const failToStart = createStartFailure()
/** What becomes of an error that nothing has caught: until there is a window the start has failed. */
let onCaught: (error: unknown) => void = failToStart
const report = spreadNet({ name: 'Twofold', onCaught: (error) => onCaught(error) })
/** Brings the window to the front and tells it of the link; nothing to do before there is one. */
let onOpenedAgain = () => {}

try {
  begin(argumentsOrRefusal())
} catch (error) {
  notStarted(error)
}

function argumentsOrRefusal(): HostArguments {
  try {
    return readArguments(process.argv.slice(1), { lenient: true })
  } catch (error) {
    // It quotes nothing but the command.
    throw error instanceof RangeError ? new StartRefusal(`Twofold could not start: ${error.message}.`) : error
  }
}

/** Says all that must be said before Electron is ready. */
function begin(given: HostArguments): void {
  if (isDebuggingAsked(process.env)) {
    throw new StartRefusal(
      'Twofold does not open where another program could look inside: leave the debugging port out.',
    )
  }
  app.setPath('userData', makeProfile(given.dataFolder))
  app.commandLine.appendSwitch('disable-breakpad')
  declareAppProtocol()
  const invite = createOpenedInvite(given.invite)
  hearInviteLinks((link) => {
    if (link) invite.keep(link)
    onOpenedAgain()
  })
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  background(
    app
      .whenReady()
      .then(() => open(given, invite))
      .catch(notStarted),
  )
}

function notStarted(error: unknown): void {
  if (!(error instanceof StartRefusal)) report(error, 'start')
  failToStart(error)
}

function makeProfile(dataFolder: string): string {
  const profile = join(dataFolder, 'electron-window')
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 })
  } catch {
    throw new StartRefusal(`Twofold can't keep its settings in ${dataFolder}: that folder can't be written.`)
  }
  return profile
}

async function open(given: HostArguments, invite: OpenedInvite): Promise<void> {
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
  const host = composeHost({ windows, preferences, invite, given })
  const leaving = createLeaving({ session: host.session, windows })

  Menu.setApplicationMenu(createAppMenu(process.platform))
  lockDown()
  leaveWhenAsked({ leave: leaving.leave, flush: host.session.flush })
  onOpenedAgain = () => {
    windows.focus()
    host.invited()
  }
  app.on('activate', () => windows.focus())
  handleCalls(host.call)
  windows.renew()
  // From here on an error makes durable what it may have put at risk.
  onCaught = () => host.session.flush()
}

function composeHost(parts: {
  windows: WindowKeeper
  preferences: KeptPreferences
  invite: OpenedInvite
  given: HostArguments
}): Host {
  const { windows, preferences, invite, given } = parts
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
    openLink: openPartnerLinkAt(given.linkHost),
    signal: (name, payload) => windows.signal(name, payload),
    hasPage: () => windows.hasPage(),
    onLocked: () => windows.renew(),
    onBug: (name, error) => report(error, name),
    onWindowError: (error) => process.stderr.write(`Twofold window: ${error}\n`),
    onBroken: (end) => process.stderr.write(`${brokenVaultSentence(end)}\n`),
  })
}
