import { background, bestEffort } from '../../../../shared/background'
import { AppError } from '../../../../shared/failure'
import type { LinkOrder } from '../../protocol/link-protocol'
import type { Clock, Randomness } from '../../ports'
import type { EntriesChange } from '../../journals/shared-entries'
import { toHex } from '../../vault/bytes'
import { createTurns } from '../../vault/in-turn'
import { maxLiveWriters } from '../fold/live-writers'
import type { Identity } from '../pairing/identity'
import { withSetAside } from './forged-files'
import { createRefoldPace } from './refold-pace'
import { type JournalTools, newFolder, openJournal, type OpenedJournal, withNewWriter } from './opened-journal'
import type { KeptCandidate, KeptJournal, KeptPartner, PairsStore } from '../partner/pairs-store'
import { makeWriter, type WriterId } from '../format/writer-id'

/** When files were last exchanged is written after so long, not with each of them; ms. */
const keepExchangedAfter = 10_000

export interface JournalsOptions {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly identity: Identity
  readonly pairs: PairsStore
  readonly isReadOnly: boolean
  order(order: LinkOrder): void
  toolsOf(isCurrent: boolean): JournalTools
  onEntries(change: EntriesChange): void
  /** The journal that is written now is another one. */
  onReplaced(): void
  /** Files have come in. */
  onExchanged(): void
}

/** The shared journal that is written now, if there is one, and the earlier ones; what changes them comes in turn. */
export class JournalsInUse {
  readonly #o: JournalsOptions
  readonly #inTurn = createTurns()
  #current: OpenedJournal | null = null
  #earlier: readonly OpenedJournal[] = []
  #cancelExchanged: (() => void) | null = null
  readonly #refoldPace: ReturnType<typeof createRefoldPace>

  constructor(options: JournalsOptions) {
    this.#o = options
    this.#refoldPace = createRefoldPace(options.clock, () =>
      background(bestEffort(this.#inTurn(() => this.#setAsideForged()))),
    )
  }

  current(): OpenedJournal | null {
    return this.#current
  }

  earlier(): readonly OpenedJournal[] {
    return this.#earlier
  }

  /** Resolves when all that was asked for before is done. */
  ready(): Promise<void> {
    return this.#inTurn(async () => {})
  }

  /**
   * Reads what lies in the mirror. Fails with `disk-failed` where some of it can't be read now, unless that may be missed;
   * asked again, it goes on from there.
   */
  open({ mayMiss }: { mayMiss: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      const { pairs, order, isReadOnly, onEntries } = this.#o
      const kept = pairs.journal()
      if (kept && !this.#current) {
        const opened = await this.#openCurrent(kept, { mayMiss })
        // Where that fails, the chain begins with it when the disk takes it, or at the next unlock.
        if (opened.isToBegin()) await bestEffort(opened.carryOver(opened.journal.snapshot()))
        // What isn't put together now is at the next unlock: it keeps nobody from reading.
        const spare = isReadOnly ? undefined : await bestEffort(opened.compact())
        if (spare) order({ type: 'drop', names: spare })
        if (opened.heard() !== kept.partner?.heard) this.#note({})
      }
      const isOpen = ({ folder }: KeptJournal) => this.#earlier.some((each) => each.kept.folder === folder)
      for (const each of pairs.earlier()) if (!isOpen(each)) await this.#addEarlier(each, mayMiss)
      onEntries(shownIn(this.#earlier))
    })
  }

  /** Begins a journal alone where there is none; `disk-failed` where there is one that can't be read now. */
  ensure(): Promise<void> {
    return this.#inTurn(async () => {
      if (await this.#whatIsKept()) return
      this.#refuseReadOnly()
      const { randomness, pairs } = this.#o
      const alone = { epoch: 0, id: toHex(randomness.bytes(16)), key: toHex(randomness.bytes(32)) }
      const kept = this.#newJournal(alone, 'inviter')
      await this.#openCurrent(kept)
      await pairs.change({ journal: kept })
    })
  }

  /** The inviter's journal goes on in the new epoch, whole; the joiner's own, if there are words in it, is put away. */
  adopt({ epoch, role, partner }: KeptCandidate): Promise<void> {
    return this.#inTurn(async () => {
      const former = await this.#withoutForged(await this.#whatIsKept())
      await former?.journal.flush()
      const kept = { ...this.#newJournal(epoch, role), partner }
      await this.#openCurrent(kept)
      if (role === 'inviter' && former) {
        // The files that it stands for are of another epoch.
        await this.#current?.carryOver({ ...former.journal.snapshot(), vector: new Map() })
      }
      const isKept = role === 'joiner' && former !== null && former.journal.entries.entries().length > 0
      const ended = isKept ? { ...former.kept, endedAt: this.#o.clock.now() } : null
      await this.#o.pairs.change({ journal: kept, ...(ended ? { ended } : {}) })
      if (ended) await this.#addEarlier(ended)
      this.#replaced()
    })
  }

  /** Ends the journal with the partner: both keep what there is, to be read. `not-paired` where there is none. */
  unpair(): Promise<void> {
    return this.#inTurn(async () => {
      const former = await this.#whatIsKept()
      if (!former?.kept.partner) throw new AppError({ code: 'not-paired' })
      await former.journal.flush()
      const ended = { ...former.kept, endedAt: this.#o.clock.now() }
      await this.#o.pairs.change({ journal: null, candidate: null, invite: null, reach: { partner: [] }, ended })
      // What was written meanwhile is to be read later as well; where nothing waits any more nothing is taken either.
      while (former.journal.hasWaiting()) await former.journal.flush()
      this.#current = null
      this.#o.order({ type: 'mirror', keys: null })
      await this.#addEarlier(ended)
      former.journal.close()
      this.#replaced()
    })
  }

