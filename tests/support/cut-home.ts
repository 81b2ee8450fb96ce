import { randomUUID } from 'node:crypto'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createTcpStreams } from '../../electron/adapters/link/tcp'
import { systemClock } from '../../electron/adapters/system-clock'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { socketFence } from '../../electron/adapters/vault-fence'
import type { LinkKeys } from '../../electron/core/protocol/link-protocol'
import type { FromVault, ToVault, VaultEnd, VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { openCarrierBy } from '../../electron/core/link/mirror/open-carrier'
import { createPartnerLink } from '../../electron/core/link/partner-link'
import type { Clock, Fence, Files } from '../../electron/core/ports'
import { createVaultServices } from '../../electron/core/vault-services'
import { createVaults } from '../../electron/core/vault/vault'
import { failureOf } from '../../shared/failure'
import { type Home, openHome } from '../../scripts/home'
import { createCutDisk, type Cut, type CutDisk } from './cut-disk'
import { cheapest, rememberingCipher } from './vault-folder'

/** A home whose host and vault process run here, on a disk and network that are real, and can be cut off at once. */
export interface CutHome extends Home {
  /** Cuts the power at this change of the disk from now on; null counts alone. */
  arm(cut: Cut | null): void
  /** The changes of the disk since then. */
  steps(): readonly string[]
  /** Resolves when the power is gone and nothing of the home runs any more. */
  readonly gone: Promise<void>
  /** What its vault process gave the host last of the mirror. */
  keys(): LinkKeys
}

/** One stretching for all homes of a test file: passphrases are not what is tried. */
const cipher = rememberingCipher()

/** Makes the link of a home on these files, and on loopback alone. */
export const openLinkOn =
  (files: Files): NonNullable<Parameters<typeof openHome>[0]['openLink']> =>
  (vault) =>
    createPartnerLink({
      ...vault,
      files,
      openCarrier: openCarrierBy(cipher),
      clock: systemClock,
      randomness: systemRandomness,
      streams: createTcpStreams(systemClock),
      linkHost: '127.0.0.1',
      ownHosts: () => [],
    })

/** Opens a home on a vault's folder, locked; `files` is what stands for its disk where it isn't the real one. */
export function openCutHome(
  options: { name: string; vault: string; passphrase: string },
  files: Files = diskFiles,
): CutHome {
  const disk = createCutDisk(files)
  let keys: LinkKeys | null = null
  let end = () => {}
  const gone = new Promise<void>((resolve) => (end = resolve))
  const home = openHome({
    ...options,
    startVaultProcess: (folder) => startVaultHere(folder, disk, (given) => (keys = given)),
    openLink: openLinkOn(disk.files),
  })
  const cutOff = () => {
    const process = home.process()
    process.onExit(() => void disk.letGo().then(end))
    process.kill()
  }
  return {
    ...home,
    arm: (cut) => disk.arm(cut, cutOff),
    steps: disk.steps,
    gone,
    keys() {
      if (!keys) throw new Error('no mirror was opened')
      return keys
    },
  }
}

/** What runs the vault process elsewhere, without a process: killed, it hears, says and does nothing more. */
export function startVaultHere(folder: string, disk: CutDisk, onKeys: (keys: LinkKeys) => void): VaultProcess {
  const listeners: ((message: FromVault) => void)[] = []
  const onExit: ((end: VaultEnd) => void)[] = []
  let isOver = false
  let letGo = async () => {}
  const fence: Fence = { hold: async (held) => (letGo = await socketFence.hold(held)) }
  const clock: Clock = { ...systemClock, after: (ms, act) => systemClock.after(ms, () => void (isOver || act())) }
  const say = (message: FromVault) => {
    if (isOver) return
    if (message.type === 'order' && message.order.type === 'mirror' && message.order.keys) onKeys(message.order.keys)
    const copy = structuredClone(message)
    setImmediate(() => isOver || listeners.forEach((listener) => listener(copy)))
  }
  const exit = async () => {
    if (isOver) return
    isOver = true
    await letGo()
    onExit.forEach((listener) => listener(0))
  }
  const tools = { files: disk.files, clock, randomness: systemRandomness }
  const vault = createVaultServices({
    ...tools,
    cipher,
    vaults: createVaults({ ...tools, cipher, fence, calibrate: () => cheapest }),
    folder,
    newId: randomUUID,
    signal: (name, payload) => say({ type: 'signal', name, payload }),
    order: (order) => say({ type: 'order', order }),
    onOpened: (idleMinutes) => say({ type: 'opened', idleMinutes }),
    onBug(name, error) {
      if (isOver) return
      throw new Error(name, { cause: error })
    },
  })
  async function hear(message: ToVault): Promise<void> {
    if (message.type === 'call')
      say({ type: 'reply', id: message.id, reply: await vault.call(message.name, message.input) })
    else if (message.type === 'flush') await vault.flush().catch(() => {})
    else if (message.type === 'news') vault.heard(message.news)
    else await vault.close().then(exit, (error: unknown) => say({ type: 'not-closed', failure: failureOf(error) }))
  }
  return {
    pid: undefined,
    post(message) {
      const copy = structuredClone(message)
      setImmediate(() => isOver || void hear(copy))
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void onExit.push(listener),
    kill: () => void exit(),
  }
}
