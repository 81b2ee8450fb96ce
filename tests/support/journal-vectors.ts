import type * as Y from 'yjs'
import { createFold } from '../../electron/core/exchange/fold/fold'
import type { FoldedFile } from '../../electron/core/exchange/fold/folded-file'
import { deviceOf, type WriterId } from '../../electron/core/exchange/format/writer-id'
import { foldWithoutForged } from '../../electron/core/exchange/journal/forged-files'
import { createMirrorReader } from '../../electron/core/exchange/journal/mirror-reader'
import { readDevices } from '../../electron/core/exchange/pairing/certificate'
import { fromHex, toHex } from '../../electron/core/vault/bytes'
import { createJournalDoc } from '../../shared/journal-doc'
import type { People } from './exchange-people'
import { storiesOf } from './journal-stories'

/** What lies in a folder, and what a reader makes of it. */
export interface JournalVector {
  name: string
  /** The lists of both people. */
  certificates: { ana: string[]; ben: string[] }
  /** By their names. */
  files: Record<string, string>
  entries: Record<string, unknown>
  /** The last number of each writer that was applied. */
  applied: Record<string, number>
  /** Writers with two histories, and those of which something isn't applied. */
  told: Record<string, string>
  /** Files that say otherwise under client ids than whose they are, by their hashes. */
  forged: string[]
}

/** What stands in these files, and the keys of the devices that may write them. */
export async function contentsOf(
  { cipher, epoch }: Pick<People, 'cipher' | 'epoch'>,
  { certificates, files }: Pick<JournalVector, 'certificates' | 'files'>,
) {
  const standing = [certificates.ana, certificates.ben].flatMap((list) => readDevices(cipher, list.map(fromHex)) ?? [])
  const devices = Object.fromEntries(standing.map(({ device, signing }) => [device, signing]))
  const reader = createMirrorReader({ files: noFiles, cipher, folder: '', epoch, devices })
  const bytes = new Map(Object.entries(files).map(([name, file]) => [name, fromHex(file)]))
  const { contents } = await reader.read([...bytes.keys()], bytes)
  return { devices, contents }
}

/** What the app makes of these files, read in this order. */
export async function readJournal(
  people: Pick<People, 'cipher' | 'epoch' | 'ana'>,
  { certificates, files }: Pick<JournalVector, 'certificates' | 'files'>,
  order: (contents: readonly FoldedFile[]) => readonly FoldedFile[] = (contents) => contents,
): Promise<Pick<JournalVector, 'entries' | 'applied' | 'told' | 'forged'>> {
  const { devices, contents } = await contentsOf(people, { certificates, files })
  // Who reads has a device of its own, so that nobody's files are its own.
  const me = people.ana.writer.replace(/^./u, (digit) => (digit === '0' ? '1' : '0')) as WriterId
  const mayWrite = (writer: WriterId) => Object.hasOwn(devices, deviceOf(writer))
  const { doc, ...fold } = foldWithoutForged([], (doubts) => {
    const empty = createJournalDoc()
    const folded = createFold({ doc: empty, me, mayWrite, doubts })
    folded.receive(order(contents))
    return { ...folded, doc: empty }
  })
  const read = {
    entries: entriesOf(doc),
    applied: Object.fromEntries([...fold.applied()].map(([writer, { number }]) => [writer, number])),
    told: Object.fromEntries(fold.standing().map(({ writer, reason }) => [writer, reason])),
    forged: [...fold.doubts().forged],
  }
  fold.close()
  return read
}

const entriesOf = (doc: Y.Doc) => doc.getMap('entries').toJSON()

/** All bytes are given: nothing is read from a disk. */
const noFiles = new Proxy({} as Parameters<typeof createMirrorReader>[0]['files'], {
  get: (_, method) => () => {
    throw new Error(`nothing is to be read: ${String(method)}`)
  },
})

/** Journals with all that may befall one, and what they say. */
export async function journalsOf(people: People): Promise<{ journals: JournalVector[] }> {
  const journals: JournalVector[] = []
  for (const { name, certificates, files } of storiesOf(people)) {
    const story = {
      certificates: { ana: certificates.ana.map(toHex), ben: certificates.ben.map(toHex) },
      files: Object.fromEntries(files.map((file) => [file.name, toHex(file.bytes)])),
    }
    journals.push({ name, ...story, ...(await readJournal(people, story)) })
  }
  return { journals }
}