  /**
   * Files of this writer of ours above its own head, or two at one number: this vault is a copy of one that went on
   * elsewhere. From here on it writes under a new tag, and its first file there is all it has, so that nothing of either
   * is lost, and the former tag is retired by it. What is told of a former writer changes nothing. Where so many tags are
   * live that no further one would be folded elsewhere, it goes on under this one: both branches of a fork are applied.
   */
  goOnAnew(writer: WriterId): Promise<void> {
    return this.#inTurn(async () => {
      const open = this.#current
      if (open?.kept.writer !== writer || this.#o.isReadOnly || open.liveTags() >= maxLiveWriters) return
      const former = await this.#withoutForged(open)
      const kept = withNewWriter(this.#o, former.kept)
      await this.#o.pairs.change({ journal: kept })
      await this.#openCurrent(kept)
      // Only now: what was written while the files were read is in it.
      await this.#current?.carryOver(former.journal.snapshot())
      this.#replaced()
    })
  }

  /** Files have arrived in the mirror. */
  arrived(names: readonly string[], small: ReadonlyMap<string, Uint8Array>): Promise<void> {
    return this.#inTurn(async () => {
      await this.#current?.arrived(names, small)
      await this.#setAsideForged()
      if (this.#note({ lastExchanged: this.#o.clock.now() })) this.#o.onExchanged()
    })
  }

  async flush(): Promise<void> {
    await this.#current?.journal.flush()
    if (this.#cancelExchanged) await this.#keepExchanged()
  }

  close(): void {
    this.#cancelExchanged?.()
    this.#refoldPace.close()
    for (const { journal } of [...this.#earlier, ...(this.#current ? [this.#current] : [])]) journal.close()
  }

  /** The same journal, folded anew before its time where that is still owed: all of it is to go into a file of ours. */
  async #withoutForged<Opened extends OpenedJournal | null>(opened: Opened): Promise<Opened | OpenedJournal> {
    return opened?.journal.isFalsified() ? this.#openCurrent(opened.kept, { anew: true }) : opened
  }

  /** The journal that is kept: one that couldn't be read so far is read now, and never takes another's place unread. */
  async #whatIsKept(): Promise<OpenedJournal | null> {
    const kept = this.#o.pairs.journal()
    return this.#current ?? (kept && (await this.#openCurrent(kept)))
  }

  async #openCurrent(kept: KeptJournal, { mayMiss = false, anew = false } = {}): Promise<OpenedJournal> {
    const { order, pairs, onEntries, isReadOnly, toolsOf } = this.#o
    const former = this.#current
    const open = anew && former ? { former: former.journal } : {}
    const opened = await openJournal(toolsOf(true), kept, { isReadOnly, mayMiss, ...open })
    // One that is put away for another takes what was written meanwhile with it, while the host keeps its files still.
    if (former && former.kept.folder !== kept.folder) {
      while (former.journal.hasWaiting()) await former.journal.flush()
    }
    this.#current = opened
    former?.journal.close()
    order({ type: 'mirror', keys: opened.keys() })
    // A tag that the files have shown to be used up must not be taken again.
    if (opened.kept !== kept && !isReadOnly) await pairs.change({ journal: opened.kept })
    onEntries(shownIn([opened]))
    return opened
  }

  /** What is forged is known from now on; where words of it are in the document, the journal is folded anew in its time. */
  async #setAsideForged(): Promise<void> {
    const current = this.#current
    if (!current || this.#o.isReadOnly) return
    const kept = withSetAside(current.kept, current.journal)
    if (kept !== current.kept) {
      this.#current = { ...current, kept }
      await this.#o.pairs.change({ journal: kept })
    }
    if (!current.journal.isFalsified() || !this.#refoldPace.begin()) return
    await this.#openCurrent(kept, { anew: true })
    this.#replaced()
  }

  async #addEarlier(kept: KeptJournal, mayMiss = false): Promise<void> {
    const { pairs, isReadOnly, toolsOf } = this.#o
    const opened = await openJournal(toolsOf(false), kept, { isReadOnly: true, mayMiss })
    this.#earlier = [...this.#earlier, opened]
    // Else each unlock would find the same files to be forged, and fold twice.
    if (opened.kept !== kept && !isReadOnly) await bestEffort(pairs.change({ ended: opened.kept }))
  }

  #replaced(): void {
    this.#o.onReplaced()
    this.#o.onEntries(shownIn([...this.#earlier, ...(this.#current ? [this.#current] : [])]))
  }

  /** Notes when the partner was heard; false where there is none. It may be forgotten by a crash: it is no word. */
  #note(heard: Partial<Pick<KeptPartner, 'lastExchanged'>>): boolean {
    const current = this.#current
    if (!current?.kept.partner) return false
    const partner = { ...current.kept.partner, ...heard, heard: current.heard() }
    this.#current = { ...current, kept: { ...current.kept, partner } }
    this.#cancelExchanged ??= this.#o.clock.after(keepExchangedAfter, () =>
      background(bestEffort(this.#keepExchanged())),
    )
    return true
  }

  /** Keeps the note alone: whoever puts another journal or another writer in place meanwhile has said which. */
  async #keepExchanged(): Promise<void> {
    this.#cancelExchanged?.()
    this.#cancelExchanged = null
    const { pairs, isReadOnly } = this.#o
    const [journal, noted] = [pairs.journal(), this.#current?.kept]
    if (isReadOnly || !journal?.partner || !noted?.partner || journal.folder !== noted.folder) return
    await pairs.change({ journal: { ...journal, partner: noted.partner } })
  }

  #refuseReadOnly(): void {
    if (this.#o.isReadOnly) throw new AppError({ code: 'vault-read-only' })
  }

  #newJournal(epoch: KeptJournal['epoch'], role: KeptJournal['role']): KeptJournal {
    const { randomness, identity } = this.#o
    const writer = makeWriter(identity.device, randomness)
    return { folder: newFolder(randomness), epoch, role, writer, formerWriters: [], partner: null, endedAt: null }
  }
}

const shownIn = (opened: readonly OpenedJournal[]): EntriesChange => ({
  ids: opened.flatMap(({ journal }) => journal.entries.entries().map(({ id }) => id)),
  deleted: [],
  news: false,
})
