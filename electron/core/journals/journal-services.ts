import { z } from 'zod'
import type { contract, Emit, Services } from '../../../shared/contract'
import type { Entry, EntrySummary } from '../../../shared/entry'
import { AppError } from '../../../shared/failure'
import type { EntryId } from '../../../shared/ids'
import { defaultSettings, settings as settingsSchema, type Settings } from '../../../shared/settings'
import type { TextChange } from '../../../shared/text-change'
import type { Clock } from '../ports'
import { createAutosave } from './autosave'
import { createPrivateJournal, createSummaries, type PrivateJournal } from './private-journal'
import { createSearch } from './search'
import type { Store } from './store'

type JournalContract = Pick<typeof contract, 'journal' | 'settings'>

/** A document of the settings store: the settings themselves, or where the caret was in one entry. */
export const settingsDocument = z.looseObject({})
export type SettingsDocument = z.infer<typeof settingsDocument>

const caret = z.object({ anchor: z.number().int().nonnegative(), head: z.number().int().nonnegative() })
type Caret = z.infer<typeof caret>

export interface JournalServices {
  readonly services: Services<JournalContract>
  settings(): Settings
  /** Resolves when everything changed so far is durable. */
  flush(): Promise<void>
}

const settingsKey = 'settings'
const caretKey = (id: string) => `caret/${id}`

/** Lets a change happen, or fails with `vault-read-only`. */
type Guard = <Input>(act: (input: Input) => void) => (input: Input) => void

/** The calls on journal and settings of one opened vault. */
export function createJournalServices(options: {
  journalStore: Store<Entry>
  settingsStore: Store<SettingsDocument>
  clock: Clock
  emit: Emit<JournalContract>
  /** A damaged vault: every change is refused, so that nothing waits for a write that can't be. */
  readOnly: boolean
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
      emit.journal.changed({ entries: entry ? [summaryOf(entry)] : [], removed: entry ? [] : [id] })
    },
  })
  const kept = createKept(options.settingsStore, clock)
  const change: Guard = (act) => (input) => {
    if (options.readOnly) throw new AppError({ code: 'vault-read-only' })
    act(input)
  }

  return {
    settings: kept.settings,
    async flush() {
      await Promise.all([autosave.flush(), kept.flush()])
    },
    services: {
      journal: journalGroup({ journal, kept, change, summaryOf }),
      settings: {
        read: kept.settings,
        change: change((changed) => options.onSettings(kept.changeSettings(changed))),
      },
    },
  }
}

function journalGroup(tools: {
  journal: PrivateJournal
  kept: Kept
  change: Guard
  summaryOf: (entry: Entry) => EntrySummary
}): Services<JournalContract>['journal'] {
  const { journal, kept, change, summaryOf } = tools
  const search = createSearch()
  return {
    list: ({ offset, limit }) => ({
      entries: journal
        .entries()
        .slice(offset, offset + limit)
        .map(summaryOf),
      total: journal.entries().length,
    }),
    read: ({ id }) => ({ entry: journal.read(id), caret: kept.caret(id) }),
    search: ({ text }) => ({
      matches: search.find(
        journal.entries().filter((entry) => entry.trashedAt === null),
        text,
      ),
    }),
    add: change(({ entry }) => journal.add(entry)),
    edit: change(({ id, length, changes }) => {
      journal.edit(id, length, changes)
      // Who is interrupted in the middle of a word goes on where it ended: the window tells only where a caret rests.
      const end = endOf(changes)
      if (end !== null) kept.keepCaret(id, { anchor: end, head: end })
    }),
    replaceBody: change(({ id, body }) => journal.replaceBody(id, body)),
    describe: change(({ id, fields }) => journal.describe(id, fields as Partial<Entry>)),
    trash: change(({ id }) => journal.trash(id)),
    restore: change(({ id }) => journal.restore(id)),
    deleteForever: change(({ id }) => {
      journal.deleteForever(id)
      kept.keepCaret(id, null)
    }),
    keepCaret: change(({ id, selection }) => {
      // One that comes late must not leave a trace of an entry that is gone.
      if (journal.has(id)) kept.keepCaret(id, selection)
    }),
  }
}

/** Where the last of an edit's changes ends in the text after it. */
function endOf(changes: readonly TextChange[]): number | null {
  const last = changes.at(-1)
  if (!last) return null
  const shift = changes.slice(0, -1).reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0)
  return last.from + shift + last.insert.length
}

/** What the settings store holds: the settings, and where the caret was in each entry. */
interface Kept {
  settings(): Settings
  /** The settings after the change. */
  changeSettings(change: object): Settings
  caret(id: EntryId): Caret | null
  keepCaret(id: EntryId, caret: Caret | null): void
  flush(): Promise<void>
}

function createKept(store: Store<SettingsDocument>, clock: Clock): Kept {
  const autosave = createAutosave({ write: () => store.write(), clock, onState: () => {} })
  const touched = (key: string) => {
    store.touch(key)
    autosave.changed()
  }
  const settings = () => readSettings(store.documents[settingsKey])
  return {
    settings,
    changeSettings(change) {
      const next = settingsSchema.parse({ ...settings(), ...change })
      store.documents[settingsKey] = { ...store.documents[settingsKey], ...change }
      touched(settingsKey)
      return next
    },
    caret: (id) => caret.safeParse(store.documents[caretKey(id)]).data ?? null,
    keepCaret(id, selection) {
      const key = caretKey(id)
      if (selection) store.documents[key] = selection
      else if (!store.documents[key]) return
      else delete store.documents[key]
      touched(key)
    },
    flush: autosave.flush,
  }
}

/** The settings as far as they can be read: one that a newer version wrote otherwise has its default here. */
function readSettings(document: SettingsDocument | undefined): Settings {
  const whole = settingsSchema.safeParse({ ...defaultSettings, ...document })
  if (whole.success) return whole.data
  const unread = new Set(whole.error.issues.map(({ path }) => path[0]))
  const readable = Object.entries(document ?? {}).filter(([key]) => !unread.has(key))
  return { ...defaultSettings, ...Object.fromEntries(readable) }
}
