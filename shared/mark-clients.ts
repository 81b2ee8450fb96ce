import * as random from 'lib0/random'

/**
 * Whose place is before whose where two insert at one place at once: Yjs puts the lower client id first. Marks that begin
 * something stand before what another types there, those of a line before those of words; marks that end something
 * stand behind it, in the contrary order.
 */
const ranks = [
  // Below 2^48 lie the random 32 bits that Yjs takes by itself.
  'foreign',
  'gap',
  'quote',
  'indent',
  'list',
  'box',
  'sign',
  'heading',
  'link-open',
  'bold-open',
  'italic-open',
  'strike-open',
  'escape',
  'letters',
  'address',
  'strike-close',
  'italic-close',
  'bold-close',
  'link-close',
] as const

/** What a mark that a command writes is there for. `sign` is the letter in a checkbox, `gap` a blank line between. */
export type MarkRole = Exclude<(typeof ranks)[number], 'foreign' | 'letters'>

/** A client id is `rank · 2^48 + session`: 5 bits of rank, 48 of session. */
const rankSize = 2 ** 48

/** The client id for the letters of the session with these 48 bits. */
export const letterClient = (session: number): number => ranks.indexOf('letters') * rankSize + session

/** The 48 bits of the session that writes under this client id; null where Yjs drew it by itself. */
export const sessionOfClient = (client: number): number | null => (client < rankSize ? null : client % rankSize)

/** A client id for the letters of a session that nobody names, drawn at random: nobody can tell whose it is. */
export const newSessionClient = (): number => letterClient((random.uint32() >>> 16) * 2 ** 32 + random.uint32())

/** The client id under which the session whose letters have the id `letters` writes marks of this role. */
export const markClient = (letters: number, role: MarkRole): number =>
  ranks.indexOf(role) * rankSize + (letters % rankSize)

/** All client ids under which the session whose letters have the id `letters` may write: its own one and its marks'. */
export const clientsOfSession = (letters: number): number[] =>
  ranks.slice(1).map((_, at) => (at + 1) * rankSize + (letters % rankSize))

/** The role of a mark with this client id; null for a letter, and for a role that this version doesn't know. */
export function markRole(client: number): MarkRole | null {
  const rank = ranks[Math.floor(client / rankSize)]
  return rank === undefined || rank === 'foreign' || rank === 'letters' ? null : rank
}
