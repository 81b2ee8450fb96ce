import { z } from 'zod'
import { foldSpelling } from './folding'
import { beginningOf } from './graphemes'
import { entryId } from './ids'
import { firstCharacters, wellFormedText } from './whole-characters'

/** The kinds an entry may be begun as today. A kind that a newer version wrote is kept and shown by its own name. */
export const kinds = ['reflection', 'hope', 'dream', 'appreciation', 'memory', 'plan'] as const
export type Kind = (typeof kinds)[number]

/** How one felt: a word, never a number, so that no week can be averaged. */
export const moods = [
  'calm',
  'glad',
  'grateful',
  'hopeful',
  'tender',
  'playful',
  'proud',
  'tired',
  'uneasy',
  'sad',
  'hurt',
  'angry',
  'lonely',
  'overwhelmed',
] as const
export type Mood = (typeof moods)[number]

export const journals = ['private', 'shared'] as const
export type Journal = (typeof journals)[number]

/** Longest body, in UTF-16 code units: some 800 pages. Above it an edit is refused, the entry stays as it was. */
export const maxBodyLength = 4 * 1024 * 1024
export const maxTitleLength = 300
export const maxTags = 50
export const maxTagLength = 60

const date = z.iso.date()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const zone = wellFormedText.min(1).max(64)
const word = wellFormedText.min(1).max(40)
const tags = z.array(wellFormedText.min(1).max(maxTagLength)).max(maxTags)

/**
 * What is said about an entry besides its body. `date` (`YYYY-MM-DD`), `time` (`HH:MM`) and `zone` (IANA) are the
 * writer's own calendar, never a UTC instant: an entry of an evening stays on that evening wherever it is read.
 */
export const entryFields = z.object({
  kind: word,
  title: wellFormedText.max(maxTitleLength),
  date,
  time,
  zone,
  mood: word.nullable(),
  tags,
})
export type EntryFields = z.infer<typeof entryFields>

/** Most titles that are told as having stood there: keys are answered much faster than they are pressed. */
export const mostFormerTitles = 64

/** What stood there for who says something new about an entry. */
export const describedFrom = z.object({
  title: z.array(wellFormedText.max(maxTitleLength)).min(1).max(mostFormerTitles).optional(),
  tags: tags.optional(),
})
export type DescribedFrom = z.infer<typeof describedFrom>

/** An entry as it is stored and read; fields of a newer version pass through untouched. */
export const entry = entryFields
  .extend({
    id: entryId,
    createdAt: z.number().int().nonnegative(),
    trashedAt: z.number().int().nonnegative().nullable(),
    body: wellFormedText.max(maxBodyLength),
  })
  .loose()
export type Entry = z.infer<typeof entry>

/**
 * An entry as it is read from the vault: what a newer version may have changed is read as far as it is understood, so
 * that no entry can keep the vault from opening. The stored record stays as it is until the entry is edited.
 */
export const storedEntry = z.looseObject({
  id: entryId,
  kind: word.catch('reflection'),
  title: wellFormedText.catch(''),
  date: date.catch('1970-01-01'),
  time: time.catch('00:00'),
  zone: zone.catch('UTC'),
  mood: word.nullable().catch(null),
  // A newer version may keep more tags and longer ones: none of them is lost, and none is shown twice.
  tags: z.array(wellFormedText).transform(distinctTags).catch([]),
  createdAt: z.number().catch(0),
  trashedAt: z.number().nullable().catch(null),
  body: wellFormedText.catch(''),
})

/**
 * The entry that a document of the vault is, its id that of its record; null where it is none, as a newer version may
 * store under an id of its own.
 */
export function entryStoredUnder(value: unknown, id: string): Entry | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return storedEntry.safeParse({ ...value, id }).data ?? null
}

/** A row of the timeline: the entry without its body, but with the beginning of it as plain text. */
export const entrySummary = entryFields.extend({
  id: entryId,
  journal: z.enum(journals),
  createdAt: z.number(),
  trashedAt: z.number().nullable(),
  excerpt: z.string(),
  /** Who began a shared entry; absent in the private journal. */
  author: z.object({ name: z.string(), isMe: z.boolean() }).optional(),
  /** Something in it has come from the partner since this person last looked. */
  isNews: z.boolean().optional(),
  /** From a former shared journal, or from a newer version's file: to be read only. */
  isReadOnly: z.boolean().optional(),
  /** When a private entry was shared, ms. */
  sharedAt: z.number().optional(),
})
export type EntrySummary = z.infer<typeof entrySummary>

/** A title as far as it may be long, no sign cut. */
export const cutTitle = (title: string) => beginningOf(title, maxTitleLength)

/** The form in which two spellings of a tag are the same tag; '' where nothing of it is to be seen. */
export function foldTag(tag: string): string {
  const known = foldedTags.get(tag)
  if (known !== undefined) return known
  const folded = foldSpelling(normalizeTag(tag))
    .replace(/[\s\u2800]+/gu, ' ')
    .trim()
  if (tag.length <= maxTagLength && foldedTags.size < mostRemembered) foldedTags.set(tag, folded)
  return folded
}

/** A few words repeat over thousands of entries, and folding costs more than a look into a map. */
const foldedTags = new Map<string, string>()
const mostRemembered = 10_000

/** Controls, the byte order mark and the marks of interlinear notes: no one has typed them, and nothing is seen of them. */
const shapeless = /(?!\p{White_Space})[\p{Cc}\ufeff\ufff9-\ufffb]/gu

/**
 * A tag as it is kept: well-formed, NFC, trimmed, inner space single, at most `maxTagLength` code units; '' where
 * nothing of it is to be seen.
 */
export function normalizeTag(tag: string): string {
  const spaced = tag
    .toWellFormed()
    .replace(shapeless, '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
  const kept = beginningOf(composedTag(spaced), maxTagLength).trimEnd()
  return visible.test(kept) ? kept : ''
}

/**
 * The NFC of a well-formed text as far as a tag may reach. Nothing that becomes that much is more than four times as long
 * (UAX 15, table 6), and of marks without end NFC takes time that grows with the square of their number.
 */
export const composedTag = (text: string): string => firstCharacters(text, 4 * maxTagLength).normalize('NFC')

/** Anything but white space, controls and what has no shape; the blank of Braille is one more space. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u

/** The tags of an entry without doubles (compared folded, the first spelling stays) and without empty ones. */
export const normalizeTags = (list: readonly string[]): string[] =>
  distinctTags(list.map(normalizeTag)).slice(0, maxTags)

/** Tags as they are spelled, without those that are the same as an earlier one and those of which nothing is to be seen. */
export function distinctTags(list: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const tag of list) {
    const folded = foldTag(tag)
    if (folded && !seen.has(folded)) seen.set(folded, tag)
  }
  return [...seen.values()]
}
