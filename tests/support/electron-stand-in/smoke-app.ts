import { join } from 'node:path'
import type { Saving } from '../../../shared/contract'
import { makeFolder, removeFolder, vaultsFor } from '../vault-folder'
import { knownPid } from '../processes'
import { startApp, type StandInApp, type StartOptions } from './drive'

export const passphrase = 'slow lanterns over the eastern harbour'

/** One person's folders, and the app started on them as often as a test wants. */
export interface SmokePlace {
  readonly folder: string
  start(args?: readonly string[], env?: NodeJS.ProcessEnv, where?: Omit<StartOptions, 'env'>): Promise<StandInApp>
  /** Ends what still runs and removes everything. */
  remove(): Promise<void>
}

/** A new place; with a vault, one that stretches its passphrase as little as a vault may. */
export async function makePlace({ vault }: { vault: boolean }): Promise<SmokePlace> {
  const folder = await makeFolder()
  const apps: StandInApp[] = []
  if (vault) {
    const made = await vaultsFor().create({ folder: join(folder, 'vault'), passphrase })
    await made.vault.close()
  }
  return {
    folder,
    async start(args = [], env = {}, where = {}) {
      const places = ['--vault', join(folder, 'vault'), '--data', join(folder, 'data')]
      const app = await startApp([...places, '--link-host', '127.0.0.1', ...args], { env, ...where })
      apps.push(app)
      return app
    },
    async remove() {
      for (const app of apps) await app.kill()
      await removeFolder(folder)
    },
  }
}

/** Unlocks with the passphrase. */
export const unlock = (app: StandInApp) => app.api.vault.unlock({ secret: { type: 'passphrase', value: passphrase } })

/** Unlocks and locks again, and resolves with the page that comes. */
export async function lock(app: StandInApp): Promise<void> {
  await app.api.app.state()
  await unlock(app)
  const page = app.nextPage()
  await app.api.app.lock()
  await page
}

/** A page that crashes is replaced as one that locks is, and sooner. */
export async function crash(app: StandInApp): Promise<void> {
  const page = app.nextPage()
  await app.act(({ BrowserWindow }) => BrowserWindow.all.at(-1)?.webContents.crash())
  await page
}

/** Resolves when everything is saved that is written after this was asked. */
export const nextSaved = (app: StandInApp) =>
  app.nextSignal('journal.saving', (saving) => !(saving as Saving).pending && !(saving as Saving).failure)

/** The processes that the app has started for the vault, the oldest first, each once it is launched; never none. */
export async function vaultPids(app: StandInApp): Promise<number[]> {
  const launched = app.act(({ utilityProcess }) => Promise.all(utilityProcess.all.map(({ launched }) => launched)))
  const [first, ...later] = await launched
  return [first, ...later].map((pid) => knownPid(pid, 'the vault process'))
}
