import { type AppState, contract, findCall, type Preferences, type Reply, vaultGroups } from '../../../shared/contract'
import { AppError } from '../../../shared/failure'
import { createDispatch, createEmit } from '../dispatch'
import type { Clock } from '../ports'
import { type Folders, reportFolder } from './folders'
import type { VaultProcess } from './vault-protocol'
import { createVaultSession, type VaultSession } from './vault-session'

/** What a host keeps outside any vault: nothing personal but where the vault lies. */
export interface HostPreferences extends Preferences {
  folder: string
}

/** Keeps the preferences file; a damaged one counts as absent. */
export interface PreferencesFile {
  read(): HostPreferences
  write(preferences: HostPreferences): Promise<void>
}

/** What differs between Electron and the browser host. */
export interface HostSurroundings {
  readonly host: AppState['host']
  readonly platform: AppState['platform']
  /** Lets the person pick a folder in the system's own dialog; null where the host has none. */
  readonly chooseFolder: (() => Promise<string | null>) | null
  /** Opens an https or mailto address outside the app. */
  openLink(url: string): Promise<void>
}

export interface Host {
  /** Answers any call of the contract for the window. */
  call(name: string, input: unknown): Promise<Reply>
  readonly session: VaultSession
}

/** The host's half of the contract and its way to the other half: the same in both hosts. */
export function createHost(options: {
  surroundings: HostSurroundings
  folders: Folders
  preferences: PreferencesFile
  clock: Clock
  startVaultProcess(folder: string): VaultProcess
  /** Carries a signal to the window, if there is one. */
  signal(name: string, payload: unknown): void
  onLocked(): void
  onBug(name: string, error: unknown): void
}): Host {
  const { surroundings, folders, clock } = options
  let preferences = options.preferences.read()
  const emit = createEmit({ app: contract.app }, options.signal)

  const session = createVaultSession({
    start: () => options.startVaultProcess(preferences.folder),
    clock,
    onSignal: options.signal,
    onChange: (open) => (open ? void state().then(emit.app.changed) : options.onLocked()),
  })

  async function state(): Promise<AppState> {
    const found = session.isOpen() ? { failure: null } : await folders.vault(preferences.folder)
    const { theme, folder } = preferences
    return {
      host: surroundings.host,
      platform: surroundings.platform,
      folder,
      vault: session.isOpen() ? 'open' : !found ? 'none' : found.failure ? 'unreadable' : 'locked',
      failure: found?.failure ?? null,
      preferences: { theme },
      canChooseFolder: surroundings.chooseFolder !== null,
    }
  }

  let written = Promise.resolve()
  const keep = async (change: Partial<HostPreferences>) => {
    preferences = { ...preferences, ...change }
    // One write after the other: side by side an earlier one could end last.
    const write = written.then(() => options.preferences.write(preferences))
    written = write.catch(() => {})
    await write
    emit.app.changed(await state())
  }

  const dispatch = createDispatch(
    { app: contract.app },
    {
      app: {
        async state() {
          // A window that asks is about to unlock: the process may start meanwhile.
          if (!session.isOpen()) session.warm()
          return state()
        },
        inspectFolder: ({ folder }) => reportFolder(folders, folder),
        chooseFolder: async () => (await surroundings.chooseFolder?.()) ?? null,
        openFolder: async ({ folder }) => {
          if (session.isOpen()) throw new AppError({ code: 'bad-request' })
          // The process that waits was started for the former folder.
          await session.lock()
          await keep({ folder: folders.resolve(folder) })
          session.warm()
        },
        setPreferences: ({ theme }) => keep(theme ? { theme } : {}),
        openLink: ({ url }) => surroundings.openLink(allowedLink(url)),
        activity: () => session.activity(),
        lock: () => session.lock(),
      },
    },
    options.onBug,
  )

  const isForVault = (name: string) => vaultGroups.some((group) => name.startsWith(`${group}.`))
  return {
    async call(name, input) {
      if (!isForVault(name)) return dispatch(name, input)
      const parses = findCall(name)?.input.safeParse(input ?? undefined).success
      return parses ? session.call(name, input) : { ok: false, failure: { code: 'bad-request' } }
    },
    session,
  }
}

/** The address, normalised, if it is https or mailto; everything else is `link-refused`. */
export function allowedLink(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url && (url.protocol === 'https:' || url.protocol === 'mailto:')) return url.href
  throw new AppError({ code: 'link-refused' })
}
