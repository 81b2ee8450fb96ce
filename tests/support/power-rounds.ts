import type { Fence, Files } from '../../electron/core/ports'
import { type Stream, streams } from '../../electron/core/vault/keys'
import type { OpenVault } from '../../electron/core/vault/open-vault'
import type { Store } from '../../electron/core/vault/store'
import { createVaults, type Vaults } from '../../electron/core/vault/vault'
import { failureOf } from '../../shared/failure'
import { createManualClock } from './manual-clock'
import { createPowerDisk } from './power-disk'
import { seededNumbers, seededRandomness } from './seeded-random'
import { sealedRecords, type SealedRecord } from './sealed-text'
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
  /** Saves and deletions that were acknowledged, and snapshots that were made. */
  saves: number
  deletions: number
  snapshots: number
  /** What was found wrong at an unlock, in words. */
  complaints: string[]
}

/**
 * One vault through so many sessions on a disk in memory, each ended at a random step by a kill or a power cut or
 * closed; after each the next unlock is to find every acknowledged save, and nothing to complain of. It ends with the
 * first vault that does. `flushesWhatIsRead` left out is the control: a disk that leaves out that flush. If it `deletes`,
 * entries of the journal are deleted too, and what was before a session that is closed is to be in no file after it.
 */
export async function powerRounds(o: {
  seed: number
  rounds: number
  flushesWhatIsRead?: boolean
  deletes?: boolean
}): Promise<Outcome> {
  const random = seededNumbers(o.seed)
  const disk = createPowerDisk(random, { flushesWhatIsRead: o.flushesWhatIsRead ?? true })
  const tools = { cipher: rememberingCipher(), randomness: seededRandomness(o.seed), fence: noFence }
  const counts = { rounds: 0, kills: 0, powerCuts: 0, closed: 0, saves: 0, deletions: 0, snapshots: 0 }
  const outcome: Outcome = { ...counts, complaints: [] }
  const acknowledged = new Map<string, Known>()
  const vaultsOn = (files: Files, clock = createManualClock()) =>
    createVaults({ ...tools, files, clock, calibrate: () => cheapest })
  const { vault } = await vaultsOn(disk.process()).create({ folder, passphrase })
  await vault.close()

  for (; outcome.rounds < o.rounds && outcome.complaints.length === 0; outcome.rounds++) {
    const clock = createManualClock()
    const files = counting(disk.process(), () => outcome.snapshots++)
    const how = random() < 0.5 ? 'kill' : 'power cut'
    // Half of the sessions end while they are still young: what the one before left unflushed is at stake then.
    const deletes = o.deletes ?? false
    // A deletion is done with at a lock, so more of the sessions come to theirs.
    const within = deletes && random() < 0.3 ? 5000 : random() < 0.5 ? 14 : 120
    const ended = new Promise<'ended'>((resolve) => {
      disk.endAt(1 + Math.floor(random() * within), how, () => resolve('ended'))
    })
    const gone = [...acknowledged].flatMap(([key, { deleted }]) => (deleted ? [{ key, upTo: deleted }] : []))
    const session = runSession({ vaults: vaultsOn(files, clock), random, acknowledged, outcome, clock, deletes })
    const result = await Promise.race([ended, session])
    if (result === 'closed') {
      outcome.closed++
      const records = await sealedRecords({ ...tools, files }, folder, passphrase)
      const left = gone.find(({ key, upTo }) => records.some((record) => isVersion(record, key, upTo)))
      if (left) outcome.complaints.push(`seed ${o.seed}, round ${outcome.rounds}: ${left.key} was deleted and is there`)
    } else if (result === 'ended') outcome[how === 'kill' ? 'kills' : 'powerCuts']++
    else outcome.complaints.push(`seed ${o.seed}, round ${outcome.rounds}: ${result}`)
  }
  return outcome
}

/** What is known of an entry: the last version that was acknowledged, and the last one that was deleted, 0 for none. */
interface Known {
  count: number
  deleted: number
  /** Whether it is to be there; a deletion that wasn't acknowledged may have been done all the same. */
  is: 'there' | 'gone' | 'either'
}

interface Session {
  vaults: Vaults
  random: () => number
  acknowledged: Map<string, Known>
  deletes: boolean
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
    const wrong = [...acknowledged].find(([key, known]) => !isRight(versionOf(stores, key), known))
    if (wrong) return `${wrong[0]} is at ${versionOf(stores, wrong[0])}, and known is ${JSON.stringify(wrong[1])}`
    const writes = 1 + Math.floor(random() ** 3 * 90)
    for (let write = 0; write < writes; write++) {
      const some = streams.filter(() => random() < 0.4)
      await Promise.all(some.map((stream) => saveNext(session, stores, stream)))
      if (session.deletes && random() < 0.1) await deleteOne(session, stores.journal)
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
  const before = acknowledged.get(key)
  const count = Math.max(versionOf(stores, key), before?.count ?? 0) + 1
  const length = random() < 0.05 ? 60_000 : Math.floor(random() * 700)
  await save(stores[stream], id, `${count} ${'x'.repeat(length)}`)
  acknowledged.set(key, { count, deleted: before?.deleted ?? 0, is: 'there' })
  outcome.saves++
}

async function deleteOne({ random, acknowledged, outcome }: Session, journal: Store<Text>): Promise<void> {
  const id = `id-${Math.floor(random() * ids)}`
  const key = `journal/${id}`
  const entry = journal.data.entries[id]
  if (!entry) return
  const count = countIn(entry)
  const deleted = acknowledged.get(key)?.deleted ?? 0
  acknowledged.set(key, { count, deleted, is: 'either' })
  delete journal.data.entries[id]
  journal.touch(id)
  await journal.write()
  acknowledged.set(key, { count, deleted: count, is: 'gone' })
  outcome.deletions++
}

/** A version that wasn't acknowledged may be there; none that was may be missing, or be there again. */
function isRight(version: number, { count, is }: Known): boolean {
  if (version === 0) return is !== 'there'
  return is === 'gone' ? version > count : version >= count
}

/** Whether a record is a version of this entry up to this one. */
const isVersion = ({ stream, id, text }: SealedRecord, key: string, upTo: number): boolean =>
  `${stream}/${id}` === key && text !== '' && countIn(textOf(JSON.parse(text))) <= upTo

const countIn = ({ text }: Text) => Number(text.split(' ')[0])

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
