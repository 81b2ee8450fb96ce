import type { Files, Randomness } from '../ports'
import { toHex } from '../vault/bytes'
import { replaceFile } from '../vault/replace-file'
import type { CarriedFile } from '../exchange/carrier-part'
import { fileKinds, maxFile } from '../exchange/file-head'
import type { WriterId } from '../exchange/writer-id'

/** Coverages are a chain of their own, of which only the newest file is kept. */
export type FileClass = 'content' | 'coverage'
export const classOf = ({ kind }: { kind: number }): FileClass => (kind === fileKinds.coverage ? 'coverage' : 'content')

/** A verified file that lies in the mirror. */
export interface MirroredFile {
  readonly name: string
  readonly writer: WriterId
  readonly class: FileClass
  readonly number: number
  readonly hash: string
}

/** How far one chain of one writer lies in the mirror without a gap: from the first number to the last. */
export interface Run {
  readonly writer: WriterId
  readonly class: FileClass
  readonly from: number
  readonly to: number
  readonly headHash: string
}

/** One journal's files on this device's disk. The host is the only one that writes here. */
export interface Mirror {
  /** Writes a file under this name, durably; one that doesn't verify is refused with null. */
  keep(name: string, bytes: Uint8Array): Promise<MirroredFile | null>
  read(name: string): Promise<Uint8Array | null>
  find(writer: WriterId, fileClass: FileClass, number: number): MirroredFile | null
  hasName(name: string): boolean
  runs(): Run[]
  drop(names: readonly string[]): Promise<void>
}

const fileName = /^[0-9a-f]{32}$/u

/** Opens a journal's folder of the mirror. What lies there and doesn't verify is left where it is, and not counted. */
export async function openMirror(options: {
  files: Files
  randomness: Randomness
  folder: string
  /** What a host can know of a file, or why it isn't taken. */
  verify(bytes: Uint8Array): CarriedFile | string
}): Promise<Mirror> {
  const { files, randomness, folder, verify } = options
  const byChain = new Map<string, Chain>()
  const byName = new Map<string, MirroredFile>()
  const chainOf = (writer: WriterId, fileClass: FileClass) => `${fileClass}/${writer}`

  function note(name: string, bytes: Uint8Array): MirroredFile | null {
    const carried = verify(bytes)
    if (typeof carried === 'string') return null
    const { writer, number } = carried
    const file: MirroredFile = { name, writer, class: classOf(carried), number, hash: toHex(carried.hash) }
    const key = chainOf(writer, file.class)
    const chain = byChain.get(key) ?? createChain()
    byChain.set(key, chain)
    chain.add(file)
    byName.set(name, file)
    return file
  }

  async function forgetOlder({ writer, class: fileClass, number }: MirroredFile): Promise<void> {
    if (fileClass !== 'coverage') return
    const older = byChain.get(chainOf(writer, fileClass))?.below(number) ?? []
    await drop(older.map(({ name }) => name))
  }

  async function drop(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const file = byName.get(name)
      if (!file) continue
      byName.delete(name)
      byChain.get(chainOf(file.writer, file.class))?.remove(file)
      // One that can't be removed costs only its room.
      await files.remove(`${folder}/${name}`).catch(() => {})
    }
  }

  await files.makeFolder(folder)
  for (const name of ((await files.list(folder)) ?? []).filter((each) => fileName.test(each))) {
    const bytes = await files.read(`${folder}/${name}`, maxFile).catch(() => null)
    if (bytes) note(name, bytes)
  }

  return {
    async keep(name, bytes) {
      const known = byName.get(name)
      if (known) return known
      if (!fileName.test(name) || typeof verify(bytes) === 'string') return null
      await replaceFile({ files, randomness }, `${folder}/${name}`, bytes)
      const file = note(name, bytes)
      if (file) await forgetOlder(file)
      return file
    },
    read: (name) => (byName.has(name) ? files.read(`${folder}/${name}`, maxFile) : Promise.resolve(null)),
    find: (writer, fileClass, number) => byChain.get(chainOf(writer, fileClass))?.find(number) ?? null,
    hasName: (name) => byName.has(name),
    runs: () => [...byChain.values()].flatMap((chain) => chain.run() ?? []),
    drop,
  }
}

type Chain = ReturnType<typeof createChain>

/** One writer's files of one class by number; its run is kept as files come, for there may be many. */
function createChain() {
  const numbers = new Map<number, MirroredFile>()
  let from = 0
  let to = 0
  const measure = () => {
    to = Math.max(0, ...numbers.keys())
    from = to
    while (numbers.has(from - 1)) from--
  }
  return {
    add(file: MirroredFile) {
      // Of a fork both are kept, and the one that came first is counted.
      if (numbers.has(file.number)) return
      numbers.set(file.number, file)
      if (file.number === to + 1 && to > 0) to++
      else measure()
    },
    remove({ name, number }: MirroredFile) {
      if (numbers.get(number)?.name !== name) return
      numbers.delete(number)
      if (number === from && from < to) from++
      else measure()
    },
    find: (number: number) => numbers.get(number) ?? null,
    below: (number: number) => [...numbers.values()].filter((file) => file.number < number),
    run(): Run | null {
      const last = numbers.get(to)
      return last ? { writer: last.writer, class: last.class, from, to, headHash: last.hash } : null
    },
  }
}
