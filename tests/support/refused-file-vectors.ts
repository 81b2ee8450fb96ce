import { contentKeyOf } from '../../electron/core/exchange/format/exchange-keys'
import { writeUpdateContent } from '../../electron/core/exchange/format/file-content'
import { fileKinds, maxFile } from '../../electron/core/exchange/format/file-head'
import { toHex } from '../../electron/core/vault/bytes'
import { type Crafted, craftFile, plaintextOf } from './exchange-craft'
import { flipped, type People } from './exchange-people'
import { seededRandomness } from './seeded-random'

/** `zeros` are to be put behind the file; `unreadable` has a place that holds, and a content that doesn't open. */
export interface RefusedFile {
  name: string
  file: string
  zeros: number
  reason: string
}

export interface RefusedContent {
  name: string
  kind: number
  content: string
}

const { update, snapshot, coverage } = fileKinds

/** A first update of Ana's, all of it right. */
export const rightFile = ({ ana, epoch, carrier }: People): Crafted => ({
  magic: 'TFEX',
  version: 1,
  zeros: 0,
  epoch: 1,
  epochId: epoch.id,
  nonce: seededRandomness(102).bytes(24),
  carrierKey: carrier.carrierKey,
  contentKey: contentKeyOf(epoch, ana.writer),
  signingKey: ana.sealing.signingKey,
  writer: ana.writer,
  document: 0,
  kind: update,
  index: 0,
  count: 1,
  number: 1n,
  prev: new Uint8Array(32),
  plaintext: plaintextOf(writeUpdateContent({ sessions: [], deps: new Map(), slices: [Uint8Array.of(0, 0)] })),
})

/** Files that are not taken, each with the reason. */
export function refusedFilesOf(people: People): RefusedFile[] {
  const { cipher, ana, ben, epoch } = people
  const good = rightFile(people)
  const whole = craftFile(cipher, good).bytes
  const of = (name: string, reason: string, changes: Partial<Crafted>): RefusedFile => ({
    name,
    file: toHex(craftFile(cipher, { ...good, ...changes }).bytes),
    zeros: 0,
    reason,
  })
  const changed = (name: string, reason: string, file: Uint8Array, zeros = 0): RefusedFile => ({
    name,
    file: toHex(file),
    zeros,
    reason,
  })
  const stranger = `${'00'.repeat(16)}${ana.writer.slice(32)}`
  return [
    of('another magic', 'damaged', { magic: 'TFEY' }),
    of('a newer version', 'newer-version', { version: 2 }),
    of('version 0', 'damaged', { version: 0 }),
    of('bytes that version 1 leaves 0', 'damaged', { zeros: 1 }),
    of('another epoch', 'not-ours', { epoch: 2 }),
    of('another carrier key', 'not-ours', { carrierKey: good.contentKey }),
    changed('a bit of the blinded id', 'not-ours', flipped(whole, 8 * 12)),
    changed('a bit of the nonce', 'not-ours', flipped(whole, 8 * 28)),
    changed('a bit of the sealed content', 'damaged', flipped(whole, 8 * 52)),
    changed('a bit of the last tag', 'damaged', flipped(whole, 8 * (whole.length - 1))),
    changed('cut by one byte', 'damaged', whole.subarray(0, -1)),
    changed('cut in the head', 'damaged', whole.subarray(0, 51)),
    changed('no byte at all', 'damaged', new Uint8Array()),
    changed('a byte behind it', 'damaged', whole, 1),
    changed('too large', 'too-large', whole, maxFile + 1 - whole.length),
    of('signed by the partner', 'bad-signature', { signingKey: ben.sealing.signingKey }),
    of('signed for another epoch id', 'bad-signature', { epochId: new Uint8Array(16) }),
    of('a device without a certificate', 'unknown-device', { writer: stranger }),
    of('number 0', 'damaged', { number: 0n }),
    of('a number beyond 2^53', 'damaged', { number: 2n ** 53n }),
    of('a second part at number 1', 'damaged', { index: 1, count: 2 }),
    of('part 2 of 1', 'damaged', { number: 2n, index: 1 }),
    of('no part at all', 'damaged', { count: 0 }),
    of('65 parts', 'damaged', { count: 65 }),
    of('content under the key of the other writer', 'unreadable', { contentKey: contentKeyOf(epoch, ben.writer) }),
    of('a length beyond the content', 'unreadable', { plaintext: flipped(good.plaintext, 15) }),
  ]
}

/** Contents that say nothing, in files that hold. */
export function refusedContentsOf({ ana }: People): RefusedContent[] {
  const entry = (number: string) => `${ana.writer}${number}`
  const [one, none] = [`01${'00'.repeat(7)}`, '00000000']
  return [
    { name: 'no byte at all', kind: update, content: '' },
    { name: 'more writers than there are', kind: update, content: `0200${entry(one)}` },
    { name: 'more writers than anybody has', kind: coverage, content: '0110' },
    { name: 'a number beyond 2^53', kind: update, content: `0100${entry('ff'.repeat(8))}${none}` },
    { name: 'no count of slices', kind: update, content: '0000' },
    { name: 'more slices than there are', kind: update, content: '0000ffffffff' },
    { name: 'a slice that is cut', kind: update, content: '0000010000000200000001' },
    { name: 'a slice longer than anybody’s', kind: snapshot, content: '000001000000ffffffff' },
    { name: 'a byte behind it', kind: update, content: `0000${none}00` },
    { name: 'a time that is cut', kind: coverage, content: `0000${none}` },
    { name: 'a time beyond 2^53', kind: coverage, content: `0000${'ff'.repeat(8)}` },
    { name: 'an update of format 1 that says so', kind: update, content: `ffff0100000000${none}00` },
    { name: 'more sessions than there are', kind: update, content: `ffff02000200${'00'.repeat(16)}0000${none}` },
    { name: 'more sessions than anybody names', kind: update, content: `ffff02000180` },
    { name: 'no deps behind its sessions', kind: update, content: `ffff02000100${'00'.repeat(16)}` },
    { name: 'a snapshot with no vector behind its sessions', kind: snapshot, content: 'ffff02000000' },
    { name: 'a head that is cut', kind: coverage, content: `0100${entry(one)}${'00'.repeat(31)}` },
  ]
}
