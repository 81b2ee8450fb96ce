import { Low } from 'lowdb'
import { AppError, failureOf } from '../../../shared/failure'
import type { Cipher, Clock, Fence, Files, Randomness, StretchCost } from '../ports'
import { isHeaderLeftover, removeLeftovers } from './backups'
import { fromHex, toHex, wipe } from './bytes'
import { calibrate } from './calibrate'
import { readStreams } from './chains'
import { type Header, headerName, headerVersion, openHeader } from './header'
import { noHead } from './heads'
import { createHeaderAdapter, loadHeader } from './header-adapter'
import { deriveKeys, perStream, type VaultKeys, wipeKeys } from './keys'
import { OpenVault } from './open-vault'
import { quarantine } from './quarantine'
import { formatRecoveryKey } from './recovery-key'
import { openSlots, passphraseSlot, recoverySlot, type Secret } from './slots'

export interface VaultDependencies {
  files: Files
  cipher: Cipher
  clock: Clock
  randomness: Randomness
  fence: Fence
  /** What a new passphrase slot costs; left out, it is what this machine does in 250 to 500 ms. */
  calibrate?: () => StretchCost
}

export type { OpenVault } from './open-vault'

export interface Vaults {
  /** Makes a new vault in `folder`, which is absent or empty, and opens it; the recovery key is shown once. */
  create(o: { folder: string; passphrase: string }): Promise<{ vault: OpenVault; recoveryKey: string }>
  /** Opens the vault in `folder`; a damaged one opens read-only with what is left of it. */
  open(o: { folder: string; secret: Secret }): Promise<OpenVault>
}

/** What systems put into every folder, and what an unfinished creation leaves. */
const litter = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db', 'data'])

/** The vaults that can be made and opened with these tools. */
export function createVaults(deps: VaultDependencies): Vaults {
  const costNow = deps.calibrate ?? (() => calibrate(deps))
  return {
    create: (o) => create(deps, { ...o, cost: costNow }),
    open: (o) => open(deps, { ...o, cost: costNow }),
  }
}

async function create(
  deps: VaultDependencies,
  { folder, passphrase, cost }: { folder: string; passphrase: string; cost: () => StretchCost },
) {
  await refuseOccupied(deps.files, folder)
  if (!(await deps.files.list(folder))) await deps.files.makeFolder(folder)
  return fenced(deps.fence, folder, async (release) => {
    // Another process may have been quicker before the fence was up.
    await refuseOccupied(deps.files, folder)
    await deps.files.makeFolder(`${folder}/data`)
    const { header, keys, recoveryKey } = forge(deps, passphrase, cost())
    const low = new Low<Header>(createHeaderAdapter({ ...deps, folder }, keys, null), header)
    return wipedOnFailure(keys, async () => {
      await low.write()
      return { vault: await openStreams(deps, { folder, low, keys, release, cost }), recoveryKey }
    })
  })
}

/** A new master key in two slots; it is wiped before this ends, its subkeys stay. */
function forge(deps: VaultDependencies, passphrase: string, cost: StretchCost) {
  const master = deps.randomness.bytes(32)
  const recovery = deps.randomness.bytes(20)
  const vaultId = toHex(deps.randomness.bytes(16))
  try {
    const header: Header = {
      version: headerVersion,
      vaultId,
      epoch: 1,
      marks: perStream(() => noHead),
      slots: [
        passphraseSlot(deps, { master, vaultId, passphrase, cost }),
        recoverySlot(deps, { master, vaultId, recoveryKey: recovery }),
      ],
    }
    const keys = deriveKeys(master, fromHex(vaultId))
    return { header, keys, recoveryKey: formatRecoveryKey(recovery) }
  } finally {
    wipe(master, recovery)
  }
}

async function open(
  deps: VaultDependencies,
  { folder, secret, cost }: { folder: string; secret: Secret; cost: () => StretchCost },
): Promise<OpenVault> {
  if (!(await deps.files.list(folder))) throw new AppError({ code: 'folder-missing', folder })
  return fenced(deps.fence, folder, async (release) => {
    const stored = await loadHeader({ files: deps.files, folder })
    const { header } = stored
    const begun = deps.clock.now()
    const master = openSlots(deps.cipher, { ...header, secret })
    const stretchedFor = deps.clock.now() - begun
    const keys = deriveKeys(master, fromHex(header.vaultId))
    wipe(master)
    const adapter = createHeaderAdapter({ ...deps, folder }, keys, stored)
    return wipedOnFailure(keys, async () => {
      const low = new Low<Header>(adapter, openHeader(stored, { ...deps, keys }))
      const vault = await openStreams(deps, { folder, low, keys, release, cost })
      if (secret.type === 'passphrase') vault.raiseCostOnceIdle({ passphrase: secret.value, stretchedFor })
      return vault
    })
  })
}

async function openStreams(
  deps: VaultDependencies,
  o: {
    folder: string
    low: Low<Header>
    keys: VaultKeys
    release: () => Promise<void>
    cost: () => StretchCost
  },
): Promise<OpenVault> {
  const vaultId = fromHex(o.low.data.vaultId)
  // An empty folder may have been dropped by whatever copied the vault; a link in its place is refused.
  await deps.files.makeFolder(`${o.folder}/data`).catch(unlessUnwritable)
  const read = await readStreams({ ...deps, keys: o.keys, vaultId }, `${o.folder}/data`, o.low.data)
  if (read.damaged.size > 0) await quarantine(deps.files, o.folder, read.damaged)
  else await removeLeftovers(deps.files, o.folder).catch(ignoreFailures)
  return new OpenVault({ ...deps, ...o, vaultId, read })
}

async function fenced<T>(fence: Fence, folder: string, action: (release: () => Promise<void>) => Promise<T>) {
  const release = await fence.hold(folder)
  try {
    return await action(release)
  } catch (error) {
    await release()
    throw error
  }
}

async function wipedOnFailure<T>(keys: VaultKeys, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    wipeKeys(keys)
    throw error
  }
}

async function refuseOccupied(files: Files, folder: string): Promise<void> {
  const names = (await files.list(folder)) ?? []
  if (names.includes(headerName)) throw new AppError({ code: 'vault-exists', folder })
  const data = (await files.list(`${folder}/data`).catch(() => null)) ?? []
  if (data.length > 0 || names.some((name) => !litter.has(name) && !isHeaderLeftover(name))) {
    throw new AppError({ code: 'folder-not-empty', folder })
  }
}

/** What can't be written may still be read. */
function unlessUnwritable(error: unknown): void {
  if (failureOf(error).code !== 'folder-unwritable') throw error
}

/** A disk that refuses to be tidied may still be read. */
function ignoreFailures(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
