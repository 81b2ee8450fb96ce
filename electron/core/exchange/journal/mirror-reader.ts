import { bestEffort } from '../../../../shared/background'
import type { Cipher, Files } from '../../ports'
import { concat, toHex } from '../../vault/bytes'
import { type CarriedFile, openCarrierPart } from '../format/carrier-part'
import { openPiece } from '../format/exchange-file'
import { bytesInMirror } from './mirror-bytes'
import { carrierKeyOf, type Epoch } from '../format/exchange-keys'
import {
  type CoverageContent,
  readCoverageContent,
  readSnapshotContent,
  readUpdateContent,
} from '../format/file-content'
import { fileKinds } from '../format/file-head'
import { namedSession } from '../format/session'
import { type FoldedFile, oursDocument } from '../fold/folded-file'
import { deviceOf, type WriterId } from '../format/writer-id'

/** What a device's newest coverage says. */
export interface Coverage extends CoverageContent {
  readonly writer: WriterId
  readonly number: number
  readonly hash: Uint8Array
}

export interface ReadFiles {
  /** Names of files that the disk couldn't read just now. */
  readonly unread: string[]
  readonly contents: ReadContent[]
  readonly coverages: Coverage[]
  /** For each file of a content its name and size, so that a snapshot can say which it replaces. */
  readonly names: { readonly name: string; readonly writer: WriterId; readonly number: number; readonly size: number }[]
}

/** A content, and the files of the mirror that it is in. */
export interface ReadContent extends FoldedFile {
  readonly names: readonly string[]
}

