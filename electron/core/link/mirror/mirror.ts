import { bestEffort } from '../../../../shared/background'
import { AppError } from '../../../../shared/failure'
import { fileKinds, maxFile } from '../../exchange/format/file-head'
import { bytesInMirror } from '../../exchange/journal/mirror-bytes'
import type { WriterId } from '../../exchange/format/writer-id'
import type { Files, Randomness } from '../../ports'
import { toHex } from '../../vault/bytes'
import { createTurns } from '../../vault/in-turn'
import { replaceFile } from '../../vault/replace-file'
import { createMirrorIndex, highestOf, type MirrorFile, type MirrorIndex } from './mirror-index'
import { createMirrorParts, type MirrorParts } from './mirror-parts'
import type { PartNotes } from './part-notes'
import { createRecentFiles, type RecentFiles } from './recent-files'

/** How many different files at one number are kept: two prove the fork, more only take room. */
const maxForks = 4
const fileName = /^[0-9a-f]{32}$/u
const folderName = /^[\w-]{1,64}$/u

/** What a host can do with the keys of a journal. */
export interface OpenCarrier {
  /** What a file says of its place, once its signature has been verified; or why it isn't one. */
  verify(bytes: Uint8Array):
    | {
        readonly writer: WriterId
        readonly kind: number
        readonly number: number
        readonly prev: string
        readonly hash: string
      }
    | { readonly reason: string }
  readonly notes: PartNotes
}

/** The files of one journal as they lie in a folder of the vault. This is the only writer there. */
export interface Mirror {
  readonly index: Pick<MirrorIndex, 'get' | 'at' | 'within' | 'ranges' | 'chains'>
  /** A file cut on its way, to go on from. */
  readonly parts: MirrorParts
  /** Whether a file that doesn't verify lay here when the mirror was opened: what it was is wanted again. */
  readonly hasDamaged: boolean
  /**
   * Verifies a file and writes it durably. Null for a coverage that a newer one supersedes; a file that is here already
   * is fine. `bad-request` for what doesn't verify (its cause is the reason), isn't expected or can't be named so, and
   * whatever the disk says.
   */
  keep(name: string, bytes: Uint8Array, isExpected?: (file: MirrorFile) => boolean): Promise<MirrorFile | null>
  /** Removes verified files; others stay. */
  drop(names: readonly string[]): Promise<void>
  /**
   * A verified file's bytes, verified once more if they come from the disk; null for one that isn't here as it was. One
   * that the disk can't read just now stays, and fails with the disk's reason.
   */
  read(name: string): Promise<Uint8Array | null>
  /** The bytes of a file that was kept just now and isn't large; null for others. */
  recent(name: string): Uint8Array | null
  /** Whether the disk couldn't read some files so far: they count as neither here nor damaged. */
  hasUnread(): boolean
  /** Tries to read them again; those of them that are here. */
  readUnread(): Promise<MirrorFile[]>
}

interface MirrorTools {
  readonly files: Files
  readonly randomness: Randomness
  readonly openCarrier: OpenCarrier
}

/** Opens the mirror in this folder: reads and verifies all that lies there. What doesn't verify stays where it is. */
export async function openMirror(tools: MirrorTools & { vault: string; folder: string }): Promise<Mirror> {
  const { files } = tools
  if (!folderName.test(tools.folder)) throw new AppError({ code: 'bad-request' })
  const path = `${tools.vault}/mirror/${tools.folder}`
  await files.makeFolder(path)
  const index = createMirrorIndex()
  const damaged = new Set<string>()
  const names = (await files.list(path)) ?? []
  for (const name of names) {
    if (name.endsWith('.tmp')) await bestEffort(files.remove(`${path}/${name}`))
  }
  const inTurn = createTurns()
  const recent = createRecentFiles()
  const unread = new Set(names.filter((name) => fileName.test(name)))
  const writing = { ...tools, path, index, damaged, unread, recent }
  await readUnread(writing)
  for (const { writer } of index.chains()) await bestEffort(dropOldCoverage(writing, writer))
  return {
    index,
    parts: await createMirrorParts({ ...tools, notes: tools.openCarrier.notes, path, names }),
    hasDamaged: damaged.size > 0,
    keep: (name, bytes, isExpected = () => true) => inTurn(() => keep(writing, name, bytes, isExpected)),
    drop: (dropped) =>
      inTurn(async () => {
        for (const name of dropped) if (index.get(name)) await remove(writing, name)
      }),
    async read(name) {
      const file = index.get(name)
      const known = recent.get(name)
      if (file && known) return known
      const bytes = file && (await bytesInMirror(files, `${path}/${name}`))
      const found = bytes && describe(tools.openCarrier, name, bytes)
      if (found && 'hash' in found && found.hash === file?.hash) return bytes
      index.remove(name)
      if (bytes) damaged.add(name)
      return null
    },
    recent: recent.get,
    hasUnread: () => unread.size > 0,
    readUnread: () => inTurn(() => readUnread(writing)),
  }
}

