import { z } from 'zod'
import { maxAddress, maxLinkLength } from './address'
import { errorReportForm } from './error-report'
import { describedFrom, entry, entryFields, entrySummary, journals, maxBodyLength } from './entry'
import type { Failure } from './failure'
import { clientId, entryId } from './ids'
import { liveSession, partnerStatus, sharedHeld } from './partner'
import { settings } from './settings'
import { textChange } from './text-change'
import { wellFormedText } from './whole-characters'

/** One request and its answer. A `direct` call carries a secret: in Electron it goes past the host to the vault process. */
export interface Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly type: 'call'
  readonly input: Input
  readonly output: Output
  readonly direct: boolean
}

/** News that the window listens to. */
export interface Signal<Payload extends z.ZodType = z.ZodType> {
  readonly type: 'signal'
  readonly payload: Payload
  /** True where the news holds until the next of its kind: a page that comes back after a silence is told again. */
  readonly lasting: boolean
}

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  type: 'call',
  input,
  output,
  direct: false,
})
const direct = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  ...call(input, output),
  direct: true,
})
const signal = <P extends z.ZodType>(payload: P): Signal<P> => ({ type: 'signal', payload, lasting: false })
const lasting = <P extends z.ZodType>(payload: P): Signal<P> => ({ ...signal(payload), lasting: true })

const nothing = z.void()
const failure = z.custom<Failure>((value) => typeof value === 'object' && value !== null && 'code' in value)
const folder = z.string().min(1).max(4096)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const passphrase = z.string().min(1).max(1024)
const byId = z.object({ id: entryId })
const selection = z.object({ anchor: z.number().int().nonnegative(), head: z.number().int().nonnegative() })

/** Longest message of live signaling between two windows, in UTF-16 code units: a session description with candidates. */
export const maxSignal = 48 * 1024

/** Kept outside the vault, since they are needed before it opens: nothing personal. */
export const preferences = z.object({ theme: z.enum(['system', 'light', 'dark']) })
export type Preferences = z.infer<typeof preferences>

const appState = z.object({
  host: z.enum(['electron', 'browser']),
  platform: z.enum(['mac', 'windows', 'linux']),
  folder,
  vault: z.enum(['none', 'locked', 'open', 'unreadable']),
  /** Why the vault can't be opened, where `vault` is 'unreadable'. */
  failure: failure.nullable(),
  /** The vault process has ended by itself while the vault was open, and nobody has unlocked since. */
  hasBroken: z.boolean(),
  preferences,
  canChooseFolder: z.boolean(),
})
/** What the window must know before anything is unlocked. */
export type AppState = z.infer<typeof appState>

const folderReport = z.object({
  folder,
  holds: z.enum(['nothing', 'vault', 'other-files']),
  /** The service that carries this folder elsewhere (for instance 'Dropbox'), as far as its path and marks tell. */
  syncedBy: z.string().nullable(),
})
export type FolderReport = z.infer<typeof folderReport>

/** What opens the vault. */
export const secret = z.object({ type: z.enum(['passphrase', 'recovery']), value: passphrase })
export type Secret = z.infer<typeof secret>

const vaultStatus = z.object({
  /** Set when the vault was found damaged and is open for reading only. */
  damage: z.object({ file: z.string(), lost: z.number() }).nullable(),
  /** False until the recovery key has been typed back once. */
  recoveryKeyKept: z.boolean(),
})
export type VaultStatus = z.infer<typeof vaultStatus>

const searchMatch = z.object({
  id: entryId,
  /** A passage around the first place found; empty where only title or tags match. */
  excerpt: z.string(),
  /** `[from, to)` pairs in UTF-16 offsets of `excerpt`, and of the title. */
  inExcerpt: z.array(z.tuple([z.number(), z.number()])),
  inTitle: z.array(z.tuple([z.number(), z.number()])),
  /** The entry's tags that hold one of the words. */
  tags: z.array(z.string()),
})
export type SearchMatch = z.infer<typeof searchMatch>

const saving = z.object({ pending: z.boolean(), failure: failure.nullable() })
/** Whether words wait to be written; `failure` says why the last attempt to write them did not succeed. */
export type Saving = z.infer<typeof saving>

