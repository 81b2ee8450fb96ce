import type { WriterId } from '../../exchange/format/writer-id'

/** Coverage has numbers and a chain of its own beside all the other files of a writer. */
export type FileClass = 'journal' | 'coverage'

/** A verified file of the mirror; hashes in lower-case hex. */
export interface MirrorFile {
  readonly name: string
  readonly writer: WriterId
  readonly class: FileClass
  readonly number: number
  readonly prev: string
  readonly hash: string
  readonly size: number
}

/** Consecutive numbers, both ends included. */
export interface Range {
  readonly from: number
  readonly to: number
}

interface Chain {
  readonly writer: WriterId
  readonly class: FileClass
  readonly byNumber: Map<number, MirrorFile[]>
  ranges: Range[]
}

/** The verified files of a mirror, by name and by place; two files at one place are a fork, and both are here. */
export interface MirrorIndex {
  add(file: MirrorFile): void
  remove(name: string): void
  get(name: string): MirrorFile | null
  at(writer: WriterId, fileClass: FileClass, number: number): readonly MirrorFile[]
  within(writer: WriterId, fileClass: FileClass, range: Range): MirrorFile[]
  /** The ranges of numbers that are here, in order. */
  ranges(writer: WriterId, fileClass: FileClass): readonly Range[]
  chains(): readonly { readonly writer: WriterId; readonly class: FileClass }[]
}

/** The highest number of these ranges; 0 where there is none. */
export const highestOf = (ranges: readonly Range[]): number => ranges.at(-1)?.to ?? 0

/** What of `wanted` is in none of `held` (in order). */
export function without(wanted: Range, held: readonly Range[]): Range[] {
  const left: Range[] = []
  let { from } = wanted
  for (const range of held) {
    if (range.to < from) continue
    if (range.from > wanted.to) break
    if (range.from > from) left.push({ from, to: range.from - 1 })
    from = range.to + 1
  }
  if (from <= wanted.to) left.push({ from, to: wanted.to })
  return left
}

/** An empty index. */
export function createMirrorIndex(): MirrorIndex {
  const byName = new Map<string, MirrorFile>()
  const chains = new Map<string, Chain>()
  const chainOf = (writer: WriterId, fileClass: FileClass) => chains.get(`${writer}/${fileClass}`)

  return {
    add(file) {
      byName.set(file.name, file)
      const key = `${file.writer}/${file.class}`
      const chain = chains.get(key) ?? { writer: file.writer, class: file.class, byNumber: new Map(), ranges: [] }
      chains.set(key, chain)
      chain.byNumber.set(file.number, [...(chain.byNumber.get(file.number) ?? []), file])
      chain.ranges = withNumber(chain.ranges, file.number, chain.byNumber)
    },
    remove(name) {
      const file = byName.get(name)
      const chain = file && chainOf(file.writer, file.class)
      if (!file || !chain) return
      byName.delete(name)
      const left = (chain.byNumber.get(file.number) ?? []).filter((other) => other !== file)
      if (left.length > 0) {
        chain.byNumber.set(file.number, left)
        return
      }
      chain.byNumber.delete(file.number)
      chain.ranges = rangesOf(chain.byNumber)
    },
    get: (name) => byName.get(name) ?? null,
    at: (writer, fileClass, number) => chainOf(writer, fileClass)?.byNumber.get(number) ?? [],
    within(writer, fileClass, { from, to }) {
      const chain = chainOf(writer, fileClass)
      if (!chain) return []
      const numbers = [...chain.byNumber.keys()].filter((number) => number >= from && number <= to)
      return numbers.toSorted((a, b) => a - b).flatMap((number) => chain.byNumber.get(number) ?? [])
    },
    ranges: (writer, fileClass) => chainOf(writer, fileClass)?.ranges ?? [],
    chains: () => [...chains.values()],
  }
}

/** The ranges with one number more; mostly it is the next one, and nothing has to be sorted. */
function withNumber(ranges: Range[], number: number, all: ReadonlyMap<number, unknown>): Range[] {
  const last = ranges.at(-1)
  if (last && number === last.to + 1) return [...ranges.slice(0, -1), { from: last.from, to: number }]
  return rangesOf(all)
}

function rangesOf(all: ReadonlyMap<number, unknown>): Range[] {
  const ranges: { from: number; to: number }[] = []
  for (const number of [...all.keys()].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && number === last.to + 1) last.to = number
    else ranges.push({ from: number, to: number })
  }
  return ranges
}
