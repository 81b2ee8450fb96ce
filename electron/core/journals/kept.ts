import { z } from 'zod'
import { entryId, type EntryId } from '../../../shared/ids'
import { defaultSettings, settings as settingsSchema, type Settings } from '../../../shared/settings'
import type { Clock } from '../ports'
import { createAutosave } from './autosave'
import { type Caret, caret, createLooks, lookingAround, type LookingAround, type Looks } from './looks'
import type { Store } from './store'

/** A document of the settings store: the settings, where the caret was in an entry, or the looks. */
export const settingsDocument = z.looseObject({})
export type SettingsDocument = z.infer<typeof settingsDocument>

const settingsKey = 'settings'
const looksKey = 'looks'
const caretKey = (id: string) => `caret/${id}`
/** Where an earlier version kept each piece of news: one that is looked at was one record less. */
const newsPrefix = 'news/'

/**
 * What the settings store holds: the settings, where the caret was in each entry, and what is still to be looked at.
 * What changes by looking alone is written with the next save of anything else, or at the end.
 */
export interface Kept {
  settings(): Settings
  /** The settings after the change. */
  changeSettings(change: object): Settings
  caret(id: EntryId): Caret | null
  /** The caret has come to rest in an entry. */
  keepCaret(id: EntryId, caret: Caret): void
  /** An entry was edited, and there the caret is now. */
  keepEdit(id: EntryId, caret: Caret): void
  isNews(id: EntryId): boolean
  addNews(ids: readonly EntryId[]): void
  looked(id: EntryId): void
  /** These entries are gone for ever. */
  forget(ids: readonly EntryId[]): void
  /** Something is saved: what was looked at until now goes along. */
  saving(): void
  flush(): Promise<void>
  /** Like `flush`, with what was only looked at. */
  finish(): Promise<void>
}

/** Reads and keeps what the settings store holds. */
export function createKept(store: Store<SettingsDocument>, clock: Clock): Kept {
  const { documents } = store
  const autosave = createAutosave({ write: () => store.write(), clock, onState: () => {} })
  const earlierNews = () => Object.keys(documents).filter((key) => key.startsWith(newsPrefix))
  const looks = createLooks(documents[looksKey], {
    around: lookingAround.parse(readSettings(documents[settingsKey])),
    news: earlierNews().flatMap((key) => entryId.safeParse(key.slice(newsPrefix.length)).data ?? []),
  })
  const put = (key: string, document: SettingsDocument | null) => {
    if (document) documents[key] = document
    else delete documents[key]
    store.touch(key)
    autosave.changed()
  }
  const saving = () => {
    const document = looks.toStore()
    if (!document) return
    put(looksKey, { ...document })
    for (const key of earlierNews()) put(key, null)
  }
  const tools = { documents, looks, put, saving }
  return {
    ...settingsIn(tools),
    ...entriesIn(tools),
    saving,
    flush: autosave.flush,
    finish() {
      saving()
      return autosave.flush()
    },
  }
}

interface Tools {
  documents: Store<SettingsDocument>['documents']
  looks: Looks
  /** Null removes the document. */
  put: (key: string, document: SettingsDocument | null) => void
  saving: () => void
}

function settingsIn({ documents, looks, put, saving }: Tools): Pick<Kept, 'settings' | 'changeSettings'> {
  const settings = () => readSettings({ ...documents[settingsKey], ...looks.around() })
  return {
    settings,
    changeSettings(change) {
      const next = settingsSchema.parse({ ...settings(), ...change })
      const { around, others } = apart(change)
      looks.lookAround(around)
      if (Object.keys(others).length > 0) {
        put(settingsKey, { ...documents[settingsKey], ...others })
        saving()
      }
      return next
    },
  }
}

/** Where the caret is in an entry that was edited stands in a document of its own, for it is written with each edit. */
function entriesIn({ documents, looks, put, saving }: Tools) {
  const edited = (id: EntryId) => caret.safeParse(documents[caretKey(id)]).data ?? null
  return {
    caret: (id: EntryId) => looks.caret(id) ?? edited(id),
    keepCaret(id: EntryId, selection: Caret) {
      const there = edited(id)
      const isThere = there?.anchor === selection.anchor && there.head === selection.head
      looks.keepCaret(id, isThere ? null : selection)
    },
    keepEdit(id: EntryId, selection: Caret) {
      put(caretKey(id), selection)
      looks.keepCaret(id, null)
      saving()
    },
    isNews: looks.isNews,
    addNews(ids: readonly EntryId[]) {
      const added = ids.filter((id) => !looks.isNews(id))
      for (const id of added) looks.markNews(id, true)
      if (added.length > 0) saving()
    },
    looked: (id: EntryId) => looks.markNews(id, false),
    forget(ids: readonly EntryId[]) {
      for (const id of ids) {
        if (documents[caretKey(id)]) put(caretKey(id), null)
        looks.keepCaret(id, null)
        looks.markNews(id, false)
      }
      if (ids.length > 0) saving()
    },
  }
}

/** What of a change of settings comes from looking around, and the rest. */
function apart({ lastEntry, filters, ...others }: Partial<Settings>): {
  around: Partial<LookingAround>
  others: Partial<Settings>
} {
  const around = { ...(lastEntry !== undefined && { lastEntry }), ...(filters !== undefined && { filters }) }
  return { around, others }
}

/** The settings as far as they can be read: one that a newer version wrote otherwise has its default here. */
function readSettings(document: SettingsDocument | undefined): Settings {
  const whole = settingsSchema.safeParse({ ...defaultSettings, ...document })
  if (whole.success) return whole.data
  const unread = new Set(whole.error.issues.map(({ path }) => path[0]))
  const readable = Object.entries(document ?? {}).filter(([key]) => !unread.has(key))
  return { ...defaultSettings, ...Object.fromEntries(readable) }
}
