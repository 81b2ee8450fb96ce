import { lstat, open, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** How many bytes of a file are looked at together; what lies across the border of two such pieces is found too. */
export const pieceSize = 1024 * 1024

/** The ways of writing a text down that the search knows, by name. */
export const encodings = {
  'UTF-8': (text: string) => [Buffer.from(text)],
  'UTF-16LE': (text: string) => [Buffer.from(text, 'utf16le')],
  'UTF-16BE': (text: string) => [Buffer.from(text, 'utf16le').swap16()],
  base64: (text: string) => [0, 1, 2].flatMap((before) => base64Within(text, before)),
  hex: (text: string) => [Buffer.from(Buffer.from(text).toString('hex'))],
} as const satisfies Record<string, (text: string) => Buffer[]>

export type Encoding = keyof typeof encodings

export interface Found {
  readonly marker: string
  readonly encoding: Encoding
  /** The file's path, or the file's name itself where the marker stands in that. */
  readonly file: string
}

interface Form {
  readonly marker: string
  readonly encoding: Encoding
  readonly bytes: Buffer
  /** Base64 tells capitals from small letters; elsewhere a program may have changed them. */
  readonly exact: boolean
}

/**
 * Every file below the folder, and every name of one, that holds a marker in any of the encodings; letters of any case
 * count. A file that vanishes meanwhile is passed over: what took its place is found under its own name.
 */
export async function searchMarkers(folder: string, markers: readonly string[]): Promise<Found[]> {
  const forms = markers.flatMap(formsOf)
  const found: Found[] = []
  const note = (file: string, piece: Buffer) => {
    for (const { marker, encoding } of formsIn(piece, forms)) {
      if (!found.some((one) => one.file === file && one.marker === marker && one.encoding === encoding))
        found.push({ marker, encoding, file })
    }
  }
  for (const name of await readdir(folder, { recursive: true })) {
    const file = join(folder, name)
    note(file, Buffer.from(name))
    await unlessGone(() => eachPiece(file, longest(forms), (piece) => note(file, piece)))
  }
  return found
}

/**
 * The base64 letters that a text gives wherever it lies in what is encoded, with `before` bytes of its first group of
 * three not its own: the letters at either end that depend on neighbours are left out.
 */
function base64Within(text: string, before: number): Buffer[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
  const letters = bytes.toString('base64url')
  const from = Math.ceil((before * 8) / 6)
  const own = letters.slice(from, Math.floor((bytes.length * 8) / 6))
  const standard = own.replaceAll('-', '+').replaceAll('_', '/')
  return own === standard ? [Buffer.from(own)] : [Buffer.from(own), Buffer.from(standard)]
}

function formsOf(marker: string): Form[] {
  return (Object.keys(encodings) as Encoding[]).flatMap((encoding) => {
    const exact = encoding === 'base64'
    return encodings[encoding](marker).map((bytes) => ({
      marker,
      encoding,
      exact,
      bytes: exact ? bytes : small(bytes),
    }))
  })
}

function formsIn(piece: Buffer, forms: readonly Form[]): Form[] {
  const folded = small(piece)
  return forms.filter(({ bytes, exact }) => (exact ? piece : folded).includes(bytes))
}

/** The bytes with capitals of ASCII made small, wherever they stand. */
function small(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)))
}

const longest = (forms: readonly Form[]) => Math.max(...forms.map(({ bytes }) => bytes.length))

/** A file's content in pieces that overlap by one byte less than `width`; of a link, where it leads. */
async function eachPiece(path: string, width: number, look: (piece: Buffer) => void): Promise<void> {
  const stats = await lstat(path)
  if (stats.isSymbolicLink()) return look(Buffer.from(await readlink(path)))
  if (!stats.isFile()) return
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(pieceSize + width - 1)
    for (let kept = 0; ;) {
      const { bytesRead } = await file.read(buffer, kept, pieceSize)
      if (bytesRead === 0) return
      const filled = kept + bytesRead
      look(buffer.subarray(0, filled))
      kept = Math.min(filled, width - 1)
      buffer.copyWithin(0, filled - kept, filled)
    }
  } finally {
    await file.close()
  }
}

async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
