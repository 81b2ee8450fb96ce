import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, shell } from 'electron'
import { readArguments } from './adapters/arguments'
import { diskFiles } from './adapters/disk-files'
import { createHostFolders } from './adapters/host-folders'
import { lookForVault } from './core/vault/look'
import { platformName } from './adapters/platform'
import { createPreferencesFile } from './adapters/preferences-file'
import { systemClock } from './adapters/system-clock'
import { createHost } from './core/host/host'
import { declareAppProtocol, serveAppProtocol } from './shell/app-protocol'
import { handleCalls } from './shell/ipc'
import { lockDown, refuseDebugging } from './shell/lockdown'
import { createAppMenu } from './shell/menu'
import { startUtilityVaultProcess } from './shell/utility-vault-process'
import { createWindowKeeper } from './shell/window'

/** The Electron host: the product. Everything before `whenReady` must be set before Chromium starts. */
const here = import.meta.dirname
const { dataFolder, vault } = readArguments(process.argv.slice(1), { lenient: true })

if (refuseDebugging(process.argv, process.env)) app.exit(1)
declareAppProtocol()
app.commandLine.appendSwitch('disable-breakpad')
app.setPath('userData', join(dataFolder, 'window'))
if (app.requestSingleInstanceLock()) await start()
else app.exit(0)

async function start(): Promise<void> {
  const windows = createWindowKeeper({ preload: join(here, '../preload/preload.cjs'), onClosing: () => quit() })
  const host = createHost({
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
    preferences: createPreferencesFile({ dataFolder, fixedFolder: vault }),
    clock: systemClock,
    startVaultProcess: (folder) =>
      startUtilityVaultProcess({
        script: join(here, 'vault-process.js'),
        folder,
        onPort: (port) => windows.sendPort(port),
      }),
    signal: (name, payload) => windows.signal(name, payload),
    onLocked: () => windows.renew(),
    onBug: (name, error) =>
      process.stderr.write(`${name} failed: ${error instanceof Error ? error.name : 'unknown'}\n`),
  })

  let quitting = false
  async function quit(): Promise<void> {
    if (quitting) return
    quitting = true
    windows.stopRenewing()
    try {
      await host.session.lock()
      app.exit(0)
    } catch {
      // Words that can't be written now would be lost: the window stays, and says why.
      quitting = false
      windows.resumeRenewing()
    }
  }

  app.on('before-quit', (event) => {
    event.preventDefault()
    void quit()
  })
  app.on('window-all-closed', () => void quit())
  app.on('second-instance', () => windows.focus())
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void quit())

  await app.whenReady()
  Menu.setApplicationMenu(createAppMenu(process.platform))
  lockDown()
  await serveAppProtocol(join(here, '../renderer'))
  handleCalls(host.call)
  windows.renew()
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) windows.renew()
  })
}
