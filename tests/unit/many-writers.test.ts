import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { readUpdateContent, writeUpdateContent } from '../../electron/core/exchange/format/file-content'
import { writerId } from '../../electron/core/exchange/format/writer-id'
import type { JournalsInUse } from '../../electron/core/exchange/journal/journals-in-use'
import type { OpenedJournal } from '../../electron/core/exchange/journal/opened-journal'
import type { Files } from '../../electron/core/ports'
import { AppError } from '../../shared/failure'
import { createDevice, fileOf, present, textOf, type } from '../support/fold-devices'
import { createManualClock } from '../support/manual-clock'
import { createAnasMirror, createAuthor, type FileChain, headsOf } from '../support/mirror-files'
import { makeFolder, removeFolder } from '../support/vault-folder'

let vault = ''
const opened: OpenedJournal[] = []
beforeEach(async () => {
  vault = await makeFolder()
})
afterEach(async () => {
  for (const { journal } of opened.splice(0)) journal.close()
  await removeFolder(vault)
})

type Mirror = ReturnType<typeof createAnasMirror>

async function open(mirror: Mirror, kept = mirror.kept): Promise<OpenedJournal> {
  const journal = await mirror.open(createManualClock(1000), kept)
  opened.push(journal)
  return journal
}

/** So many writers of Ben's device, each with a letter that rests on none of the others'. */
async function writersOfBen(mirror: Mirror, count: number): Promise<FileChain[]> {
  const chains = Array.from({ length: count }, mirror.chainOfBen)
  for (const chain of chains) await chain.write(createAuthor().words(1))
  return chains
}

/** What a window with all that is here sees of the journal; its changes go to the journal. */
function windowOf({ journal }: OpenedJournal): Y.Text {
  const doc = new Y.Doc()
  for (const slice of journal.fill(Y.encodeStateVector(doc)).slices) Y.applyUpdate(doc, slice, 'vault')
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'vault') journal.push(update, 'own')
  })
  return doc.getText('t')
}
const lettersIn = (each: OpenedJournal) => windowOf(each).toJSON()

describe('many writers of one device of the partner’s', () => {
  it('[Y200] keep no word of mine from being saved, and only so many of them are folded, which is told once', () => {
    const ana = createDevice(1, 100)
    const device = '2'.repeat(32)
    const files = Array.from({ length: 5000 }, (_, at) => {
      const update = Y.encodeStateAsUpdate(Object.assign(new Y.Doc(), { clientID: 1000 + at }))
      return fileOf(writerId.parse(device + String(at).padStart(16, '0')), 1, { slices: [update] })
    })
    ana.fold.receive(files)
    type(ana, 'mine')
    const taken = present(ana.fold.take())
    expect(readUpdateContent(writeUpdateContent(taken))).toMatchObject({ deps: { size: 64 } })
    expect(ana.fold.applied().size).toBe(64)
    expect(ana.fold.standing()).toEqual([{ writer: expect.stringContaining(device), reason: 'refused' }])
    expect(textOf(ana.doc)).toBe('mine')
  })

  it('[Y201] are folded again where own words rest on them, whatever comes with them later', async () => {
    const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
    await writersOfBen(mirror, 64)
    const journal = await open(mirror)
    windowOf(journal).insert(30, 'mine')
    await journal.journal.flush()
    await writersOfBen(mirror, 200)
    const again = await open(mirror)
    expect(lettersIn(again)).toMatch(/^w{30}minew{34}$/)
    expect(again.journal.standing.map(({ reason }) => reason)).toEqual(['refused'])
  })

  it('[Y202] count no more once a snapshot holds their last words, and do where it only says so', async () => {
    const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
    const [author, joined] = [createAuthor(), mirror.chainOfBen()]
    const former = Array.from({ length: 60 }, mirror.chainOfBen)
    for (const chain of former) await chain.write(author.words(1))
    const vector = headsOf(...former)
    await joined.write({ snapshot: { sessions: [], vector, slices: [] } })
    await writersOfBen(mirror, 40)
    expect(lettersIn(await open(mirror)).length).toBeLessThan(64)
    await joined.write({ snapshot: { sessions: [], vector, slices: [author.all()] } })
    const journal = await open(mirror)
    expect(lettersIn(journal)).toHaveLength(100)
    expect(journal.journal.standing).toEqual([])
  })
})

