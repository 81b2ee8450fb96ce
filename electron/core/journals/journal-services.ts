import type { contract, Emit, Services } from '../../../shared/contract'
import type { Entry, EntryFields, EntrySummary } from '../../../shared/entry'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import type { Settings } from '../../../shared/settings'
import type { TextChange } from '../../../shared/text-change'
import type { Clock } from '../ports'
import { createAutosave } from './autosave'
import { createChangedRows } from './changed-rows'
import { createKept, type Kept, type SettingsDocument } from './kept'
import { createPrivateJournal, createSummaries, type PrivateJournal } from './private-journal'
import { createSearch } from './search'
import {
  createMerge,
  type EntriesChange,
  type SharedEntries,
  type SharedEntry,
  summaryOfShared,
} from './shared-entries'
import type { Store } from './store'

type JournalContract = Pick<typeof contract, 'journal' | 'settings'>

export interface JournalServices {
  readonly services: Services<JournalContract>
  settings(): Settings
  /** Tells the window of shared entries that changed or were deleted for ever; `news` marks those changed as new. */
  sharedChanged(change: EntriesChange): void
  /** The person has looked at this entry. */
  looked(id: EntryId): void
  /** A private entry, and the note on it that it was shared. */
  readPrivate(id: EntryId): Entry
  markShared(id: EntryId): void
  /** Resolves when everything changed so far is durable. */
  flush(): Promise<void>
  /** Like `flush`, with what was only looked at. */
  finish(): Promise<void>
}

/** Lets a change happen, or fails with `vault-read-only` or `vault-locked`. */
type Guard = <Input, Output>(act: (input: Input) => Output) => (input: Input) => Output

/** The calls on journal and settings of one opened vault. */
export function createJournalServices(options: {
  journalStore: Store<Entry>
  settingsStore: Store<SettingsDocument>
  clock: Clock
  emit: Emit<JournalContract>
  /** The shared journals, as far as they have been read. */
  shared: SharedEntries
  /** A damaged vault: every change is refused, so that nothing waits for a write that can't be. */
  readOnly: boolean
  /** Throws `vault-locked` once the vault is being closed: what is taken from then on would not be written. */
  refuseClosing(): void
  onSettings(settings: Settings): void
}): JournalServices {
  const { journalStore, clock, emit } = options
  const summaryOf = createSummaries()
  const autosave = createAutosave({ write: () => journalStore.write(), clock, onState: emit.journal.saving })
  const journal = createPrivateJournal({
    store: journalStore,
    clock,
    onChange(id, entry) {
      autosave.changed()
      kept.saving()
      emit.journal.changed({ entries: entry ? [summaryOf(entry)] : [], deleted: entry ? [] : [id] })
    },
  })
  const kept = createKept(options.settingsStore, clock)
  const change: Guard = (act) => (input) => {
    if (options.readOnly) throw new AppError({ code: 'vault-read-only' })
    options.refuseClosing()
    return act(input)
  }
  const { shared } = options
  const rowOf = (entry: SharedEntry) => summaryOfShared(entry, kept.isNews(entry.id))
  const tools = { journal, shared, kept, change, summaryOf, rowOf }
  const tellRows = createChangedRows({ clock, tell: (rows) => tellShared(tools, rows, emit.journal.changed) })

  return {
    settings: kept.settings,
    async flush() {
      await Promise.all([autosave.flush(), kept.flush()])
    },
    async finish() {
      await Promise.all([autosave.flush(), kept.finish()])
    },
    sharedChanged(changed) {
      if (!options.readOnly) {
        if (changed.news) kept.addNews(changed.ids)
        kept.forget(changed.deleted)
      }
      tellRows(changed)
    },
    looked(id) {
      if (!kept.isNews(id) || options.readOnly) return
      kept.looked(id)
      if (shared.has(id)) emit.journal.changed({ entries: [rowOf(shared.read(id))], deleted: [] })
    },
    readPrivate: journal.read,
    markShared: (id) => journal.markShared(id),
    services: {
      journal: { ...readingGroup(tools), ...writingGroup(tools) },
      settings: settingsGroup(tools, options.onSettings),
    },
  }
}

