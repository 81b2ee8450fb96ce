import { type ReadableSegment, namesOf, openSegment, type VaultSecrets } from './segment'
import { Refused } from './primitives'
import { type StreamRead, takeRecords } from './stream'
import { type Head, openVaultJson, type Typed } from './vault-json'

const streams = [0, 1, 2] as const

/** A vault as the page says it is to be read. */
export interface VaultRead {
  /** By stream and id. */
  content: Record<'journal' | 'settings' | 'pairs', Record<string, unknown>>
  /** Files to name and to copy aside; with one of them the vault is for reading only. */
  damaged: string[]
  lost: number
}

interface Unreadable {
  name: string
  isUnfinished: boolean
  /** Where it belongs, if anywhere. */
  stream: number
  number: number
}

/**
 * Reads a vault from its files, by their paths; throws `Refused`. The segments of a generation of backups, laid into
 * `data/` alone, are held against nothing.
 */
export function readVaultByThePage(
  files: ReadonlyMap<string, Uint8Array>,
  typed: Typed,
  { isBackup = false }: { isBackup?: boolean } = {},
): VaultRead {
  const vaultJson = files.get('vault.json')
  if (!vaultJson) throw new Refused('vault-missing')
  const header = openVaultJson(vaultJson, typed)
  const { readable, unreadable } = sort(header, files)
  const reads = streams.map((stream) =>
    takeRecords(
      readable.filter((segment) => segment.stream === stream).toSorted((a, b) => a.number - b.number),
      (after, before) =>
        unreadable.find((file) => file.stream === stream && file.number > after && file.number < before)?.name,
    ),
  )
  const named = [header.marks, ...reads.flatMap((read) => read.named)]
  const damage = [
    ...readable.filter(({ isIntact }) => !isIntact).map(({ name }) => ({ file: name, lost: 0 })),
    ...unreadable.filter(({ isUnfinished }) => !isUnfinished).map(({ name }) => ({ file: name, lost: 0 })),
    ...reads.flatMap((read, stream) => {
      const heads = named.flatMap((each) => each[stream] ?? [])
      return isBackup ? read.damage : holdAgainst(header, read, stream, heads, unreadable)
    }),
  ]
  if (readable.some(({ epoch }) => epoch > header.epoch)) throw new Refused('vault-rolled-back')
  const [journal = {}, settings = {}, pairs = {}] = reads.map(({ content }) => jsonOf(content))
  return {
    content: { journal, settings, pairs },
    damaged: [...new Set(damage.map(({ file }) => file))].toSorted(),
    lost: damage.reduce((sum, { lost }) => sum + lost, 0),
  }
}

const jsonOf = (content: ReadonlyMap<string, Buffer>): Record<string, unknown> =>
  Object.fromEntries([...content].map(([id, payload]) => [id, JSON.parse(payload.toString('utf8')) as unknown]))

function sort(secrets: VaultSecrets, files: ReadonlyMap<string, Uint8Array>) {
  const readable: ReadableSegment[] = []
  const unreadable: Unreadable[] = []
  for (const [path, content] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = /^data\/([0-9a-f]{32}\.seg)$/u.exec(path)?.[1]
    if (name === undefined) continue
    const bytes = Buffer.from(content)
    const segment = openSegment(secrets, name, bytes)
    const isUnfinished = bytes.length < 256 || (!segment && hasBlankBlock(bytes))
    const isNamedRightly = segment && namesOf(secrets, segment.stream)(segment.number) === name
    if (segment && !isUnfinished && isNamedRightly) readable.push(segment)
    else {
      const said = isUnfinished ? null : segment
      unreadable.push({ name, isUnfinished, stream: said?.stream ?? -1, number: said?.number ?? 0 })
    }
  }
  for (const stream of streams) place(secrets, { readable, unreadable }, stream, 1024)
  return { readable, unreadable }
}

function hasBlankBlock(bytes: Buffer): boolean {
  const blocks = Array.from({ length: Math.floor(bytes.length / 256) }, (_, at) =>
    bytes.subarray(256 * at, 256 * at + 256),
  )
  return blocks.some((block) => block.equals(Buffer.alloc(256)))
}

/** Finds unreadable files by the names that the next segments of a stream would have. */
function place(
  secrets: VaultSecrets,
  { readable, unreadable }: { readable: readonly ReadableSegment[]; unreadable: readonly Unreadable[] },
  stream: number,
  gap: number,
): void {
  if (unreadable.length === 0) return
  const numbers = readable.filter((segment) => segment.stream === stream).map(({ number }) => number)
  const last = Math.max(0, ...numbers) + gap
  const nameOf = namesOf(secrets, stream)
  for (let number = 1; number <= last; number++) {
    const due = nameOf(number)
    const file = unreadable.find(({ name }) => name === due)
    if (file) Object.assign(file, { stream, number })
  }
}

/** What is damaged in a stream, with what is missing at its end. */
function holdAgainst(
  secrets: VaultSecrets,
  read: StreamRead,
  stream: number,
  heads: readonly Head[],
  unreadable: readonly Unreadable[],
): StreamRead['damage'] {
  const farthest = Math.max(...heads.map(({ seq }) => seq))
  const stranded = { readable: [], unreadable }
  if (farthest > read.end.seq) place(secrets, stranded, stream, read.lastNumber + 65_536)
  const own = unreadable.filter((file) => file.stream === stream)
  for (const { seq, tag } of heads) {
    const there = read.known.get(seq)
    if (there && !there.tag.equals(tag) && !own.some(({ number }) => number > there.number)) {
      throw new Refused('vault-rolled-back')
    }
  }
  const beyond = own.filter(({ number }) => number > read.lastNumber)
  const broken = beyond.find(({ isUnfinished }) => !isUnfinished)
  const missing = Math.max(farthest - read.end.seq, read.ending === 'damaged' || broken ? 1 : 0)
  if (missing === 0) return read.damage
  const torn = read.ending === 'torn' ? read.lastName : undefined
  const file = read.ending === 'damaged' ? read.lastName : (broken?.name ?? torn ?? beyond[0]?.name)
  if (file === undefined) throw new Refused('vault-rolled-back')
  return [...read.damage, { file, lost: missing }]
}
