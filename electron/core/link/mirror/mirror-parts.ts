import { z } from 'zod'
import { bestEffort, reporting } from '../../../../shared/background'
import { writerId } from '../../exchange/format/writer-id'
import type { AppendFile, Files, Randomness } from '../../ports'
import { concat, toHex } from '../../vault/bytes'
import { type PartNotes, sealedNoteSize } from './part-notes'

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

/**
 * The file that is on its way, if any: at most one, in `<random>.part`. What is noted of it is sealed, so that who sees
 * the folder learns no more of it than of a whole file.
 */
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
  notes: PartNotes
  path: string
  names: readonly string[]
}): Promise<MirrorParts> {
  const { files, randomness, notes, path } = o
  const left = await Promise.all(
    o.names
      .filter((name) => name.endsWith(suffix))
      .map(async (name) => ({ name, part: await readPart(o, `${path}/${name}`) })),
  )
  const [longest] = left.toSorted((a, b) => (b.part?.bytes.length ?? 0) - (a.part?.bytes.length ?? 0))
  let current = longest?.part ?? null
  let onDisk = current ? longest?.name : undefined
  let growing: { file: AppendFile; name: string; size: number } | null = null

  // What can't be removed now is removed when the mirror is opened the next time.
  const remove = (name: string | undefined) => name && bestEffort(files.remove(`${path}/${name}`))
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
  const append = async (head: PartHead, bytes: Uint8Array) => {
    const { name } = head
    if (growing?.name === name) await growing.file.append(bytes.subarray(growing.size))
    else {
      const former = onDisk
      onDisk = `${toHex(randomness.bytes(16))}${suffix}`
      await rest()
      growing = { file: await files.create(`${path}/${onDisk}`), name, size: 0 }
      await growing.file.append(concat(notes.seal(JSON.stringify(head), randomness.bytes(24)), bytes))
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
      await append(head, current.bytes).catch(reporting(rest))
    },
    rest,
    drop,
  }
}

/** Null for what can't be gone on from: cut, changed, of an older version, or under other keys. */
async function readPart({ files, notes }: { files: Files; notes: PartNotes }, path: string): Promise<FilePart | null> {
  const all = await bestEffort(files.read(path, maxPartFile))
  const head = all && readHead(notes, all)
  if (!head) return null
  const bytes = all.subarray(sealedNoteSize)
  return bytes.length > 0 && bytes.length < head.total ? { ...head, bytes } : null
}

function readHead(notes: PartNotes, bytes: Uint8Array): PartHead | null {
  try {
    return partHead.parse(JSON.parse(notes.open(bytes) ?? 'null'))
  } catch {
    // Whoever has the keys could have sealed anything.
    return null
  }
}