interface GroupTools {
  journal: PrivateJournal
  shared: SharedEntries
  kept: Kept
  change: Guard
  summaryOf: (entry: Entry) => EntrySummary
  rowOf: (entry: SharedEntry) => EntrySummary
}

/** Tells of shared entries; of one that isn't to be seen yet nothing until the first word is said in it. */
function tellShared(
  { shared, rowOf }: GroupTools,
  { ids, deleted }: Pick<EntriesChange, 'ids' | 'deleted'>,
  tell: Emit<JournalContract>['journal']['changed'],
): void {
  const entries = ids.filter((id) => shared.has(id)).map((id) => rowOf(shared.read(id)))
  if (entries.length > 0 || deleted.length > 0) tell({ entries, deleted: [...deleted] })
}

function readingGroup({ journal, shared, kept, summaryOf, rowOf }: GroupTools) {
  const search = createSearch()
  const merge = createMerge()
  const all = () => merge(journal.entries(), shared.entries())
  const row = (entry: Entry) => (journal.has(entry.id) ? summaryOf(entry) : rowOf(shared.read(entry.id)))
  return {
    list: ({ offset, limit }) => ({
      entries: all()
        .slice(offset, offset + limit)
        .map(row),
      total: all().length,
    }),
    read({ id }) {
      const caret = kept.caret(id)
      if (!shared.has(id)) return { entry: journal.read(id), journal: 'private', isReadOnly: false, caret }
      const { isReadOnly, ...entry } = shared.read(id)
      return { entry, journal: 'shared', isReadOnly, caret }
    },
    search: ({ text }) => ({
      matches: search.find(
        all().filter((entry) => entry.trashedAt === null),
        text,
      ),
    }),
  } satisfies Partial<Services<JournalContract>['journal']>
}

function writingGroup({ journal, shared, kept, change }: GroupTools) {
  const holderOf = (id: EntryId) => (shared.has(id) ? shared : journal)
  return {
    async add({ entry, journal: into }) {
      if (into === 'shared') await shared.ready()
      change(() => (into === 'shared' ? shared : journal).add(entry))(null)
    },
    edit: change(({ id, length, changes }) => {
      journal.edit(id, length, changes)
      // Who is interrupted in the middle of a word goes on where it ended: the window tells only where a caret rests.
      const end = endOf(changes)
      if (end !== null) kept.keepEdit(id, { anchor: end, head: end })
    }),
    replaceBody: change(({ id, body }) => journal.replaceBody(id, body)),
    describe: change(({ id, fields, from }) => {
      const holder = holderOf(id)
      // The private journal has one writer: there nothing else can stand than what they saw.
      holder.describe(id, fields as Partial<Entry>, from)
      return fieldsOf(holder.read(id))
    }),
    trash: change(({ id }) => holderOf(id).trash(id)),
    restore: change(({ id }) => holderOf(id).restore(id)),
    deleteForever: change(({ id }) => {
      holderOf(id).deleteForever(id)
      kept.forget([id])
    }),
    keepCaret: change(({ id, selection }) => {
      // One that comes late must not leave a trace of an entry that is gone.
      if (journal.has(id) || shared.has(id)) kept.keepCaret(id, selection)
    }),
  } satisfies Partial<Services<JournalContract>['journal']>
}

const fieldsOf = ({ kind, title, date, time, zone, mood, tags }: Entry): EntryFields => ({
  kind,
  title,
  date,
  time,
  zone,
  mood,
  tags,
})

function settingsGroup({ kept, change }: GroupTools, onSettings: (settings: Settings) => void) {
  return {
    read: kept.settings,
    change: change((changed) => {
      onSettings(kept.changeSettings(changed))
    }),
  } satisfies Services<JournalContract>['settings']
}

/** Where the last of an edit's changes ends in the text after it. */
function endOf(changes: readonly TextChange[]): number | null {
  const last = changes.at(-1)
  if (!last) return null
  const shift = changes.slice(0, -1).reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0)
  return last.from + shift + last.insert.length
}
