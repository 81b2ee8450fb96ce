import { mkdtemp, open, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import * as Y from 'yjs'
import type { SharedHeld } from '../../../shared/partner'
import { slicesOf } from '../../../shared/update-slices'
import { type Home, makeHome, pair } from '../../../scripts/home'
import { entryOf } from '../../support/journal-entries'
import { seededNumbers } from '../../support/seeded-random'
import { interleave } from '../interleave'
import type { Row } from '../row'
import { cost, passphrase } from '../surroundings'

const editLength = 250
const entryLength = 250_000
const sliceBytes = 128 * 1024

/** From the first change of a large document at one home until the partner's home says that it has all of it. */
const firstSync = (name: string, bytes: number, ratio: number): Row => ({
  name,
  limitName: 'a bare TCP copy of the same bytes, Y.applyUpdate of them, and a write with fsync',
  goal: { ratio },
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'twofold-bench-'))
    const homes = [
      await makeHome({ name: 'Ana', vault: join(folder, 'ana'), passphrase, cost }),
      await makeHome({ name: 'Ben', vault: join(folder, 'ben'), passphrase, cost }),
    ] as const
    await pair(...homes)
    const samples = await interleave({
      rounds: 5,
      warmUps: 1,
      limit: (round) => bareCopy(Y.encodeStateAsUpdate(documentOf(round, bytes)), join(folder, `bare-${round}`)),
      product: (round) => untilHasIt(homes[0], documentOf(round, bytes)),
    })
    await Promise.all(homes.map((home) => home.stop()))
    await rm(folder, { recursive: true, force: true })
    return samples
  },
})

export const firstSync1Mb = firstSync('first-sync-1mb', 1_000_000, 3)
export const firstSync20Mb = firstSync('first-sync-20mb', 20_000_000, 2)

/** Entries of 250 KB that take so many bytes in all, written in edits of 250 letters at seeded places. */
export function documentOf(round: number, bytes: number): Y.Doc {
  const random = seededNumbers(round + 1)
  const doc = new Y.Doc()
  for (let entry = 0; entry * entryLength < bytes; entry++) {
    const text = addEntry(doc, 1000 * (round + 1) + entry)
    for (let written = 0; written < entryLength; written += editLength) {
      text.insert(Math.floor(random() * (text.length + 1)), 'w'.repeat(editLength))
    }
  }
  return doc
}

function addEntry(doc: Y.Doc, number: number): Y.Text {
  const { id, body: _body, tags: _tags, ...fields } = entryOf(number)
  const entry = new Y.Map<unknown>(Object.entries({ ...fields, author: 'bench' }))
  const text = new Y.Text()
  entry.set('tags', new Y.Map())
  entry.set('body', text)
  doc.getMap('entries').set(id, entry)
  return text
}

/** Writes a document at a home, slice by slice, and gives the ms until its partner has all of it. */
export async function untilHasIt(home: Home, doc: Y.Doc): Promise<number> {
  const slices = [...slicesOf(doc, Uint8Array.of(0), sliceBytes)]
  home.signals.length = 0
  const begun = performance.now()
  for (const update of slices) await home.call('shared.push', { update, origin: 'own' })
  await home.until<{ pending: boolean }>('journal.saving', ({ pending }) => !pending)
  await home.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)
  return performance.now() - begun
}

async function bareCopy(bytes: Uint8Array, path: string): Promise<number> {
  const arrived: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('data', (part) => arrived.push(part))
    socket.on('end', () => socket.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const begun = performance.now()
  const socket = connect(port, '127.0.0.1')
  socket.end(bytes)
  await new Promise<void>((resolve) => {
    socket.resume()
    socket.once('close', () => resolve())
  })
  const copy = Buffer.concat(arrived)
  Y.applyUpdate(new Y.Doc(), copy)
  const file = await open(path, 'w')
  await file.write(copy)
  await file.sync()
  await file.close()
  const elapsed = performance.now() - begun
  server.close()
  return elapsed
}
