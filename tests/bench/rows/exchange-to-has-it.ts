import { mkdtemp, open, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type * as Y from 'yjs'
import type { SharedHeld } from '../../../shared/partner'
import { bodyOf } from '../../../shared/journal-doc'
import { type Home, makeHome, pair } from '../../../scripts/home'
import { replicaOf } from '../../support/couple'
import { entryOf, idOf } from '../../support/journal-entries'
import { interleave } from '../interleave'
import type { Row } from '../row'
import { cost, passphrase } from '../surroundings'

/** What an exchange file of a short edit takes, and the least pause between two coverages; bytes, ms. */
const fileBytes = 512
const betweenCoverages = 60

/** From a flush of some words at one home until the partner's coverage of them has been read there. */
export const exchangeToHasIt: Row = {
  name: 'exchange-to-has-it',
  limitName: 'two bare writes (temporary file, fsync, rename, fsync of the folder) and one bare TCP echo',
  goal: { ratio: 3 },
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'twofold-bench-'))
    const homes = [
      await makeHome({ name: 'Ana', vault: join(folder, 'ana'), passphrase, cost }),
      await makeHome({ name: 'Ben', vault: join(folder, 'ben'), passphrase, cost }),
    ] as const
    await pair(...homes)
    const [ana] = homes
    await ana.call('journal.add', { entry: entryOf(1, { body: '' }), journal: 'shared' })
    const doc = await replicaOf(ana)
    const bare = await openBare(folder)
    const samples = await interleave({
      rounds: 150,
      warmUps: 30,
      limit: bare.measure,
      product: () => untilHasIt(ana, doc),
    })
    bare.close()
    await Promise.all(homes.map((home) => home.stop()))
    await rm(folder, { recursive: true, force: true })
    return samples
  },
}

async function untilHasIt(home: Home, doc: Y.Doc): Promise<number> {
  await pause(betweenCoverages)
  let update: Uint8Array | null = null
  doc.once('update', (each: Uint8Array) => (update = each))
  bodyOf(doc, idOf(1))?.insert(0, 'And so to bed. ')
  home.signals.length = 0
  await home.call('shared.push', { update, origin: 'own' })
  const begun = performance.now()
  home.host.session.flush()
  await home.until<SharedHeld>('shared.held', ({ entries }) => entries.length > 0)
  await home.until<SharedHeld>('shared.held', ({ all, entries }) => !all && entries.length === 0)
  return performance.now() - begun
}

async function openBare(folder: string) {
  const server: Server = createServer((socket) => socket.pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const socket: Socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  socket.setNoDelay()
  const bytes = Buffer.alloc(fileBytes, 0x5a)
  const echo = () =>
    new Promise<void>((resolve) => {
      socket.once('data', () => resolve())
      socket.write(bytes)
    })
  async function write(name: string): Promise<void> {
    const file = await open(join(folder, `${name}.tmp`), 'w')
    await file.write(bytes)
    await file.sync()
    await file.close()
    await rename(join(folder, `${name}.tmp`), join(folder, name))
    const parent = await open(folder, 'r')
    await parent.sync()
    await parent.close()
  }
  return {
    async measure(round: number): Promise<number> {
      const begun = performance.now()
      await write(`own-${round}`)
      await echo()
      await write(`theirs-${round}`)
      return performance.now() - begun
    },
    close() {
      socket.destroy()
      server.close()
    },
  }
}
