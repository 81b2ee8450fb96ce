import { background } from '../../shared/background'
import * as Y from 'yjs'
import { type Failure, failureOf } from '../../shared/failure'
import type { TwofoldApi } from '../lib/api'
import type { ConnectionStore } from '../lib/connection'
import type { SavingSnapshot } from '../lib/saving-source'
import { fromVault, sourceOf } from './origins'
import { createInbox } from './replica-inbox'
import { createOutbox } from './replica-outbox'
import { keepSessionClient } from '../../shared/session-client'
import { newSessionClient, sessionOfClient } from '../../shared/mark-clients'
import { createSettling } from './settling'
import { onWantedUpdates } from './wanted-updates'

/** Pause before a vault process that could not be reached is asked again, and one that refused, in ms. */
const againAfter = { unreachable: 1000, refused: 5000 } as const

/** The window's copy of the shared journal. */
export interface Replica {
  /** Fresh for each session, and so are its client ids: no key of it can wait for something that is still to come. */
  readonly doc: Y.Doc
  /** The sessions that write on this device now: 48 bits of each client id (`shared/mark-clients.ts`). */
  sessions(): Iterable<number>
  /** Resolves when everything that the vault process held is here; stays open while that can't be had. */
  readonly whenLoaded: Promise<void>
  /** `saved` when the vault process has taken every change. Whether it is on the disk, `journal.saving` says. */
  pending(): SavingSnapshot
  /** Told after each change of `pending`, whose snapshot keeps its reference between changes. */
  subscribe(listener: () => void): () => void
  destroy(): void
}

export interface ReplicaParts {
  api: { shared: Pick<TwofoldApi['shared'], 'fill' | 'begin' | 'push' | 'onUpdated'> }
  /** Tells when the host is back, so that what was missed meanwhile is asked for; left out where it can't be cut. */
  connection?: ConnectionStore
  /** Runs `action` once after `ms` unless the returned function is called first. */
  after?(ms: number, action: () => void): () => void
}

/**
 * Mirrors the shared journal from the vault process, and tells it every change that is made here or comes from the
 * partner's window, each once and nothing that it said itself. What doesn't get through is told once it can be.
 */
export function createReplica({ api, connection, after = later }: ReplicaParts): Replica {
  const doc = new Y.Doc()
  const writing = createWriting(doc, () => filling.now())
  const listeners = new Set<() => void>()
  const outbox = createOutbox({
    send: (update, origin) => api.shared.push({ update, origin }),
    onChange: () => listeners.forEach((listener) => listener()),
    // A refusal that time doesn't mend is tried again only with the next change.
    onWaiting: (failure) => {
      if (!failure || failure.code === 'host-unreachable' || failure.code === 'vault-locked')
        filling.again(againAfter.unreachable)
    },
  })
  const settling = createSettling(doc)
  let isReleasing = false
  const inbox = createInbox((update) => {
    // What had come live and waited for this update comes in with it, and is news to the vault process.
    isReleasing = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    Y.applyUpdate(doc, update, fromVault)
    isReleasing = false
  })
  const filling = createFilling({
    async fill() {
      inbox.hold()
      settling.hold()
      const { stateVector, isReadOnly } = await fillWhole(api, doc, inbox.fill)
      inbox.release()
      outbox.catchUp(() => Y.encodeStateAsUpdate(doc, stateVector))
      await writing.begin(api.shared.begin)
      // A journal that is only read would refuse what is settled.
      if (!isReadOnly) settling.release()
    },
    after,
  })

  const isNews = (origin: unknown) => isReleasing || sourceOf(origin) !== 'vault'
  const stopNews = onWantedUpdates(doc, isNews, (update, origin) => {
    const source = sourceOf(origin)
    outbox.push(update, source === 'vault' ? 'live' : source)
  })
  const stopUpdates = api.shared.onUpdated(({ update }) => inbox.tell(update))
  const stopConnection = whenBack(connection, filling.now)
  filling.now()

  return {
    doc,
    sessions: writing.sessions,
    whenLoaded: filling.whenDone,
    pending: outbox.snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destroy() {
      settling.close()
      writing.close()
      stopNews()
      stopUpdates()
      stopConnection?.()
      filling.stop()
      inbox.close()
      doc.destroy()
    },
  }
}

const whenBack = (connection: ConnectionStore | undefined, act: () => void) =>
  connection?.subscribe(() => {
    if (connection.snapshot() === 'connected') act()
  })

/**
 * The client ids under which a replica writes: those of a session that the vault process begins for it, and until it has,
 * or where somebody else has used them up, of one that nobody knows. `ask` has it ask for another.
 */
function createWriting(doc: Y.Doc, ask: () => void) {
  const sessions = new Set<number>()
  const add = (client: number | null) => client !== null && sessions.add(sessionOfClient(client) ?? -1)
  let isBegun = false
  const client = keepSessionClient(doc, () => {
    if (isBegun) queueMicrotask(ask)
    isBegun = false
    const unnamed = newSessionClient()
    add(unnamed)
    return unnamed
  })
  return {
    sessions: () => sessions,
    async begin(begin: ReplicaParts['api']['shared']['begin']): Promise<void> {
      if (isBegun) return
      const begun = await begin()
      isBegun = true
      client.use(begun.client)
      for (const each of [begun.client, begun.vault]) add(each)
    },
    close: client.close,
  }
}

/** Asks for all that `doc` misses; gives what the vault process told last of itself. */
async function fillWhole(
  api: ReplicaParts['api'],
  doc: Y.Doc,
  apply: (slices: readonly Uint8Array[]) => Promise<void>,
): Promise<{ stateVector: Uint8Array; isReadOnly: boolean }> {
  const { fill } = api.shared
  for (;;) {
    const { slices, done, ...vault } = await fill({ stateVector: Y.encodeStateVector(doc) })
    await apply(slices)
    if (done || slices.length === 0) return vault
  }
}

/** Runs `fill` one at a time, and again after a pause while it fails. */
function createFilling({ fill, after }: { fill(): Promise<void>; after: NonNullable<ReplicaParts['after']> }) {
  let isRunning = false
  let isWanted = false
  let isStopped = false
  let cancel: (() => void) | null = null
  let done = () => {}
  const whenDone = new Promise<void>((resolve) => (done = resolve))

  const again = (ms: number) => {
    if (cancel || isStopped) return
    cancel = after(ms, () => {
      cancel = null
      now()
    })
  }
  const pauseFor = ({ code }: Failure) => (code === 'host-unreachable' ? againAfter.unreachable : againAfter.refused)
  async function run(): Promise<void> {
    isRunning = true
    isWanted = false
    try {
      await fill()
      done()
    } catch (error) {
      again(pauseFor(failureOf(error)))
    }
    isRunning = false
    if (isWanted) now()
  }
  function now(): void {
    if (isStopped) return
    isWanted = isRunning
    if (!isRunning) background(run())
  }
  return {
    whenDone,
    again,
    now,
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}

function later(ms: number, action: () => void): () => void {
  const timer = setTimeout(action, ms)
  return () => clearTimeout(timer)
}
