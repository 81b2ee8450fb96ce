import type { contract, Emit, Saving, Services } from '../../../shared/contract'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import type { LiveSession, PartnerStatus, SharedHeld } from '../../../shared/partner'
import type { LinkNews, LinkOrder } from '../protocol/link-protocol'
import type { Entry } from '../../../shared/entry'
import type { EntriesChange, SharedEntries } from '../journals/shared-entries'
import type { Cipher, Clock, Files, Randomness } from '../ports'
import { createHostMirror } from './journal/host-mirror'
import { type Identity, identityOf, makeIdentity } from './pairing/identity'
import type { IdentitySeeds, PairsStore } from './partner/pairs-store'
import { createPartnerSession, type PartnerSession } from './partner/partner-session'
import { createSharedEntriesOf } from './journal/joined-entries'
import { JournalsInUse } from './journal/journals-in-use'
import type { SharedJournalEvents } from './journal/journal-events'
import { openPatiently, takeIn } from './journal/patient-reading'
import { createOwnSessions, type OwnSessions } from './journal/own-sessions'
import { deviceOf, makeWriter } from './format/writer-id'

type SharedContract = Pick<typeof contract, 'shared' | 'partner'>

export interface SharedServices {
  readonly services: Services<SharedContract>
  readonly entries: SharedEntries
  /** Reads what lies in the mirror and looks for the partner; unlocking doesn't wait for it. */
  open(): Promise<void>
  heard(news: LinkNews): void
  flush(): Promise<void>
  /** The host is gone: what it would have written is written here. */
  hostGone(): void
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
  onEntries(change: EntriesChange): void
  onSaving(saving: Saving): void
  /** The private entry to be shared, and the note on it that it was. */
  readPrivate(id: EntryId): Entry
  markShared(id: EntryId): void
  looked(id: EntryId): void
  /** Throws `vault-locked` once the vault is being closed: what is taken from then on would be in no file. */
  refuseClosing(): void
  newId(): EntryId
  onBug(name: string, error: unknown): void
}

/** The shared journals of an open vault, the partner and the link, as the window calls them. */
export function createSharedServices(options: SharedServicesOptions): SharedServices {
  const { pairs, cipher, emit } = options
  const seeds = pairs.identity() ?? makeIdentity(options.randomness)
  const identity = identityOf(cipher, seeds)
  const mirror = createHostMirror(options)
  const sessions = createOwnSessions(options)
  const window = createWindowSide(emit)
  const journals = new JournalsInUse({
    ...options,
    identity,
    toolsOf: (isCurrent) => ({
      ...options,
      identity,
      mirror,
      sessions,
      events: { ...window.eventsOf(isCurrent), onEntries: options.onEntries, onSaving: options.onSaving },
    }),
    onReplaced: window.replaced,
    onExchanged: () => emit.partner.changed(partner.status()),
  })
  const ensureIdentity = () => keepIdentity(options, seeds)
  async function ensureJournal(): Promise<void> {
    await ensureIdentity()
    await journals.ensure()
  }
  const partner: PartnerSession = createPartnerSession({
    ...options,
    identity,
    journal: () => journals.current()?.kept ?? null,
    setAside: () => setAsideIn(journals, identity.device),
    ensureIdentity,
    ensureJournal,
    adopt: (candidate) => journals.adopt(candidate),
    onChange: emit.partner.changed,
    onLive: window.live,
  })
  const entries = createSharedEntriesOf(
    () => journals.current()?.journal.entries ?? null,
    () => journals.earlier().map(({ journal }) => journal.entries),
    () => journals.ready(),
  )
  const tools = { ...options, identity, sessions, journals, partner, entries, window, ensureJournal }
  return {
    entries,
    services: { shared: sharedGroup(tools), partner: partnerGroup(tools) },
    async open() {
      await openPatiently(journals, options.clock, (failure) => partner.heard({ type: 'failed', failure }))
      if (!options.isReadOnly) partner.connect()
      emit.partner.changed(partner.status())
    },
    heard: (news) =>
      news.type === 'kept' ? mirror.kept(news.id, news.failure) : hear(news, { ...options, journals, partner }),
    flush: () => journals.flush(),
    hostGone: mirror.hostGone,
    close() {
      partner.close()
      journals.close()
    },
  }
}

/** What this device proves itself with is durable before anybody hears of it. */
async function keepIdentity({ isReadOnly, pairs }: SharedServicesOptions, seeds: IdentitySeeds): Promise<void> {
  if (isReadOnly) throw new AppError({ code: 'vault-read-only' })
  if (!pairs.identity()) await pairs.change({ identity: seeds })
}