/** Every word between the window and the host. `app` is answered by the host, the rest by the vault process. */
export const contract = {
  app: {
    state: call(nothing, appState),
    inspectFolder: call(z.object({ folder }), folderReport),
    chooseFolder: call(nothing, folder.nullable()),
    openFolder: call(z.object({ folder }), nothing),
    setPreferences: call(preferences.partial(), nothing),
    openLink: call(z.object({ url: z.string().max(maxLinkLength) }), nothing),
    activity: call(nothing, nothing),
    lock: call(nothing, nothing),
    /** This page is about to end, whatever ends it: it says all that waits, and `finished` when the vault has taken that. */
    ending: signal(z.object({ id: z.number().int() })),
    finished: call(z.object({ id: z.number().int() }), nothing),
    /** An error of the window that nothing has caught, as `errorReport` tells it. */
    reportError: call(z.object({ report: z.string().max(600).regex(errorReportForm) }), nothing),
    /** The invite that was opened as a link, as `twofold://invite#…`: told once, and only while the vault is open. */
    takeInvite: call(nothing, z.string().max(4096).nullable()),
    /** Such an invite has come, or waits for the vault that has just been opened. */
    invited: signal(nothing),
    changed: lasting(appState),
  },
  vault: {
    create: direct(
      z.object({ name: wellFormedText.trim().min(1).max(60), passphrase }),
      z.object({ recoveryKey: z.string() }),
    ),
    unlock: direct(z.object({ secret }), nothing),
    changePassphrase: direct(z.object({ current: secret, next: passphrase }), nothing),
    renewRecoveryKey: direct(z.object({ passphrase }), z.object({ recoveryKey: z.string() })),
    status: call(nothing, vaultStatus),
  },
  journal: {
    list: call(
      z.object({ offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(5000) }),
      z.object({ entries: z.array(entrySummary), total: z.number() }),
    ),
    read: call(
      byId,
      z.object({ entry, journal: z.enum(journals), isReadOnly: z.boolean(), caret: selection.nullable() }),
    ),
    /** In the shared journal the entry is begun with its body; from then on its body changes in the replica alone. */
    add: call(z.object({ entry, journal: z.enum(journals).default('private') }), nothing),
    /** `length` is the body's length before the changes, so that a lost or doubled edit is noticed at once. */
    edit: call(
      z.object({ id: entryId, length: z.number().int().nonnegative(), changes: z.array(textChange).max(10_000) }),
      nothing,
    ),
    replaceBody: call(z.object({ id: entryId, body: wellFormedText.max(maxBodyLength) }), nothing),
    /**
     * Says something about an entry; the answer is all that is said about it then. `from` is what stood there for who
     * says it: what another has written into the title or added to the tags since then stays. Of titles the last one
     * that may stand there comes first, then those before it whose saying hasn't been answered.
     */
    describe: call(
      z.object({ id: entryId, fields: entryFields.partial(), from: describedFrom.optional() }),
      entryFields,
    ),
    trash: call(byId, nothing),
    restore: call(byId, nothing),
    deleteForever: call(byId, nothing),
    search: call(z.object({ text: z.string().max(500) }), z.object({ matches: z.array(searchMatch) })),
    keepCaret: call(z.object({ id: entryId, selection }), nothing),
    /**
     * Rows that are others than before, and entries that somebody deleted for ever. What is only not to be seen yet is
     * in neither: a deletion is told as one, and never to be inferred from an entry that isn't there.
     */
    changed: signal(z.object({ entries: z.array(entrySummary), deleted: z.array(entryId) })),
    saving: lasting(saving),
  },
  shared: {
    /**
     * What the window's replica misses of the shared journal, in slices of causal order, at most 512 KiB a call;
     * `done` when nothing was left out. From the first call on `updated` tells what comes later. The state vector in
     * the answer is the vault process's own as it is then: what the replica has beyond it is still to be pushed. Where
     * the journal `isReadOnly` nothing is: every push would be refused.
     */
    fill: call(
      z.object({ stateVector: bytes }),
      z.object({ slices: z.array(bytes), done: z.boolean(), stateVector: bytes, isReadOnly: z.boolean() }),
    ),
    /** Begins a replica's session, which ends the one before: the client ids of its letters and the vault process's. */
    begin: call(nothing, z.object({ client: clientId, vault: clientId.nullable() })),
    /** A change of the replica: made in this window (`own`), or come from the partner's window (`live`). */
    push: call(z.object({ update: bytes, origin: z.enum(['own', 'live']) }), nothing),
    /** Copies a private entry into the shared journal, where it is another entry; the original is marked. */
    share: call(byId, z.object({ id: entryId })),
    /** The person has looked at this entry: it is no news any more. */
    look: call(byId, nothing),
    updated: signal(z.object({ update: bytes })),
    /** The shared journal is another one: a replica of the former must be made anew. */
    replaced: signal(nothing),
    /** The live session as it is now, for a window that has just begun to listen. */
    session: call(nothing, liveSession.nullable()),
    /** Which entries hold words that the partner's device hasn't confirmed. */
    held: lasting(sharedHeld),
    /** The live room of this session with the partner; null while there is none. */
    live: lasting(liveSession.nullable()),
  },
  partner: {
    status: call(nothing, partnerStatus),
    /** Makes an invite, or tells the open one again; it is in the status. */
    invite: call(nothing, nothing),
    withdrawInvite: call(nothing, nothing),
    /** Answers an invite: its text or its link. Fails with `invite-…`; from then on the status tells. */
    join: call(z.object({ invite: z.string().max(4096) }), nothing),
    /** What the person says to the four words; `differ` burns everything. */
    answer: call(z.object({ answer: z.enum(['match', 'skip', 'differ']) }), nothing),
    /** Puts away what a failed or ended pairing has left on the screen. */
    dismiss: call(nothing, nothing),
    unpair: call(nothing, nothing),
    /** Where the partner's device is dialled (`host:port`), and whether this one connects at all. */
    reach: call(z.object({ addresses: z.array(z.string().max(maxAddress)).max(8), connect: z.boolean() }), nothing),
    changed: lasting(partnerStatus),
  },
  settings: {
    read: call(nothing, settings),
    change: call(settings.partial(), nothing),
  },
  /** Answered by the host: what the two windows say to each other to find a direct connection. */
  link: {
    signal: call(z.object({ message: z.string().max(maxSignal) }), nothing),
    signaled: signal(z.object({ message: z.string().max(maxSignal) })),
  },
} as const satisfies Contract