interface Writing extends MirrorTools {
  readonly path: string
  readonly index: MirrorIndex
  readonly damaged: Set<string>
  readonly unread: Set<string>
  readonly recent: RecentFiles
}

const refused = (cause: string) => new AppError({ code: 'bad-request' }, { cause })

function describe(openCarrier: OpenCarrier, name: string, bytes: Uint8Array): MirrorFile | { reason: string } {
  const opened = openCarrier.verify(bytes)
  if ('reason' in opened) return opened
  const { writer, kind, number, prev, hash } = opened
  return {
    name,
    writer,
    class: kind === fileKinds.coverage ? 'coverage' : 'journal',
    number,
    prev,
    hash,
    size: bytes.length,
  }
}

/** Reads and verifies what hasn't been read yet; what the disk can't read stays for another time. */
async function readUnread({ files, path, index, damaged, unread, openCarrier }: Writing): Promise<MirrorFile[]> {
  const found: MirrorFile[] = []
  for (const name of unread) {
    const bytes = await bestEffort(bytesInMirror(files, `${path}/${name}`))
    if (bytes === undefined) continue
    unread.delete(name)
    const file = bytes && describe(openCarrier, name, bytes)
    if (!file || 'reason' in file) damaged.add(name)
    else {
      index.add(file)
      found.push(file)
    }
  }
  return found
}

async function keep(
  writing: Writing,
  name: string,
  bytes: Uint8Array,
  isExpected: (file: MirrorFile) => boolean,
): Promise<MirrorFile | null> {
  const { index, path } = writing
  if (!fileName.test(name) || bytes.length > maxFile) throw refused('name-or-size')
  const file = describe(writing.openCarrier, name, bytes)
  if ('reason' in file) throw refused(file.reason)
  if (!isExpected(file)) throw refused('not-expected')
  // What lies here unread may be this file, or another at its number.
  if (writing.unread.size > 0) await readUnread(writing)
  if (writing.unread.has(name)) throw new AppError({ code: 'disk-failed' })
  const there = index.get(name)
  if (there?.hash === file.hash) return there
  const beside = index.at(file.writer, file.class, file.number)
  const twin = beside.find(({ hash }) => hash === file.hash)
  if (twin) return twin
  if (there || beside.length >= maxForks) throw refused('too-many')
  if (file.class === 'coverage' && highestOf(index.ranges(file.writer, 'coverage')) >= file.number) return null
  if (writing.damaged.delete(name)) {
    const aside = `${path}/${name}.${toHex(writing.randomness.bytes(8))}.damaged`
    await writing.files.move(`${path}/${name}`, aside)
  }
  await replaceFile(writing, `${path}/${name}`, bytes)
  index.add(file)
  writing.recent.add(name, bytes)
  if (file.class === 'coverage') await bestEffort(dropOldCoverage(writing, file.writer))
  return file
}

/** A coverage that couldn't be removed is removed when the mirror is opened the next time. */
async function dropOldCoverage(writing: Writing, writer: WriterId): Promise<void> {
  const { index } = writing
  const newest = highestOf(index.ranges(writer, 'coverage'))
  for (const { name } of index.within(writer, 'coverage', { from: 0, to: newest - 1 })) await remove(writing, name)
}

async function remove({ files, path, index, recent }: Writing, name: string): Promise<void> {
  index.remove(name)
  recent.remove(name)
  await files.remove(`${path}/${name}`)
}
