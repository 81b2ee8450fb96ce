import type { Fence, Files } from '../../electron/core/ports'
import { type Stream, streams } from '../../electron/core/vault/keys'
import type { OpenVault } from '../../electron/core/vault/open-vault'
import type { Store } from '../../electron/core/vault/store'
import { createVaults, type Vaults } from '../../electron/core/vault/vault'
import { failureOf } from '../../shared/failure'
import { createManualClock } from './manual-clock'
import { createPowerDisk } from './power-disk'
import { seededNumbers, seededRandomness } from './seeded-random'
import { cheapest, rememberingCipher, save, type Text, textOf } from './vault-folder'

const passphrase = 'ana and the sea'
const folder = '/vault'
/** The fence of a process falls with it, and here one follows the other. */
const noFence: Fence = { hold: () => Promise.resolve(() => Promise.resolve()) }
const ids = 6

/** What many sessions that ended badly came to. */
export interface Outcome {
  rounds: number
  kills: number
  powerCuts: number
  /** Sessions that were closed before their process was to end. */
  closed: number
  /** Saves that were acknowledged, and snapshots that were made. */
  saves: number
  snapshots: number
  /** What was found wrong at an unlock, in words. */
  complaints: string[]
}

/**
 * One vault through so many sessions on a disk in memory, each ended at a random step by a kill or a power cut or
 * closed; after each the next unlock is to find every acknowledged save, and nothing to complain of. It ends with the
 * first vault that does. `flushesWhatIsRead` left out is the control: a disk that leaves out that flush.
 */
export async function powerRounds(o: { seed: number; rounds: number; flushesWhatIsRead?: boolean }): Promise<Outcome> {
  const random = seededNumbers(o.seed)
  const disk = createPowerDisk(random, { flushesWhatIsRead: o.flushesWhatIsRead ?? true })
  const tools = { cipher: await rememberingCipher(), randomness: seededRandomness(o.seed), fence: noFence }
  const outcome: Outcome = { rounds: 0, kills: 0, powerCuts: 0, closed: 0, saves: 0, snapshots: 0, complaints: [] }
  const acknowledged = new Map<string, number>()
  const vaultsOn = (files: Files, clock = createManualClock()) =>
    createVaults({ ...tools, files, clock, calibrate: () => cheapest })
  const { vault } = await vaultsOn(disk.process()).create({ folder, passphrase })
  await vault.close()

  for (; outcome.rounds < o.rounds && outcome.complaints.length === 0; outcome.rounds++) {
    const clock = createManualClock()
    const files = counting(disk.process(), () => outcome.snapshots++)
    const how = random() < 0.5 ? 'kill' : 'power cut'
    // Half of the sessions end while they are still young: what the one before left unflushed is at stake then.
    const within = random() < 0.5 ? 14 : 120
    const ended = new Promise<'ended'>((resolve) => {
      disk.endAt(1 + Math.floor(random() * within), how, () => resolve('ended'))
    })
    const session = runSession({ vaults: vaultsOn(files, clock), random, acknowledged, outcome, clock })
    const result = await Promise.race([ended, session])
    if (result === 'closed') outcome.closed++
    else if (result === 'ended') outcome[how === 'kill' ? 'kills' : 'powerCuts']++
    else outcome.complaints.push(`seed ${o.seed}, round ${outcome.rounds}: ${result}`)
  }
  return outcome
}

interface Session {
  vaults: Vaults
  random: () => number
  acknowledged: Map<string, number>
  outcome: Outcome
  clock: ReturnType<typeof createManualClock>
}

/** Unlocks, looks, writes, and closes: how that ended, in words if something was wrong. */
async function runSession(session: Session): Promise<string> {
  const { vaults, random, acknowledged, clock } = session
  try {
    const vault = await vaults.open({ folder, secret: { type: 'passphrase', value: passphrase } })
    if (vault.damage) return `damaged: ${JSON.stringify(vault.damage)}`
    const stores = await storesOf(vault)
    const missing = [...acknowledged].find(([key, count]) => versionOf(stores, key) < count)
    if (missing) return `${missing[0]} is at ${versionOf(stores, missing[0])}, and ${missing[1]} was acknowledged`
    const writes = 1 + Math.floor(random() ** 3 * 90)
    for (let write = 0; write < writes; write++) {
      const some = streams.filter(() => random() < 0.4)
      await Promise.all(some.map((stream) => saveNext(session, stores, stream)))
      if (random() < 0.1) clock.advance(1000)
      if (random() < 0.04) await vault.settle()
    }
    await vault.close()
    return 'closed'
  } catch (error) {
    return failureOf(error).code
  }
}

type Stores = Record<Stream, Store<Text>>

const storesOf = async (vault: OpenVault): Promise<Stores> => ({
  journal: await vault.store('journal', textOf),
  settings: await vault.store('settings', textOf),
  pairs: await vault.store('pairs', textOf),
})

function versionOf(stores: Stores, key: string): number {
  const [stream, id] = key.split('/') as [Stream, string]
  return Number(stores[stream].data.entries[id]?.text.split(' ')[0] ?? 0)
}

async function saveNext({ random, acknowledged, outcome }: Session, stores: Stores, stream: Stream): Promise<void> {
  const id = `id-${Math.floor(random() * ids)}`
  const key = `${stream}/${id}`
  const count = Math.max(versionOf(stores, key), acknowledged.get(key) ?? 0) + 1
  const length = random() < 0.05 ? 60_000 : Math.floor(random() * 700)
  await save(stores[stream], id, `${count} ${'x'.repeat(length)}`)
  acknowledged.set(key, count)
  outcome.saves++
}

/** Tells of each snapshot that took its place. */
function counting(files: Files, onSnapshot: () => void): Files {
  return {
    ...files,
    makeFolder: (path) => files.makeFolder(path),
    async move(from, to) {
      await files.move(from, to)
      if (from.endsWith('.seg.tmp')) onSnapshot()
    },
  }
}
