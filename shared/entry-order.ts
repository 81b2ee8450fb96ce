import type { Entry } from './entry'

type EntryOrder = Pick<Entry, 'date' | 'time' | 'zone' | 'createdAt' | 'id'>

const minute = 60_000
const day = 86_400_000

/**
 * Newest first: by the writer's date, then by the instant, then the moment of making, then id. The instant is one for
 * each entry, whatever it is compared with, so that the order is total and the same everywhere.
 */
export function byNewest(a: EntryOrder, b: EntryOrder): number {
  const byDate = compare(b.date, a.date)
  return byDate || instantOf(b) - instantOf(a) || b.createdAt - a.createdAt || compare(a.id, b.id)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const instants = new WeakMap<EntryOrder, number>()

/** Found out only for entries that share a date, and once for each. */
function instantOf(entry: EntryOrder): number {
  const known = instants.get(entry)
  if (known !== undefined) return known
  const found = instantIn(entry)
  instants.set(entry, found)
  return found
}

/**
 * When the clock of the entry's zone showed its date and time, ms since 1970. Of a time that came twice it is the one in
 * which the entry was begun, else the first; a time that was skipped is counted on from before the gap, as Temporal does
 * ('compatible'). A zone that this machine doesn't know counts as UTC.
 */
function instantIn({ date, time, zone, createdAt }: EntryOrder): number {
  const clock = clockOf(zone)
  const shown = Date.parse(`${date}T${time}Z`)
  // No zone is a whole day off, and none changes its clocks twice in three days.
  const midnight = Date.parse(date)
  const [before, after] = [clock.offsetOfDay(midnight - day), clock.offsetOfDay(midnight + 2 * day)]
  if (before === after) return shown - before
  const possible = [shown - before, shown - after].filter((instant) => shown - instant === clock.offsetAt(instant))
  const begun = possible.find((instant) => instant <= createdAt && createdAt < instant + minute)
  return begun ?? possible[0] ?? shown - before
}

/** How far the clocks of a zone are ahead of UTC, in ms. */
interface ZoneClock {
  offsetAt(instant: number): number
  /** The same for the beginning of a day of UTC, remembered. */
  offsetOfDay(midnight: number): number
}

/** Zones have few names, written in any case, but a stored entry may hold any text in the place of one. */
const clocks = new Map<string, ZoneClock>()

function clockOf(zone: string): ZoneClock {
  const name = zone.toLowerCase()
  const known = clocks.get(name)
  if (known) return known
  const made = createClock(name)
  clocks.set(name, made)
  return made
}

/** Before the first law on time each town had its own, which didn't change. */
const firstLaw = Date.UTC(1800, 0)

function createClock(zone: string): ZoneClock {
  const format = formatOf(zone)
  const days = new Map<number, number>()
  const offsetAt = (instant: number) => {
    const at = Math.max(instant, firstLaw)
    const parts = format?.format(at).match(/\d+/g)?.map(Number)
    if (!parts) return 0
    const [month = 1, date = 1, year = 1970, ...time] = parts
    return Date.UTC(year, month - 1, date, ...time) - Math.floor(at / 1000) * 1000
  }
  return {
    offsetAt,
    offsetOfDay(midnight) {
      const offset = days.get(midnight) ?? offsetAt(midnight)
      days.set(midnight, offset)
      return offset
    },
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const [date, time] = [
    { year: 'numeric', month: 'numeric', day: 'numeric' },
    { hour: 'numeric', minute: 'numeric' },
  ] as const
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...date, ...time, second: 'numeric' })
  } catch {
    return null
  }
}
