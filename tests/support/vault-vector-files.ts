import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

type Content = Record<string, unknown>

/** A vault as files, with what opens it and what is in it. */
export interface ValidVector {
  name: string
  passphrase: string
  recoveryKey: string
  masterKey: string
  /** HKDF-SHA256 of the master key, by label. */
  subkeys: Record<string, string>
  /** vault.json as text, segments in hex. */
  files: Record<string, string>
  journal: Content
  settings: Content
  /** Absent from vectors of version 1, whose vaults have no such stream. */
  pairs?: Content
}

/** One step from a valid vault to a failing one; what each does is said in docs/vault-format.md. */
export interface Change {
  path: string
  how: 'remove' | 'copy' | 'replace' | 'cut' | 'flip' | 'blank' | 'write'
  at: string | number | null
  to: string | number | null
}

/** What a reader has to answer: why it refuses, or what is left and which files it names. */
export type Outcome = string | DamagedOutcome

export interface DamagedOutcome {
  lost: number
  /** The names of the damaged files; without one the vault is whole. Not said in the vectors of versions 1 and 2. */
  damaged?: string[]
  /** What differs from the valid vector's content: by stream and id what is there instead, null where nothing is. */
  instead?: Record<string, Content>
}

export interface FailingVector {
  name: string
  base: string
  /** Where it is another one than the base's. */
  passphrase?: string
  changes: Change[]
  outcome: Outcome
}

/** A published file of vectors. */
export interface PublishedVectors {
  about: string
  valid: ValidVector[]
  failing: FailingVector[]
}

const encodingOf = (path: string) => (path === 'vault.json' ? 'utf8' : 'hex')

/** The files of a valid vector, by path. */
export const filesOf = ({ files }: Pick<ValidVector, 'files'>): Map<string, Buffer> =>
  new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content, encodingOf(path))]))

/** The files after these changes. */
export function changed(files: ReadonlyMap<string, Buffer>, changes: readonly Change[]): Map<string, Buffer> {
  const next = new Map(files)
  for (const { path, how, at, to } of changes) {
    const bytes = Buffer.from(next.get(path) ?? '')
    if (how === 'remove') next.delete(path)
    else if (how === 'copy') next.set(String(to), bytes)
    else if (how === 'write') next.set(path, Buffer.from(String(to), encodingOf(path)))
    else if (how === 'cut') next.set(path, bytes.subarray(0, Number(at)))
    else if (how === 'blank') next.set(path, bytes.fill(0, Number(at), Number(to)))
    else if (how === 'flip') next.set(path, bytes.fill((bytes[Number(at)] ?? 0) ^ 1, Number(at), Number(at) + 1))
    else next.set(path, Buffer.from(bytes.toString('utf8').replace(String(at), String(to))))
  }
  return next
}

/** Puts files into a folder. */
export async function lay(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true })
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
}

/** What of `content` differs from a valid vector's, as an outcome says it. */
export function differing(
  vector: Pick<ValidVector, 'journal' | 'settings' | 'pairs'>,
  content: Record<'journal' | 'settings' | 'pairs', Content>,
): Record<string, Content> {
  const differing: Record<string, Content> = {}
  for (const stream of ['journal', 'settings', 'pairs'] as const) {
    const [valid, there] = [vector[stream] ?? {}, content[stream]]
    const ids = [...new Set([...Object.keys(valid), ...Object.keys(there)])].toSorted()
    const other = ids.filter((id) => JSON.stringify(valid[id]) !== JSON.stringify(there[id]))
    if (other.length > 0) differing[stream] = Object.fromEntries(other.map((id) => [id, there[id] ?? null]))
  }
  return differing
}