/** The journal that is written now. */
const currentOf = (journals: JournalsInUse): OpenedJournal => present(journals.current())

async function say({ journal }: OpenedJournal, words: string): Promise<void> {
  windowOf({ journal } as OpenedJournal).insert(0, words)
  await journal.flush()
}

describe('this device', () => {
  it('[Y203] retires its former tag with each new one, so that all its words are folded elsewhere', async () => {
    const mirror = createAnasMirror(vault, { role: 'joiner', devices: 1 })
    for (let tag = 0; tag < 50; tag++) await mirror.chainOfAna().write(createAuthor().words(1))
    const journals = await mirror.journals(createManualClock(1000))
    for (let time = 0; time < 16; time++) {
      await say(currentOf(journals), 'w')
      await journals.goOnAnew(currentOf(journals).kept.writer)
    }
    await say(currentOf(journals), 'w')
    expect(currentOf(journals).kept.formerWriters).toHaveLength(16)
    expect(currentOf(journals).liveTags()).toBeLessThan(56)
    journals.close()
    const ben = await open(mirror, mirror.bensKept)
    expect(lettersIn(ben)).toHaveLength(67)
    expect(ben.journal.standing).toEqual([])
  })

  it('[Y204] with many live tags makes a snapshot, and takes no further one while it can’t; no word waits for it', async () => {
    const mirror = createAnasMirror(vault, { role: 'joiner', devices: 1 })
    for (let tag = 0; tag < 63; tag++) await mirror.chainOfAna().write(createAuthor().words(1))
    await mirror.ana.write(createAuthor().words(1))
    const disk = { isFull: true }
    const create: Files['create'] = (...asked) =>
      disk.isFull ? Promise.reject(new AppError({ code: 'disk-full' })) : diskFiles.create(...asked)
    const journals = await mirror.journals(createManualClock(1000), { files: { ...diskFiles, create } })
    const { writer } = currentOf(journals).kept
    await journals.goOnAnew(writer)
    expect([currentOf(journals).kept.writer, currentOf(journals).liveTags()]).toEqual([mirror.ana.writer, 64])
    disk.isFull = false
    await say(currentOf(journals), 'w')
    journals.close()
    expect(lettersIn(await open(mirror, mirror.bensKept))).toHaveLength(65)

    const again = await mirror.journals(createManualClock(2000))
    expect(currentOf(again).liveTags()).toBe(1)
    await again.goOnAnew(mirror.ana.writer)
    expect(currentOf(again).kept.writer).not.toBe(mirror.ana.writer)
    await say(currentOf(again), 'w')
    again.close()
    expect(lettersIn(await open(mirror, mirror.bensKept))).toHaveLength(66)
  })

  it('[Y205] takes no tag for being started again, nor another one for a file that can’t be read for long', async () => {
    const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
    const broken = new Set<string>()
    const read: Files['read'] = (path, ...rest) =>
      broken.has(path) ? Promise.reject(new AppError({ code: 'disk-failed' })) : diskFiles.read(path, ...rest)
    let { kept } = mirror
    const start = async () => {
      const journals = await mirror.journals(createManualClock(1000), { files: { ...diskFiles, read }, as: kept })
      await say(currentOf(journals), 'w')
      const isOther = currentOf(journals).kept.writer !== kept.writer
      ;({ kept } = currentOf(journals))
      journals.close()
      return isOther
    }
    expect([await start(), await start()]).toEqual([false, false])
    const folder = join(vault, 'mirror', kept.folder)
    const [first, second] = await readdir(folder)
    broken.add(`${folder}/${first}`)
    expect([await start(), await start(), await start()]).toEqual([true, false, false])
    broken.add(`${folder}/${second}`)
    expect([await start(), await start()]).toEqual([true, false])
    broken.clear()
    expect(await start()).toBe(false)
    expect(lettersIn(await open(mirror, kept))).toMatch(/^w+$/)
  })
})