export type Contract = Record<string, Record<string, Call | Signal>>
type Members<C extends Contract, Kind> = {
  [G in keyof C]: { [M in keyof C[G] as C[G][M] extends Kind ? M : never]: C[G][M] }
}
type Calls<C extends Contract> = Members<C, Call>
type Signals<C extends Contract> = Members<C, Signal>

/** What the side that answers implements: parsed input in, output or a thrown AppError out. */
export type Services<C extends Contract> = {
  [G in keyof C]: {
    [M in keyof Calls<C>[G]]: C[G][M] extends Call<infer I, infer O>
      ? (input: z.infer<I>) => z.infer<O> | Promise<z.infer<O>>
      : never
  }
}

/** What the window calls: every call as a function, every signal as `on…(listener)` that returns its own undoing. */
export type Api<C extends Contract> = {
  [G in keyof C]: {
    [M in keyof Calls<C>[G]]: C[G][M] extends Call<infer I, infer O>
      ? (...input: undefined extends z.input<I> ? [] : [z.input<I>]) => Promise<z.infer<O>>
      : never
  } & {
    [M in keyof Signals<C>[G] as `on${Capitalize<M & string>}`]: C[G][M] extends Signal<infer P>
      ? (listener: (payload: z.infer<P>) => void) => () => void
      : never
  }
}

/** How one side tells the others: `emit.journal.saving(payload)`. */
export type Emit<C extends Contract> = {
  [G in keyof C]: {
    [M in keyof Signals<C>[G]]: C[G][M] extends Signal<infer P> ? (payload: z.infer<P>) => void : never
  }
}

/** An answer as it crosses a process boundary: failures are data, for Electron keeps only an Error's message. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure }

/** The groups that the vault process answers; the host passes them through and keeps nothing of them. */
export const vaultGroups = [
  'vault',
  'journal',
  'shared',
  'partner',
  'settings',
] as const satisfies (keyof typeof contract)[]

/** The call named `group.method`, or null: names come from outside. */
export function findCall(name: string): Call | null {
  const member = findMember(name)
  return member?.type === 'call' ? member : null
}

/** True for a signal whose news holds until the next of its kind. */
export function isLasting(name: string): boolean {
  const member = findMember(name)
  return member?.type === 'signal' && member.lasting
}

function findMember(name: string): Call | Signal | null {
  const [group = '', method = '', ...rest] = name.split('.')
  if (rest.length > 0) return null
  const members: Record<string, Call | Signal> | undefined = Object.hasOwn(contract, group)
    ? (contract as Contract)[group]
    : undefined
  return (members && Object.hasOwn(members, method) && members[method]) || null
}
