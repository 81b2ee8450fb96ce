import { z } from 'zod'
import { writerId } from '../exchange/writer-id'
import type { Files, Randomness } from '../ports'
import { concat, fromUtf8, utf8, viewOf } from '../vault/bytes'
import { replaceFile } from '../vault/replace-file'

const maxPartFile = 5 * 1024 * 1024
const suffix = '.part'

const partHead = z.strictObject({
  name: z.string().regex(/^[0-9a-f]{32}$/u),
  writer: writerId,
  class: z.enum(['journal', 'coverage']),
  number: z.number().int().positive(),
  total: z.number().int().positive(),
})

/** The beginning of a file whose end hasn't come yet; nothing of it is verified. */
export interface FilePart extends z.infer<typeof partHead> {
  readonly bytes: Uint8Array
}

/** The file that was cut on its way, if any: at most one, in `<name>.part`. */
export interface MirrorParts {
  current(): FilePart | null
  /** Keeps this part instead of any former; null keeps none. A disk that fails costs only the going on. */
  keep(part: FilePart | null): Promise<void>
}

/** Reads what a former stream left. */
export async function createMirrorParts(o: {
  files: Files
  randomness: Randomness
  path: string
  names: readonly string[]
}): Promise<MirrorParts> {
  const { files, path } = o
  const former = o.names.filter((name) => name.endsWith(suffix))
  let current: FilePart | null = null
  for (const name of former) current ??= await readPart(files, `${path}/${name}`)
  const removeAll = async (names: readonly string[]) => {
    for (const name of names) await files.remove(`${path}/${name}`).catch(() => undefined)
  }
  const nameOf = (part: FilePart | null) => (part ? `${part.name}${suffix}` : null)
  await removeAll(former.filter((name) => name !== nameOf(current)))
  return {
    current: () => current,
    async keep(part) {
      const before = nameOf(current)
      current = part
      if (before && before !== nameOf(part)) await removeAll([before])
      if (part) await replaceFile(o, `${path}/${part.name}${suffix}`, writePart(part)).catch(() => undefined)
    },
  }
}

function writePart({ bytes, ...head }: FilePart): Uint8Array {
  const text = utf8(JSON.stringify(head))
  const length = new Uint8Array(2)
  viewOf(length).setUint16(0, text.length, true)
  return concat(length, text, bytes)
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