export interface MirrorReader {
  /** The names of all files in the mirror. */
  list(): Promise<string[]>
  /**
   * What these files say; one that doesn't verify is passed over, and parts wait for the others of their content. The
   * bytes of those that `known` holds aren't read from the disk.
   */
  read(names: readonly string[], known?: ReadonlyMap<string, Uint8Array>): Promise<ReadFiles>
  /** Whether a file that was just sealed says to every reader what it is to say; parts are to be asked about in order. */
  canRead(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<boolean>
}

/** Reads the mirror of one journal. The host has verified the files already; here they are verified again. */
export function createMirrorReader(options: {
  files: Files
  cipher: Cipher
  /** The journal's folder of the mirror. */
  folder: string
  epoch: Epoch
  /** The certified signing key of each device, by device id in hex. */
  devices: Readonly<Record<string, Uint8Array>>
}): MirrorReader {
  const { files, cipher, folder, epoch, devices } = options
  const keys = { cipher, epoch: epoch.epoch, epochId: epoch.id, carrierKey: carrierKeyOf(epoch), devices }
  const join = createJoin(cipher)

  async function readOne(name: string, known: Uint8Array | null, into: ReadFiles): Promise<void> {
    const bytes = known ?? (await bestEffort(bytesInMirror(files, `${folder}/${name}`)))
    if (bytes === undefined) into.unread.push(name)
    const carried = bytes && openCarrierPart(keys, bytes)
    if (!bytes || !carried || typeof carried === 'string') return
    if (carried.document !== oursDocument) {
      // Nobody who reads another document knows what its kinds are. It is carried, and told of.
      into.contents.push({ ...placeOf(carried, carried), ...nothing, kind: 'newer', names: [name] })
      return
    }
    const piece = openPiece({ cipher, epoch }, bytes, carried)
    if (carried.kind === fileKinds.coverage) {
      const content = piece && readCoverageContent(piece)
      const { writer, number, hash } = carried
      if (content) into.coverages.push({ writer, number, hash, ...content })
      return
    }
    into.names.push({ name, writer: carried.writer, number: carried.number, size: bytes.length })
    const whole = join({ name, file: carried, bytes: piece })
    if (whole) into.contents.push(whole)
  }

  async function read(names: readonly string[], known?: ReadonlyMap<string, Uint8Array>): Promise<ReadFiles> {
    const found: ReadFiles = { contents: [], coverages: [], names: [], unread: [] }
    for (const name of names) await readOne(name, known?.get(name) ?? null, found)
    return found
  }
  return {
    list: async () => ((await files.list(folder)) ?? []).filter((name) => /^[0-9a-f]{32}$/u.test(name)),
    read,
    async canRead({ name, bytes }) {
      const { contents, coverages, names } = await read([name], new Map([[name, bytes]]))
      return (
        names.length + coverages.length === 1 && contents.every(({ kind }) => kind === 'update' || kind === 'snapshot')
      )
    },
  }
}

/** All that lies in the mirror; of a journal that is open, once all that it has lies there too. */
export async function readWhole(
  reader: MirrorReader,
  open?: { settle(): Promise<void>; isSettled(): boolean },
): Promise<ReadFiles> {
  const found: ReadFiles = { contents: [], coverages: [], names: [], unread: [] }
  const known = new Set<string>()
  for (;;) {
    const names = (await reader.list()).filter((name) => !known.has(name))
    const read = await reader.read(names)
    for (const name of names) known.add(name)
    found.contents.push(...read.contents)
    found.coverages.push(...read.coverages)
    found.names.push(...read.names)
    found.unread.push(...read.unread)
    // From here on nothing is awaited: nothing can come to what is open any more.
    if (!open || (names.length === 0 && open.isSettled())) return found
    await open.settle()
  }
}

interface Piece {
  readonly name: string
  readonly file: CarriedFile
  readonly bytes: Uint8Array | null
}

/**
 * Puts the parts of a content together, in whatever order they come: each goes with the part whose hash it names. Of two
 * copies of a device that have written on at one number, both contents come out whole. A part goes into one content, so
 * that what is read is never more than the files hold.
 */
function createJoin(cipher: Cipher) {
  const waiting = new Map<string, Piece>()
  const followers = new Map<string, Piece>()
  const before = ({ file }: Piece) => (file.index > 0 ? waiting.get(linkTo(file)) : undefined)
  const behind = ({ file }: Piece) => followers.get(linkFrom(file))
  return (piece: Piece): ReadContent | null => {
    waiting.set(linkFrom(piece.file), piece)
    if (piece.file.index > 0) followers.set(linkTo(piece.file), piece)
    const parts = [piece]
    for (let part = before(piece); part; part = before(part)) parts.unshift(part)
    for (let part = behind(piece); part; part = behind(part)) parts.push(part)
    if (parts.length < piece.file.count) return null
    for (const { file } of parts) {
      waiting.delete(linkFrom(file))
      followers.delete(linkTo(file))
    }
    const content = foldedFile(cipher, parts)
    return content && { ...content, names: parts.map(({ name }) => name) }
  }
}

/** Between a part and the next of its content: what both say of it. */
const link = ({ writer, kind, count }: CarriedFile, number: number, index: number, hash: Uint8Array) =>
  `${writer}/${kind}/${count}/${number}/${index}/${toHex(hash)}`
const linkTo = (file: CarriedFile) => link(file, file.number - 1, file.index - 1, file.prev)
const linkFrom = (file: CarriedFile) => link(file, file.number, file.index, file.hash)

const placeOf = (first: CarriedFile, last: CarriedFile) => ({
  writer: first.writer,
  document: first.document,
  first: first.number,
  number: last.number,
  prev: toHex(first.prev),
  head: toHex(last.hash),
})

const nothing = { sessions: [], deps: new Map(), vector: new Map(), slices: [] } as const

function foldedFile(cipher: Cipher, parts: readonly Piece[]): FoldedFile | null {
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) return null
  const place = placeOf(first.file, last.file)
  const kind = kindOf(first.file)
  if (kind === 'newer') return { ...place, ...nothing, kind }
  const pieces = parts.map(({ bytes }) => bytes)
  const whole = pieces.every((piece) => piece !== null) ? concat(...pieces) : null
  const content = whole && (kind === 'update' ? readUpdateContent(whole) : readSnapshotContent(whole))
  if (content === null || content === 'newer') return { ...place, ...nothing, kind: content ?? 'damaged' }
  const device = deviceOf(place.writer)
  const sessions = content.sessions.map((name) => namedSession(cipher, device, name))
  return { ...place, ...nothing, ...content, kind, sessions }
}

function kindOf({ kind }: CarriedFile): 'update' | 'snapshot' | 'newer' {
  if (kind === fileKinds.update) return 'update'
  return kind === fileKinds.snapshot ? 'snapshot' : 'newer'
}
