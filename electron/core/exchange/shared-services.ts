import type { contract, Emit, Saving, Services } from '../../../shared/contract'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import type { LiveSession } from '../../../shared/partner'
import type { LinkNews, LinkOrder } from '../host/link-protocol'
import type { Entry } from '../../../shared/entry'
import type { SharedEntries } from '../journals/shared-entries'
import type { Cipher, Clock, Files, Randomness } from '../ports'
import { toHex } from '../vault/bytes'
import { createHostMirror } from './host-mirror'
import { identityOf, makeIdentity } from './identity'
import { type JournalTools, newFolder, openJournal, type OpenedJournal, withNewWriter } from './opened-journal'
import type { KeptCandidate, KeptJournal, PairsStore } from './pairs-store'
import { createPartnerSession, type PartnerSession } from './partner-session'
import { createSharedEntriesOf } from './joined-entries'
import { deviceOf, makeWriter } from './writer-id'

/** When files were last exchanged is written after so long, not with each of them; ms. */
const keepExchangedAfter = 10_000

type SharedContract = Pick<typeof contract, 'shared' | 'partner'>

export interface SharedServices {
  readonly services: Services<SharedContract>
  readonly entries: SharedEntries
  /** Reads what lies in the mirror and looks for the partner; unlocking doesn't wait for it. */
  open(): Promise<void>
  heard(news: LinkNews): void
  flush(): Promise<void>
  close(): void
}

export interface SharedServicesOptions {
  files: Files
  cipher: Cipher
  clock: Clock
  randomness: Randomness
  /** The vault's folder. */
  folder: string
  pairs: PairsStore
  isReadOnly: boolean
  emit: Emit<SharedContract>
  order(order: LinkOrder): void
  name(): string
  onEntries(change: { ids: readonly EntryId[]; news: boolean }): void
  onSaving(saving: Saving): void
  /** The private entry to be shared, and the note on it that it was. */
  readPrivate(id: EntryId): Entry
  markShared(id: EntryId): void
  looked(id: EntryId): void
  newId(): EntryId
}

