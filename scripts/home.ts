import { resolve } from 'node:path'
import { diskFiles } from '../electron/adapters/disk-files'
import { forkVaultProcess } from '../electron/adapters/fork-vault-process'
import { createHostFolders } from '../electron/adapters/host-folders'
import { openPartnerLinkAt } from '../electron/adapters/link/open-partner-link'
import { createPreferencesFile } from '../electron/adapters/preferences-file'
import { keepPreferences } from '../electron/core/host/kept-preferences'
import { systemClock } from '../electron/adapters/system-clock'
import { createHost, type Host } from '../electron/core/host/host'
import { createOpenedInvite } from '../electron/core/host/opened-invite'
import type { VaultEnd, VaultProcess } from '../electron/core/protocol/vault-protocol'
import type { StretchCost } from '../electron/core/ports'
import { lookForVault } from '../electron/core/vault/look'
import type { PartnerStatus } from '../shared/partner'
import { makeVault } from './sample-vault'

const script = resolve(import.meta.dirname, '../out/main/vault-process.js')

/** One partner's host without a window: the real vault process, link, mirror and disk, and the contract to call. */
export interface Home {
  readonly name: string
  readonly vault: string
  readonly host: Host
  /** What the vault process of this home is now. */
  process(): VaultProcess
  /** The value of a call, or the code of its failure. */
  call<T = unknown>(name: string, input?: unknown): Promise<T>
  signals: [name: string, payload: unknown][]
  /** Resolves with the first payload of this signal, past or to come, that fits. */
  until<T>(name: string, fits: (payload: T) => boolean): Promise<T>
  status(): Promise<PartnerStatus>
  unlock(): Promise<void>
  stop(): Promise<void>
}

interface HomeOptions {
  readonly name: string
  /** The vault's folder. */
  readonly vault: string
  readonly passphrase: string
  /** What runs the vault, where it isn't the built vault process. */
  readonly startVaultProcess?: (folder: string) => VaultProcess
  /** Hears when the vault process has ended by itself. */
  readonly onBroken?: (end: VaultEnd) => void
  /** The home's link, where it isn't the one on the real disk. */
  readonly openLink?: Parameters<typeof createHost>[0]['openLink']
}

/** Starts a home on a vault's folder; its link listens on loopback alone. The app must have been built. */
export function openHome({ name, vault, passphrase, ...parts }: HomeOptions): Home {
  const startVaultProcess = parts.startVaultProcess ?? ((folder: string) => forkVaultProcess({ script, folder }))
  const signals: [string, unknown][] = []
  const waiting = new Set<() => void>()
  let process: VaultProcess | null = null
  const host = createHost({
    surroundings: { host: 'browser', platform: 'linux', chooseFolder: null, openLink: async () => {} },
    folders: createHostFolders((each) => lookForVault(diskFiles, each)),
    preferences: keepPreferences(createPreferencesFile({ dataFolder: `${vault}-data`, fixedFolder: vault })),
    clock: systemClock,
    invite: createOpenedInvite(null),
    startVaultProcess(each) {
      process = startVaultProcess(each)
      return process
    },
    openLink: parts.openLink ?? openPartnerLinkAt('127.0.0.1'),
    signal(signal, payload) {
      signals.push([signal, payload])
      for (const look of waiting) look()
    },
    hasPage: () => false,
    onLocked: () => {},
    onWindowError: () => {},
    onBroken: parts.onBroken ?? (() => {}),
    onBug(each, error) {
      throw new Error(`${name}: ${each}`, { cause: error })
    },
  })
  const call = async <T>(method: string, input?: unknown): Promise<T> => {
    const reply = await host.call(method, input)
    if (!reply.ok) throw new Error(`${name}: ${method}: ${reply.failure.code}`)
    return reply.value as T
  }
  return {
    name,
    vault,
    host,
    signals,
    process() {
      if (!process) throw new Error('no vault process runs')
      return process
    },
    call,
    status: () => call<PartnerStatus>('partner.status'),
    until<T>(signal: string, fits: (payload: T) => boolean): Promise<T> {
      return new Promise((done) => {
        const look = () => {
          const found = signals.findLast(([each, payload]) => each === signal && fits(payload as T))
          if (!found) return
          waiting.delete(look)
          done(found[1] as T)
        }
        waiting.add(look)
        look()
      })
    },
    async unlock() {
      signals.length = 0
      await call('vault.unlock', { secret: { type: 'passphrase', value: passphrase } })
    },
    stop: () => host.session.lock(),
  }
}

/** A home with a new vault, unlocked. Without `cost` its passphrase costs what it would cost a person on this machine. */
export async function makeHome({ cost, ...options }: HomeOptions & { cost?: StretchCost }): Promise<Home> {
  const { name, vault, passphrase } = options
  await makeVault({ folder: vault, name, passphrase, entries: [], ...(cost && { cost }) })
  const home = openHome(options)
  await home.unlock()
  return home
}

/** Pairs two homes by an invite; both say that the words match, which they must. */
export async function pair(inviter: Home, joiner: Home): Promise<void> {
  await inviter.call('partner.invite')
  const { pairing } = await inviter.status()
  if (pairing.stage !== 'inviting') throw new Error(`no invite but ${JSON.stringify(pairing)}`)
  await joiner.call('partner.join', { invite: pairing.text })
  const compares = ({ pairing: { stage } }: PartnerStatus) => stage === 'comparing'
  const [ours, theirs] = await Promise.all([
    inviter.until<PartnerStatus>('partner.changed', compares),
    joiner.until<PartnerStatus>('partner.changed', compares),
  ])
  if (ours.pairing.stage !== 'comparing' || theirs.pairing.stage !== 'comparing') throw new Error('no words')
  if (ours.pairing.words.join() !== theirs.pairing.words.join()) throw new Error('the words differ')
  await Promise.all([inviter, joiner].map((home) => home.call('partner.answer', { answer: 'match' })))
  await Promise.all([inviter, joiner].map(connected))
}

/** Resolves when the home has a stream to its partner. */
export const connected = (home: Home) =>
  home.until<PartnerStatus>('partner.changed', ({ partner, link }) => partner !== null && link.state === 'connected')
