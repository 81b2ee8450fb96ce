import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]
const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const windowsPlaces = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/** The Chromium, Chrome or Edge that opens an app window here: the one TWOFOLD_BROWSER names, else an installed one. */
export function findAppBrowser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const named = env['TWOFOLD_BROWSER']
  if (named) return named
  return places(env, platform).find(existsSync) ?? null
}

function places(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return macPlaces
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (root) => root !== undefined,
    )
    return roots.flatMap((root) => windowsPlaces.map((place) => join(root, place)))
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return folders.flatMap((folder) => linuxNames.map((name) => join(folder, name)))
}

/**
 * Opens an app window of its own profile on the address. It is no part of the terminal's process group: the Ctrl+C that
 * asks the app to end would end the page before it is heard out. The address is a secret, and other users may read arguments
 * of processes: so it goes by way of a file that only this user can read, which is removed when the app ends.
 */
export function openAppWindow(options: { browser: string; dataFolder: string; address: string }): ChildProcess {
  const profile = join(options.dataFolder, 'window')
  makeProfile(profile)
  const file = writeAddressFile(options.dataFolder, options.address)
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const switches = [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-extensions',
    '--disable-breakpad',
  ]
  return spawn(
    options.browser,
    [`--app=${pathToFileURL(file).href}`, `--user-data-dir=${profile}`, ...switches, ...asRoot],
    // On Windows a program with a window doesn't hear the console's Ctrl+C, and as it is it ends with this process.
    { stdio: 'ignore', detached: process.platform !== 'win32' },
  )
}

/** Removes the file that an address went by; the address itself is good only once and for a minute. */
export function forgetAddress(dataFolder: string): void {
  rmSync(addressFile(dataFolder), { force: true })
}

const addressFile = (dataFolder: string) => join(dataFolder, 'open-twofold.html')

/** A profile that neither offers to keep the passphrase nor fills in anything; what Chromium made of it is left alone. */
function makeProfile(profile: string): void {
  const preferences = join(profile, 'Default', 'Preferences')
  if (existsSync(preferences)) return
  mkdirSync(join(profile, 'Default'), { recursive: true, mode: 0o700 })
  const off = { credentials_enable_service: false, autofill: { enabled: false, profile_enabled: false } }
  writeFileSync(preferences, JSON.stringify({ ...off, profile: { password_manager_enabled: false } }), { mode: 0o600 })
}

/** Opens the person's default browser on the address, likewise by way of a file. */
export function openDefaultBrowser(options: { dataFolder: string; address: string; platform: NodeJS.Platform }): void {
  openExternally(writeAddressFile(options.dataFolder, options.address), options.platform)
}

/** Hands a file or an address to the system, which opens it with the program of the person's choice. */
export function openExternally(target: string, platform: NodeJS.Platform): void {
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', target]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', target]
        : ['xdg-open', target]
  const child = spawn(command ?? 'xdg-open', args, { stdio: 'ignore', detached: true })
  // Without such a program nothing opens; the terminal and the page have said what to open.
  child.on('error', () => {})
  child.unref()
}

function writeAddressFile(dataFolder: string, address: string): string {
  const file = addressFile(dataFolder)
  rmSync(file, { force: true })
  const target = JSON.stringify(address).replaceAll('<', '\\u003c')
  writeFileSync(file, `<!doctype html><title>Twofold</title><script>location.replace(${target})</script>\n`, {
    mode: 0o600,
    flag: 'wx',
  })
  return file
}