function hear(news: LinkNews, tools: Pick<GroupTools, 'journals' | 'partner' | 'clock' | 'onBug'>): void {
  const { journals, partner } = tools
  // What fails here is tried again with the next unlock, which reads all that lies in the mirror.
  const noted = (error: unknown) => tools.onBug(news.type, error)
  if (news.type === 'arrived') {
    partner.heard(news)
    takeIn(journals, tools.clock, news).catch(noted)
  } else if (news.type === 'own-ahead' || news.type === 'fork') {
    journals.goOnAnew(news.writer).catch(noted)
  } else partner.heard(news)
}

/** What the window is told of the journal that is written now. */
function createWindowSide(emit: Emit<SharedContract>) {
  let isFilled = false
  let session: LiveSession | null = null
  let held: SharedHeld | null = null
  const tellHeld = (now: SharedHeld) => {
    held = now
    emit.shared.held(now)
  }
  return {
    session: () => session,
    live(next: LiveSession | null) {
      session = next
      emit.shared.live(next)
    },
    held: tellHeld,
    /** A window has asked for what there is; one that took over knows nothing yet. */
    filled() {
      isFilled = true
      if (held) emit.shared.held(held)
    },
    replaced() {
      isFilled = false
      emit.shared.replaced()
    },
    eventsOf: (isCurrent: boolean): Pick<SharedJournalEvents, 'onHeld' | 'onUpdate'> => ({
      onHeld: (now) => (isCurrent ? tellHeld(now) : undefined),
      onUpdate: (update) => (isCurrent && isFilled ? emit.shared.updated({ update }) : undefined),
    }),
  }
}

/** Once of each person and reason, however many writers there are. */
function setAsideIn(journals: JournalsInUse, device: string): PartnerStatus['setAside'] {
  const kinds = new Map<string, PartnerStatus['setAside'][number]>()
  for (const { writer, reason } of journals.current()?.journal.standing ?? []) {
    const by = deviceOf(writer) === device ? 'me' : 'partner'
    kinds.set(`${by} ${reason}`, { by, reason })
  }
  return [...kinds.values()]
}

interface GroupTools extends SharedServicesOptions {
  readonly identity: Identity
  readonly sessions: OwnSessions
  readonly journals: JournalsInUse
  readonly partner: PartnerSession
  readonly entries: SharedEntries
  readonly window: ReturnType<typeof createWindowSide>
  ensureJournal(): Promise<void>
}

function sharedGroup(tools: GroupTools): Services<SharedContract>['shared'] {
  const { journals, window, identity, sessions } = tools
  return {
    fill({ stateVector }) {
      window.filled()
      return journals.current()?.journal.fill(stateVector) ?? nothingYet
    },
    begin() {
      const journal = journals.current()
      // Before there is a journal the session is of a writer that has no other use.
      const alone = () => sessions.begin(makeWriter(identity.device, tools.randomness), 'window')
      const client = journal?.journal.beginWindow() ?? alone()
      return { client, vault: journal?.journal.client() ?? null }
    },
    push({ update, origin }) {
      const current = journals.current()
      if (!current) throw new AppError({ code: 'not-paired' })
      current.journal.push(update, origin)
    },
    async share({ id }) {
      await tools.ensureJournal()
      tools.refuseClosing()
      const { body, kind, title, date, time, zone, mood, tags } = tools.readPrivate(id)
      const about = { kind, title, date, time, zone, mood, tags, trashedAt: null, createdAt: tools.clock.now() }
      const shared = { ...about, body, id: tools.newId() }
      tools.entries.add(shared)
      tools.markShared(id)
      return { id: shared.id }
    },
    look: ({ id }) => tools.looked(id),
    session: window.session,
  }
}

function partnerGroup({ partner, journals, window, emit }: GroupTools): Services<SharedContract>['partner'] {
  return {
    status: partner.status,
    invite: partner.invite,
    withdrawInvite: partner.withdrawInvite,
    join: ({ invite }) => partner.join(invite),
    answer: ({ answer }) => partner.answer(answer),
    dismiss: partner.dismiss,
    async unpair() {
      await journals.unpair()
      window.live(null)
      window.held({ all: false, entries: [] })
      partner.connect()
      emit.partner.changed(partner.status())
    },
    reach: partner.reach,
  }
}

/** The state vector of a document with nothing in it (Yjs: no clients). */
const emptyVector = Uint8Array.of(0)
const nothingYet = { slices: [], done: true, stateVector: emptyVector, isReadOnly: false }
