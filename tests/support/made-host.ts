import { createHost } from '../../electron/core/host/host'
import { type HostPreferences, keepPreferences } from '../../electron/core/host/kept-preferences'
import { createOpenedInvite } from '../../electron/core/host/opened-invite'
import type { Folders } from '../../electron/core/host/folders'
import type { Failure } from '../../shared/failure'
import { createManualClock } from './manual-clock'
import { createProcessEnd, type ProcessEnd } from './process-end'

/** A host between a vault process and a window whose sides the test plays. */
export function makeHost(options: { chooses?: string | null; invite?: string } = {}) {
  const vaults = new Map<string, { failure: Failure | null }>()
  const folders: Folders = {
    resolve: (folder) => folder.replace('~', '/home/ana'),
    names: async (folder) => (vaults.has(folder) ? ['vault.json'] : []),
    vault: async (folder) => vaults.get(folder) ?? null,
    ancestors: (folder) => [folder],
  }
  const ends: { folder: string; end: ProcessEnd }[] = []
  const signals: [string, unknown][] = []
  const links: string[] = []
  const writes: { preferences: HostPreferences; end(): void; fail(error: unknown): void }[] = []
  const events: string[] = []
  const invite = createOpenedInvite(options.invite ?? null)
  const page = { isThere: false }
  const clock = createManualClock()
  const host = createHost({
    surroundings: {
      host: 'browser',
      platform: 'linux',
      chooseFolder: options.chooses === undefined ? null : async () => options.chooses ?? null,
      openLink: async (url) => void links.push(url),
    },
    folders,
    preferences: keepPreferences({
      read: () => ({ theme: 'dark', folder: '/home/ana/vault' }),
      write: (preferences) =>
        new Promise((resolve, reject) => writes.push({ preferences, end: resolve, fail: reject })),
    }),
    clock,
    invite,
    startVaultProcess(folder) {
      const end = createProcessEnd(ends.length + 1)
      ends.push({ folder, end })
      return end
    },
    openLink: () => ({ order: () => {}, signal: () => {}, close: () => {} }),
    signal: (name, payload) => signals.push([name, payload]),
    hasPage: () => page.isThere,
    onLocked: () => events.push('locked'),
    onBug: (name) => events.push(`bug in ${name}`),
    onWindowError: (report) => events.push(report),
    onBroken: () => {},
  })
  const valueOf = async (name: string, input?: unknown) => {
    const reply = await host.call(name, input)
    return reply.ok ? reply.value : reply.failure.code
  }
  const last = () => {
    const found = ends.at(-1)
    if (!found) throw new Error('no process was started')
    return found.end
  }
  return { host, page, clock, valueOf, vaults, ends, last, signals, links, writes, events, invite }
}

/** Lets what was said have its effect; no time goes by. */
export const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