/** The shared journals of an open vault, the partner and the link, as the window calls them. */
export function createSharedServices(options: SharedServicesOptions): SharedServices {
  const { pairs, cipher, randomness, emit, order } = options
  const seeds = pairs.identity() ?? makeIdentity(randomness)
  const identity = identityOf(cipher, seeds)
  const mirror = createHostMirror(order)
  let current: OpenedJournal | null = null
  let earlier: OpenedJournal[] = []
  let isFilled = false
  let session: LiveSession | null = null
  const onLive = (next: LiveSession | null) => {
    session = next
    emit.shared.live(next)
  }
  let turn: Promise<unknown> = Promise.resolve()

  const toolsOf = (isCurrent: boolean): JournalTools => ({
    files: options.files,
    cipher,
    clock: options.clock,
    randomness,
    mirror,
    folder: options.folder,
    identity,
    name: options.name,
    events: {
      onEntries: options.onEntries,
      onSaving: options.onSaving,
      onHeld: (held) => (isCurrent ? emit.shared.held(held) : undefined),
      onUpdate: (update) => (isCurrent && isFilled ? emit.shared.updated({ update }) : undefined),
    },
  })

  const entries = createSharedEntriesOf(
    () => current?.journal.entries ?? null,
    () => earlier.map(({ journal }) => journal.entries),
    () => inTurn(async () => {}),
  )

  /** One after another: what arrives while a journal is opened waits for it. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = turn.then(act)
    turn = result.catch(() => {})
    return result
  }

  async function openCurrent(kept: KeptJournal): Promise<void> {
    const former = current
    current = await openJournal(toolsOf(true), kept, { isReadOnly: options.isReadOnly })
    former?.journal.close()
    order({ type: 'mirror', keys: current.keys() })
    // A tag that the files have shown to be used up must not be taken again.
    if (current.kept !== kept) await pairs.change({ journal: current.kept })
    options.onEntries({ ids: current.journal.entries.entries().map(({ id }) => id), news: false })
  }

  /**
   * Files of ours above our own head, or two at one number: this vault is a copy of one that went on elsewhere. From
   * here on it writes under a new tag, and its first file there is all it has, so that nothing of either is lost.
   */
  async function goOnAnew(): Promise<void> {
    if (!current || options.isReadOnly) return
    const kept = withNewWriter({ identity, randomness }, current.kept)
    await pairs.change({ journal: kept })
    const words = current.journal.snapshot()
    await openCurrent(kept)
    await current.carryOver(words)
    replaced()
  }

  const newJournal = (epoch: KeptJournal['epoch'], role: KeptJournal['role']): KeptJournal => ({
    folder: newFolder(randomness),
    epoch,
    role,
    writer: makeWriter(identity.device, randomness),
    formerWriters: [],
    partner: null,
    endedAt: null,
  })

  /** What this device proves itself with is durable before anybody hears of it. */
  async function ensureIdentity(): Promise<void> {
    if (options.isReadOnly) throw new AppError({ code: 'vault-read-only' })
    if (!pairs.identity()) await pairs.change({ identity: seeds })
  }

  async function ensureJournal(): Promise<void> {
    await ensureIdentity()
    if (current) return
    const alone = { epoch: 0, id: toHex(randomness.bytes(16)), key: toHex(randomness.bytes(32)) }
    const kept = newJournal(alone, 'inviter')
    await openCurrent(kept)
    await pairs.change({ journal: kept })
  }

  /** The inviter's journal goes on in the new epoch, whole; the joiner's own, if there are words in it, is put away. */
  async function adopt({ epoch, role, partner }: KeptCandidate): Promise<void> {
    const former = current
    await former?.journal.flush()
    const kept = { ...newJournal(epoch, role), partner }
    await openCurrent(kept)
    if (role === 'inviter' && former) await current?.carryOver(former.journal.snapshot())
    const isKept = role === 'joiner' && former !== null && former.journal.entries.entries().length > 0
    const ended = isKept ? { ended: { ...former.kept, endedAt: options.clock.now() } } : {}
    await pairs.change({ journal: kept, ...ended })
    if (isKept)
      earlier = [...earlier, await openJournal(toolsOf(false), { ...former.kept, endedAt: 1 }, { isReadOnly: true })]
    replaced()
  }

  async function arrived(names: readonly string[]): Promise<void> {
    await current?.arrived(names)
    const { kept } = current ?? {}
    if (!current || !kept?.partner) return
    const lastExchanged = options.clock.now()
    current = { ...current, kept: { ...kept, partner: { ...kept.partner, lastExchanged } } }
    emit.partner.changed(partner.status())
    // When it was may be forgotten by a crash: it is no word.
    exchangedSoon()
  }
  let cancelExchanged: (() => void) | null = null
  function exchangedSoon(): void {
    cancelExchanged ??= options.clock.after(keepExchangedAfter, () => void keepExchanged().catch(() => {}))
  }
  async function keepExchanged(): Promise<void> {
    cancelExchanged?.()
    cancelExchanged = null
    if (current && !options.isReadOnly) await pairs.change({ journal: current.kept })
  }

  function replaced(): void {
    isFilled = false
    emit.shared.replaced()
    options.onEntries({ ids: entries.entries().map(({ id }) => id), news: false })
  }

  async function unpair(): Promise<void> {
    const former = current
    if (!former?.kept.partner) throw new AppError({ code: 'not-paired' })
    await former.journal.flush()
    const ended = { ...former.kept, endedAt: options.clock.now() }
    await pairs.change({ journal: null, candidate: null, invite: null, reach: { partner: [] }, ended })
    current = null
    order({ type: 'mirror', keys: null })
    onLive(null)
    emit.shared.held({ all: false, entries: [] })
    earlier = [...earlier, await openJournal(toolsOf(false), ended, { isReadOnly: true })]
    former.journal.close()
    replaced()
    partner.connect()
    emit.partner.changed(partner.status())
  }

  const partner: PartnerSession = createPartnerSession({
    cipher,
    clock: options.clock,
    randomness,
    identity,
    pairs,
    name: options.name,
    order,
    journal: () => current?.kept ?? null,
    setAside: () =>
      (current?.journal.standing ?? []).map(({ writer, reason }) => ({
        by: deviceOf(writer) === identity.device ? 'me' : 'partner',
        reason,
      })),
    ensureIdentity,
    ensureJournal: () => inTurn(ensureJournal),
    adopt: (candidate) => inTurn(() => adopt(candidate)),
    onChange: emit.partner.changed,
    onLive,
  })

  async function share(id: EntryId): Promise<{ id: EntryId }> {
    await inTurn(ensureJournal)
    const { body, kind, title, date, time, zone, mood, tags } = options.readPrivate(id)
    const copy = { body, kind, title, date, time, zone, mood, tags, trashedAt: null, createdAt: options.clock.now() }
    const shared = { ...copy, id: options.newId() }
    entries.add(shared)
    options.markShared(id)
    return { id: shared.id }
  }

  const requireCurrent = () => {
    if (!current) throw new AppError({ code: 'not-paired' })
    return current.journal
  }

  return {
    entries,
    services: {
      shared: {
        fill({ stateVector }) {
          isFilled = true
          return current ? current.journal.fill(stateVector) : { slices: [], done: true, stateVector: emptyVector }
        },
        push: ({ update, origin }) => requireCurrent().push(update, origin),
        share: ({ id }) => share(id),
        look: ({ id }) => options.looked(id),
        session: () => session,
      },
      partner: {
        status: partner.status,
        invite: partner.invite,
        withdrawInvite: partner.withdrawInvite,
        join: ({ invite }) => partner.join(invite),
        answer: ({ answer }) => partner.answer(answer),
        dismiss: partner.dismiss,
        unpair: () => inTurn(unpair),
        reach: partner.reach,
      },
    },
    open: () =>
      inTurn(async () => {
        const kept = pairs.journal()
        if (kept) await openCurrent(kept)
        if (current && !options.isReadOnly) order({ type: 'drop', names: await current.rollIfLong() })
        for (const each of pairs.earlier()) {
          earlier = [...earlier, await openJournal(toolsOf(false), each, { isReadOnly: true })]
        }
        options.onEntries({
          ids: earlier.flatMap(({ journal }) => journal.entries.entries().map(({ id }) => id)),
          news: false,
        })
        if (!options.isReadOnly) partner.connect()
        emit.partner.changed(partner.status())
      }),
    heard(news) {
      if (news.type === 'kept') return mirror.kept(news.id, news.failure)
      if (news.type === 'arrived') return void inTurn(() => arrived(news.names))
      if (news.type === 'own-ahead' || news.type === 'fork') {
        const isOwn = current !== null && news.writer === current.kept.writer
        return isOwn ? void inTurn(goOnAnew) : undefined
      }
      partner.heard(news)
    },
    async flush() {
      await current?.journal.flush()
      if (cancelExchanged) await keepExchanged()
    },
    close() {
      partner.close()
      for (const each of [...earlier, ...(current ? [current] : [])]) each.journal.close()
    },
  }
}

/** The state vector of a document with nothing in it (Yjs: no clients). */
const emptyVector = Uint8Array.of(0)
