import { z } from 'zod'
import { writerId } from '../exchange/writer-id'
import type { AppendFile, Files, Randomness } from '../ports'
import { concat, fromUtf8, toHex, utf8, viewOf } from '../vault/bytes'

/** So many more bytes of a file are worth a sync of the disk: what a killed host has to fetch again at most. */
export const partStep = 512 * 1024
const maxPartFile = 5 * 1024 * 1024
const suffix = '.part'

const partHead = z.strictObject({
  name: z.string().regex(/^[0-9a-f]{32}$/u),
  writer: writerId,
  class: z.enum(['journal', 'coverage']),
  number: z.number().int().positive(),
  total: z.number().int().positive(),
})
type PartHead = z.infer<typeof partHead>

/** The beginning of a file whose end hasn't come yet; nothing of it is verified. */
export interface FilePart extends PartHead {
  readonly bytes: Uint8Array
}

/** The file that is on its way, if any: at most one, in `<name>.<random>.part`. */
export interface MirrorParts {
  current(): FilePart | null
  /**
   * Keeps all that has come of this file, instead of any former: what is new is appended, and durable by then. A disk
   * that fails costs only the going on.
   */
  keep(head: PartHead, pieces: readonly Uint8Array[]): Promise<void>
  /** Nothing more comes for now; what has come stays. */
  rest(): Promise<void>
  drop(): Promise<void>
}

/** Reads what a former stream left: of several parts, as a crash may leave them, the longest. */
export async function createMirrorParts(o: {
  files: Files
  randomness: Randomness
  path: string
  names: readonly string[]
}): Promise<MirrorParts> {
  const { files, randomness, path } = o
  const left = await Promise.all(
    o.names
      .filter((name) => name.endsWith(suffix))
      .map(async (name) => ({ name, part: await readPart(files, `${path}/${name}`) })),
  )
  const [longest] = left.toSorted((a, b) => (b.part?.bytes.length ?? 0) - (a.part?.bytes.length ?? 0))
  let current = longest?.part ?? null
  let onDisk = current ? longest?.name : undefined
  let growing: { file: AppendFile; name: string; size: number } | null = null

  const remove = (name: string | undefined) => name && files.remove(`${path}/${name}`).catch(() => undefined)
  const rest = async () => {
    await growing?.file.close()
    growing = null
  }
  const drop = async () => {
    const former = onDisk
    current = null
    onDisk = undefined
    await rest()
    await remove(former)
  }
  const append = async ({ name, ...head }: PartHead, bytes: Uint8Array) => {
    if (growing?.name === name) await growing.file.append(bytes.subarray(growing.size))
    else {
      const former = onDisk
      onDisk = `${name}.${toHex(randomness.bytes(8))}${suffix}`
      await rest()
      growing = { file: await files.create(`${path}/${onDisk}`), name, size: 0 }
      await growing.file.append(concat(writeHead({ name, ...head }), bytes))
      // Only now is anything lost with it.
      await remove(former)
    }
    growing.size = bytes.length
  }
  for (const { name } of left) if (name !== onDisk) await remove(name)
  return {
    current: () => current,
    async keep(head, pieces) {
      current = { ...head, bytes: concat(...pieces) }
      await append(head, current.bytes).catch(rest)
    },
    rest,
    drop,
  }
}

function writeHead(head: PartHead): Uint8Array {
  const text = utf8(JSON.stringify(head))
  const length = new Uint8Array(2)
  viewOf(length).setUint16(0, text.length, true)
  return concat(length, text)
}

async function readPart(files: Files, path: string): Promise<FilePart | null> {
  try {
    const all = await files.read(path, maxPartFile)
    if (!all) return null
    const end = 2 + viewOf(all).getUint16(0, true)
    const head = partHead.parse(JSON.parse(fromUtf8(all.subarray(2, end))))
    const bytes = all.subarray(end)
    return bytes.length > 0 && bytes.length < head.total ? { ...head, bytes } : null
  } catch {
    return null
  }
}
