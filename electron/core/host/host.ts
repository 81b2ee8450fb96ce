import { background } from '../../../shared/background'
import { type AppState, contract, findCall, type Reply, type Services, vaultGroups } from '../../../shared/contract'
import { AppError } from '../../../shared/failure'
import { createDispatch, createEmit } from '../dispatch'
import type { Clock } from '../ports'
import { type Folders, reportFolder } from './folders'
import type { HostPreferences, KeptPreferences } from './kept-preferences'
import type { LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { OpenedInvite } from './opened-invite'
import { createPageEnd, type PageEnd } from './page-end'
import type { VaultEnd, VaultProcess } from '../protocol/vault-protocol'
import { createVaultSession, type VaultSession } from './vault-session'

/** What differs between Electron and the browser host. */
export interface HostSurroundings {
  readonly host: AppState['host']
  readonly platform: AppState['platform']
  /** Lets the person pick a folder in the system's own dialog; null where the host has none. */
  readonly chooseFolder: (() => Promise<string | null>) | null
  /** Opens an https or mailto address outside the app. */
  openLink(url: string): Promise<void>
}

/** The host's half of the shared journal: the mirror and the way to the partner's host. */
export interface PartnerLink {
  /** Does what the vault process asks; what comes of it is told as news. */
  order(order: LinkOrder): void
  /** Carries a message of live signaling to the partner's window; `not-paired` where there is no stream. */
  signal(message: string): void
  /** Forgets every key and ends every connection. */
  close(): void
}

export interface Host {
  /** Answers any call of the contract for the window. */
  call(name: string, input: unknown): Promise<Reply>
  readonly session: VaultSession
  /** Tells the window that an invite waits for it; a host that opens another window for it leaves that out. */
  invited(): void
}

/** What a host is made of. */
export interface HostOptions {
  surroundings: HostSurroundings
  folders: Folders
  preferences: KeptPreferences
  clock: Clock
  /** What was opened as a link; the window gets it while the vault is open. */
  invite: OpenedInvite
  startVaultProcess(folder: string): VaultProcess
  /** Makes the link of a vault in this folder. `tell` reaches the vault process, `onSignaled` the window. */
  openLink(options: { folder: string; tell(news: LinkNews): void; onSignaled(message: string): void }): PartnerLink
  /** Carries a signal to the window, if there is one. */
  signal(name: string, payload: unknown): void
  /** Whether there is a page that could answer. */
  hasPage(): boolean
  onLocked(): void
  onBug(name: string, error: unknown): void
  /** An error of the window, by its kind and places in our own code. */
  onWindowError(report: string): void
  /** The vault process has ended by itself. */
  onBroken(end: VaultEnd): void
}

/** The host's half of the contract and its way to the other half: the same in both hosts. */
export function createHost(options: HostOptions): Host {
  const { preferences } = options
  const emit = createEmit({ app: contract.app, link: contract.link }, options.signal)
  const link = createLinkKeeper(options, {
    folder: () => preferences.current().folder,
    tell: (news) => session.tell(news),
    onSignaled: (message) => emit.link.signaled({ message }),
  })
  let hasBroken = false
  const pageEnd = createPageEnd({ clock: options.clock, ask: (id) => emit.app.ending({ id }) })
  const session = createVaultSession({
    start: () => options.startVaultProcess(preferences.current().folder),
    clock: options.clock,
    hearOut: () => (options.hasPage() ? pageEnd.hearOut() : null),
    onSignal: options.signal,
    onOrder: link.order,
    onEnded: link.close,
    onBroken(end) {
      hasBroken ||= session.isOpen()
      options.onBroken(end)
    },
    onChange: (open) => (open ? opened() : options.onLocked()),
  })
  const state = () => stateOf(options, preferences.current(), { isOpen: session.isOpen(), hasBroken })
  const invited = () => {
    if (session.isOpen() && options.invite.isWaiting()) emit.app.invited()
  }
  const opened = () => {
    hasBroken = false
    background(state().then(emit.app.changed))
    // A window may hear that it has unlocked before this host does, and has then asked in vain.
    invited()
  }

  const app = createAppCalls({
    ...options,
    session,
    pageEnd,
    state,
    async keep(change) {
      if (change.folder) hasBroken = false
      await preferences.change(change)
      emit.app.changed(await state())
    },
  })
  const answered = { app, link: { signal: ({ message }: { message: string }) => link.signal(message) } }
  const dispatch = createDispatch({ app: contract.app, link: contract.link }, answered, options.onBug)
  const isForVault = (name: string) => vaultGroups.some((group) => name.startsWith(`${group}.`))
  return {
    async call(name, input) {
      if (!isForVault(name)) return dispatch(name, input)
      const parses = findCall(name)?.input.safeParse(input ?? undefined).success
      return parses ? session.call(name, input) : { ok: false, failure: { code: 'bad-request' } }
    },
    session,
    invited,
  }
}

/** One link for each run of the vault process: made with the first order, gone with the process. */
function createLinkKeeper(
  { openLink }: { openLink: (options: LinkTools & { folder: string }) => PartnerLink },
  { folder, ...tools }: LinkTools & { folder(): string },
): PartnerLink {
  let link: PartnerLink | null = null
  return {
    order: (order) => (link ??= openLink({ folder: folder(), ...tools })).order(order),
    signal(message) {
      if (!link) throw new AppError({ code: 'not-paired' })
      link.signal(message)
    },
    close() {
      link?.close()
      link = null
    },
  }
}

interface LinkTools {
  tell(news: LinkNews): void
  onSignaled(message: string): void
}

async function stateOf(
  { surroundings, folders }: { surroundings: HostSurroundings; folders: Folders },
  { theme, folder }: HostPreferences,
  { isOpen, hasBroken }: { isOpen: boolean; hasBroken: boolean },
): Promise<AppState> {
  const found = isOpen ? { failure: null } : await folders.vault(folder)
  return {
    host: surroundings.host,
    platform: surroundings.platform,
    folder,
    vault: isOpen ? 'open' : !found ? 'none' : found.failure ? 'unreadable' : 'locked',
    failure: found?.failure ?? null,
    hasBroken,
    preferences: { theme },
    canChooseFolder: surroundings.chooseFolder !== null,
  }
}

function createAppCalls(tools: {
  surroundings: HostSurroundings
  folders: Folders
  session: VaultSession
  pageEnd: PageEnd
  invite: OpenedInvite
  onWindowError(report: string): void
  state(): Promise<AppState>
  keep(change: Partial<HostPreferences>): Promise<void>
}): Services<Pick<typeof contract, 'app'>>['app'] {
  const { surroundings, folders, session, invite, keep } = tools
  return {
    async state() {
      // A window that asks is about to unlock: the process may start meanwhile.
      if (!session.isOpen()) session.warm()
      return tools.state()
    },
    inspectFolder: ({ folder }) => reportFolder(folders, folder),
    chooseFolder: async () => (await surroundings.chooseFolder?.()) ?? null,
    async openFolder({ folder }) {
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
    finished: ({ id }) => tools.pageEnd.finished(id),
    reportError: ({ report }) => tools.onWindowError(report),
    takeInvite: () => (session.isOpen() ? invite.take() : null),
  }
}

/** The address, normalised, if it is https or mailto; everything else is `link-refused`. */
export function allowedLink(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url && (url.protocol === 'https:' || url.protocol === 'mailto:')) return url.href
  throw new AppError({ code: 'link-refused' })
}
