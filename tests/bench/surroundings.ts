import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StretchCost } from '../../electron/core/ports'
import { makeVault, pepysEntries, sampleEntries } from '../../scripts/sample-vault'
import { entry as entrySchema, type Entry } from '../../shared/entry'
import { type BarePages, serveBarePages } from './bare-pages'

export const passphrase = 'slow violet harbour lantern moss'

/**
 * What the passphrase of every vault costs in every run, some 160 ms on the machine of the figures: calibrated anew each
 * time, it is once 250 ms and once 500, and no two runs of a row that unlocks can be held against each other.
 */
export const cost: StretchCost = { m: 96 * 1024, t: 3 }

/** What the rows share: vaults, and the pages that the app is held against. All of it lies in one temporary folder. */
export interface Surroundings {
  /** A vault of one's own with ten years of entries; null where those aren't on this machine. */
  pepysVault(): Promise<string | null>
  /** A vault with the project's sample and, newest of all, an entry of 100 KB. */
  longEntryVault(): Promise<string>
  barePages(): Promise<BarePages>
  /** Ends what was started and removes the folder. */
  remove(): Promise<void>
}

/** Makes an empty place for one run; vaults and pages are made when the first row asks for them. */
export async function createSurroundings(): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'twofold-bench-'))
  let pepys: Promise<void> | null = null
  let pages: Promise<BarePages> | null = null
  const make = (name: string, entries: readonly Entry[]) =>
    makeVault({ folder: join(folder, name), name: 'Ana', passphrase, entries, cost })

  return {
    async pepysVault() {
      const entries = pepysEntries()
      if (!entries) return null
      await (pepys ??= make('pepys', entries))
      const copy = join(folder, `pepys-${randomUUID()}`)
      await cp(join(folder, 'pepys'), copy, { recursive: true })
      return copy
    },
    async longEntryVault() {
      await make('long', [...sampleEntries(), longEntry()])
      return join(folder, 'long')
    },
    barePages: () => (pages ??= serveBarePages(join(folder, 'pages'), { text: longText(), rows: rowTexts() })),
    async remove() {
      await (await pages)?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const longLength = 100 * 1024

/** 100 KB of Markdown as people write it: the sample's entries, one after another. */
function longText(): string {
  const bodies = sampleEntries().map(({ title, body }) => (title ? `## ${title}\n\n${body}` : body))
  const once = `${bodies.join('\n\n')}\n\n`
  return once.repeat(Math.ceil(longLength / once.length)).slice(0, longLength)
}

function longEntry(): Entry {
  return entrySchema.parse({
    id: randomUUID(),
    kind: 'reflection',
    title: 'A hundred kilobytes',
    date: '2999-12-31',
    time: '12:00',
    zone: 'Europe/London',
    mood: null,
    tags: [],
    body: longText(),
    createdAt: 0,
    trashedAt: null,
  })
}

const rowTexts = () => (pepysEntries() ?? []).map(({ date, body }) => `${date} ${body.slice(0, 200)}`)
