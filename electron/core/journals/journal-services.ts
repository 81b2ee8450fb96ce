import { z } from 'zod'
import type { contract, Emit, Services } from '../../../shared/contract'
import type { Entry } from '../../../shared/entry'
import { entryId } from '../../../shared/ids'
import { defaultSettings, settings as settingsSchema, type Settings } from '../../../shared/settings'
import type { Clock } from '../ports'
import { createAutosave } from './autosave'
import { createPrivateJournal, createSummaries } from './private-journal'
import { createSearch } from './search'
import type { Store } from './store'

type JournalContract = Pick<typeof contract, 'journal' | 'settings'>

/** A document of the settings store: the settings themselves, or where the caret was in one entry. */
export const settingsDocument = z.looseObject({})
export type SettingsDocument = z.infer<typeof settingsDocument>

const caret = z.object({ anchor: z.number().int().nonnegative(), head: z.number().int().nonnegative() })

export interface JournalServices {
  readonly services: Services<JournalContract>
  settings(): Settings
  /** Resolves when everything changed so far is durable. */
  flush(): Promise<void>
}

const settingsKey = 'settings'
const caretKey = (id: string) => `caret/${id}`

/** The calls on journal and settings of one opened vault. */
export function createJournalServices(options: {
  journalStore: Store<Entry>
  settingsStore: Store<SettingsDocument>
  clock: Clock
  emit: Emit<JournalContract>
  onSettings(settings: Settings): void
}): JournalServices {
  const { journalStore, settingsStore, clock, emit } = options
  const summaryOf = createSummaries()
  const search = createSearch()
  const autosave = createAutosave({ write: () => journalStore.write(), clock, onState: emit.journal.saving })
  const settingsSave = createAutosave({ write: () => settingsStore.write(), clock, onState: () => {} })
  const journal = createPrivateJournal({
    store: journalStore,
    clock,
    onChange(id, entry) {
      autosave.changed()
      emit.journal.changed({ entries: entry ? [summaryOf(entry)] : [], removed: entry ? [] : [id] })
    },
  })

  const settings = () => {
    const stored = settingsSchema.safeParse({ ...defaultSettings, ...settingsStore.documents[settingsKey] })
    return stored.success ? stored.data : defaultSettings
  }
  const keep = (key: string, document: SettingsDocument | null) => {
    if (document) settingsStore.documents[key] = document
    else delete settingsStore.documents[key]
    settingsStore.touch(key)
    settingsSave.changed()
  }

  return {
    settings,
    async flush() {
      await Promise.all([autosave.flush(), settingsSave.flush()])
    },
    services: {
      journal: {
        list: ({ offset, limit }) => ({
          entries: journal
            .entries()
            .slice(offset, offset + limit)
            .map(summaryOf),
          total: journal.entries().length,
        }),
        read: ({ id }) => ({ entry: journal.read(id), caret: caretOf(settingsStore.documents[caretKey(id)]) }),
        add: ({ entry }) => journal.add(entry),
        edit: ({ id, length, changes }) => journal.edit(id, length, changes),
        replaceBody: ({ id, body }) => journal.replaceBody(id, body),
        describe: ({ id, fields }) => journal.describe(id, fields as Partial<Entry>),
        trash: ({ id }) => journal.trash(id),
        restore: ({ id }) => journal.restore(id),
        deleteForever({ id }) {
          journal.deleteForever(id)
          if (settingsStore.documents[caretKey(id)]) keep(caretKey(id), null)
        },
        search: ({ text }) => ({
          matches: search.find(
            journal.entries().filter((entry) => entry.trashedAt === null),
            text,
          ),
        }),
        keepCaret: ({ id, selection }) => keep(caretKey(entryId.parse(id)), selection),
      },
      settings: {
        read: settings,
        change(change) {
          const next = settingsSchema.parse({ ...settings(), ...change })
          keep(settingsKey, next)
          options.onSettings(next)
        },
      },
    },
  }
}

function caretOf(document: SettingsDocument | undefined): z.infer<typeof caret> | null {
  return caret.safeParse(document).data ?? null
}
