import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { background, bestEffort, type ReportError } from '../shared/background'
import { createHost, type Host } from './core/host/host'
import { keepPreferences } from './core/host/kept-preferences'
import { createOpenedInvite } from './core/host/opened-invite'
import { createWishedEnd, type WishedEnd } from './core/host/wished-end'
import { lookForVault } from './core/vault/look'
import { type HostArguments, readArguments } from './adapters/arguments'
import { forkVaultProcess } from './adapters/fork-vault-process'
import { diskFiles } from './adapters/disk-files'
import { createHostFolders } from './adapters/host-folders'
import { createHostWindow, type HostWindow } from './adapters/host-window'
import { becomeOnlyInstance } from './adapters/instance'
import { findAppBrowser, forgetAddress, openDefaultBrowser, openExternally } from './adapters/open-browser'
import { platformName } from './adapters/platform'
import { brokenVaultSentence } from './adapters/root-net'
import { createPreferencesFile } from './adapters/preferences-file'
import { systemClock } from './adapters/system-clock'
import { openPartnerLinkAt } from './adapters/link/open-partner-link'
import { type PageServer, startPageServer } from './adapters/page-server/page-server'

/** What a terminal is told, one line of JSON each, when `--no-open` leaves the opening to another program. */
type Line = { address: string; pid: number } | { vaultProcess: number }

/** What the root gives, and what it hears. */
interface Root {
  /** The folder of the built entry. */
  here: string
  report: ReportError
  onHost(host: Host): void
}

/**
 * Puts the browser host together. It runs until its window is closed or the terminal ends it; words are made durable
 * first, whichever it is.
 */
export async function runBrowserHost({ here, report, onHost }: Root): Promise<void> {
  const { dataFolder, open, port, vault, linkHost, ...started } = argumentsOrExit()
  const invite = createOpenedInvite(started.invite)
  const preferences = keepPreferences(createPreferencesFile({ dataFolder, fixedFolder: vault }))
  let show = () => {}
  const giveUp = await becomeOnlyInstance({
    dataFolder,
    invite: started.invite,
    onAsked(link) {
      if (link) invite.keep(link)
      // The new page takes the link: the one that is there is about to be replaced.
      show()
    },
  })
  if (!giveUp) return say('Twofold already runs: its window has been opened.')

  const browser = open ? findAppBrowser(process.env, process.platform) : null
  let server: PageServer | null = null
  const host = createHost({
    surroundings: {
      host: 'browser',
      platform: platformName(process.platform),
      chooseFolder: null,
      openLink: async (url) => openExternally(url, process.platform),
    },
    folders: createHostFolders((folder) => lookForVault(diskFiles, folder)),
    preferences,
    clock: systemClock,
    invite,
    startVaultProcess(folder) {
      const child = forkVaultProcess({ script: join(here, 'vault-process.js'), folder })
      if (!open && child.pid !== undefined) sayLine({ vaultProcess: child.pid })
      return child
    },
    openLink: openPartnerLinkAt(linkHost),
    signal: (name, payload) => server?.signal(name, payload),
    hasPage: () => server?.hasPage() ?? false,
    onLocked: () => server?.renewPage(),
    onBug: (name, error) => report(error, name),
    onWindowError: (error) => say(`Twofold window: ${error}`),
    onBroken: (end) => say(brokenVaultSentence(end)),
  })
  onHost(host)
  server = await startPageServer({
    root: join(here, '../renderer'),
    // Chromium resolves names below localhost by itself; of another browser that can't be said.
    hostname: browser || !open ? `${randomBytes(8).toString('hex')}.localhost` : '127.0.0.1',
    port,
    clock: systemClock,
    onCall: host.call,
    onLost: () => host.session.flush(),
    // What can't be written now is tried again; the vault stays open as long.
    onGone: () => background(bestEffort(host.session.lock())),
  })
  const { newAddress } = server
  const window = browser
    ? createHostWindow({ browser, dataFolder, onClosed: () => background(end.windowClosed()) })
    : createTab(dataFolder)
  const end = createEnd({ host, server, window, dataFolder, giveUp })
  show = () => (open ? window.show(newAddress()) : sayLine({ address: newAddress(), pid: process.pid }))
  endWhenSignalled(end)
  show()
}

/** Ends with a sentence about the argument that is amiss, which quotes nothing but the command. */
function argumentsOrExit(): HostArguments {
  try {
    return readArguments(process.argv.slice(2), { lenient: false })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    say(`Twofold could not start: ${error.message}.`)
    process.exit(1)
  }
}

/** What stands for the app's window: a tab of the person's own browser, which nobody but they can close. */
const createTab = (dataFolder: string): HostWindow => ({
  show(address) {
    openDefaultBrowser({ dataFolder, address, platform: process.platform })
    say('Twofold has opened in your browser, where its extensions and its sync can read along.')
    say('With Chromium, Chrome or Edge installed it opens a window of its own. Ctrl+C locks and ends it.')
  },
  close() {},
})

function createEnd(options: {
  host: Host
  server: PageServer
  window: HostWindow
  dataFolder: string
  giveUp(): void
}): WishedEnd {
  const { host, server, window, dataFolder, giveUp } = options
  return createWishedEnd({
    lock: host.session.lock,
    clock: systemClock,
    say,
    async exit(code) {
      forgetAddress(dataFolder)
      giveUp()
      window.close()
      await server.close()
      process.exit(code)
    },
  })
}

/** Each with the code by which a shell knows an end by that signal. */
function endWhenSignalled({ signalled }: WishedEnd): void {
  process.on('SIGHUP', () => background(signalled(129)))
  process.on('SIGINT', () => background(signalled(130)))
  process.on('SIGTERM', () => background(signalled(143)))
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
const sayLine = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`)
