import { type DescribedFrom, type EntryFields, maxTitleLength, mostFormerTitles } from '../../shared/entry'

type Field = keyof EntryFields

/** What is said about an entry in one call, and what the person saw in its place: `journal.describe` in the contract. */
export interface Description {
  readonly fields: Partial<EntryFields>
  readonly from: DescribedFrom
}

/** A description on its way; one of the two is to be called. */
export interface SentDescription extends Description {
  taken(): void
  failed(): void
}

/** What was said about one entry and isn't known to be taken. */
export interface Descriptions {
  /** The person has changed these fields; `before` is what stood there. */
  say(fields: Partial<EntryFields>, before: Partial<EntryFields>): void
  /** The last that was said of these fields, to be sent; of all that aren't on their way where none are named. */
  send(fields?: readonly string[]): SentDescription | null
  /** The fields of which something isn't known to be taken. */
  waiting(): ReadonlySet<string>
}

interface Said {
  readonly value: unknown
  /** Which change of the entry said it. */
  readonly change: number
  /** How many calls with this field are on their way. */
  calls: number
}

/** Remembers of each field the last that was said, until the call that says it is answered: then it is the vault's. */
export function createDescriptions(): Descriptions {
  const said = new Map<string, Said>()
  let changes = 0
  /** The titles that may stand in the vault by what was said here, oldest first. */
  let titles: { title: string; change: number }[] = []
  let tagsBefore: string[] | undefined

  function rememberBefore({ title, tags }: Partial<EntryFields>, before: Partial<EntryFields>): void {
    const { title: titleBefore } = before
    if (title !== undefined && titleBefore !== undefined && titleBefore.length <= maxTitleLength) {
      if (titles.at(-1)?.title !== titleBefore) titles.push({ title: titleBefore, change: changes - 1 })
      titles.push({ title, change: changes })
      titles = titles.slice(-mostFormerTitles - 1)
    }
    if (tags !== undefined && !said.has('tags')) tagsBefore = before.tags
  }
  function taken(field: string, change: number): void {
    const isLast = said.get(field)?.change === change
    if (isLast) said.delete(field)
    if (field === 'title') titles = isLast ? [] : titles.filter((each) => each.change >= change)
    if (field === 'tags' && isLast) tagsBefore = undefined
  }
  function settle(calls: ReadonlyMap<string, Said>): void {
    for (const field of calls.keys()) {
      const current = said.get(field)
      if (current) current.calls -= 1
    }
  }
  const fromOf = (fields: ReadonlyMap<string, Said>): Description['from'] => {
    const stood = titles.slice(0, -1).map(({ title }) => title)
    return {
      ...(fields.has('title') && stood.length > 0 ? { title: stood.toReversed() } : {}),
      ...(fields.has('tags') && tagsBefore ? { tags: tagsBefore } : {}),
    }
  }

  return {
    say(fields, before) {
      changes += 1
      rememberBefore(fields, before)
      for (const [field, value] of Object.entries(fields))
        said.set(field, { value, change: changes, calls: said.get(field)?.calls ?? 0 })
    },
    send(fields) {
      const chosen = new Map([...said].filter(([field, { calls }]) => fields?.includes(field) ?? calls === 0))
      if (chosen.size === 0) return null
      for (const each of chosen.values()) each.calls += 1
      return {
        fields: Object.fromEntries([...chosen].map(([field, { value }]) => [field, value])),
        from: fromOf(chosen),
        taken() {
          settle(chosen)
          for (const [field, { change }] of chosen) taken(field, change)
        },
        failed: () => settle(chosen),
      }
    },
    waiting: () => new Set<string>(said.keys()),
  }
}

/** The fields of an entry in which it may differ from what the window was told. */
export const describedFields = [
  'kind',
  'title',
  'date',
  'time',
  'zone',
  'mood',
  'tags',
] as const satisfies readonly Field[]
