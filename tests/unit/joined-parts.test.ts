import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { writeUpdateContent } from '../../electron/core/exchange/format/file-content'
import { createMirrorReader } from '../../electron/core/exchange/journal/mirror-reader'
import { toHex } from '../../electron/core/vault/bytes'
import { craftFile, plaintextOf } from '../support/exchange-craft'
import { exchangePeople } from '../support/exchange-people'
import { rightFile } from '../support/refused-file-vectors'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(79)
const { cipher, epoch, carrier } = people
const randomness = seededRandomness(79)

interface Part {
  readonly name: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** A content of Ana's that says `words`, cut into so many parts from number 1 on. */
function contentIn(count: number, words: Uint8Array): Part[] {
  const content = writeUpdateContent({ sessions: [], deps: new Map(), slices: [words] })
  const step = Math.ceil(content.length / count)
  const parts: Part[] = []
  for (let index = 0; index < count; index++) {
    const place = { index, count, number: BigInt(index + 1), prev: parts.at(-1)?.hash ?? new Uint8Array(32) }
    parts.push(craft({ ...place, plaintext: plaintextOf(content.subarray(index * step, (index + 1) * step)) }))
  }
  return parts
}
const craft = (changes: Partial<Parameters<typeof craftFile>[1]>): Part => ({
  name: toHex(randomness.bytes(16)),
  ...craftFile(cipher, { ...rightFile(people), nonce: randomness.bytes(24), ...changes }),
})

/** What a reader finds that meets these files in this order, some at a time. */
async function readInOrder(parts: readonly Part[], atATime = parts.length) {
  const reader = createMirrorReader({ files: diskFiles, cipher, folder: '/nowhere', epoch, devices: carrier.devices })
  const known = new Map(parts.map(({ name, bytes }) => [name, bytes]))
  const names = parts.map(({ name }) => name)
  const found = []
  while (names.length > 0) found.push(...(await reader.read(names.splice(0, atATime), known)).contents)
  return found.map(({ kind, first, number, head, names: of, slices }) => ({ kind, first, number, head, of, slices }))
}
const wholeOf = (parts: readonly Part[], words: Uint8Array) => ({
  kind: 'update',
  first: 1,
  number: parts.length,
  head: toHex(parts.at(-1)?.hash ?? new Uint8Array()),
  of: parts.map(({ name }) => name),
  slices: [words],
})
const inAnyOrder = (parts: readonly Part[]) =>
  fc.tuple(fc.shuffledSubarray([...parts], { minLength: parts.length }), fc.integer({ min: 1, max: parts.length }))

it('[X54] two copies that wrote a content of several parts at one number give both, in any order of reading', async () => {
  for (const count of [2, 3, 5]) {
    const [mine, theirs] = [randomness.bytes(count * 20), randomness.bytes(count * 20)]
    const [a, b] = [contentIn(count, mine), contentIn(count, theirs)]
    const both = [wholeOf(a, mine), wholeOf(b, theirs)]
    await fc.assert(
      fc.asyncProperty(inAnyOrder([...a, ...b]), async ([parts, atATime]) => {
        const found = await readInOrder(parts, atATime)
        expect(found).toHaveLength(2)
        expect(found).toEqual(expect.arrayContaining(both))
      }),
      { numRuns: 60 },
    )
  }
})

it('[X55] of two such contents the broken one alone is damaged', async () => {
  const words = randomness.bytes(40)
  const whole = contentIn(2, words)
  const [first] = contentIn(2, randomness.bytes(40))
  if (!first) throw new Error('no part')
  const unreadable = craft({ index: 1, count: 2, number: 2n, prev: first.hash, contentKey: randomness.bytes(32) })
  const broken = { ...wholeOf([first, unreadable], words), kind: 'damaged', slices: [] }
  await fc.assert(
    fc.asyncProperty(inAnyOrder([...whole, first, unreadable]), async ([parts, atATime]) => {
      const found = await readInOrder(parts, atATime)
      expect(found).toHaveLength(2)
      expect(found).toEqual(expect.arrayContaining([wholeOf(whole, words), broken]))
    }),
    { numRuns: 40 },
  )
})

it('[X56] parts of which none names the other are no content: each waits for its own', async () => {
  const [mine, theirs] = [randomness.bytes(40), randomness.bytes(40)]
  const [a, b] = [contentIn(2, mine), contentIn(2, theirs)]
  const [a0, a1] = a
  const [b0, b1] = b
  if (!a0 || !a1 || !b0 || !b1) throw new Error('two parts each')
  expect(await readInOrder([a0, b1])).toEqual([])
  expect(await readInOrder([b1, a0, b0])).toEqual([wholeOf(b, theirs)])
  expect(await readInOrder([a0, b1, a1])).toEqual([wholeOf(a, mine)])
  // Read once more, as after a disk that gave only some of them, they are the same again.
  expect(await readInOrder([a0, a0, a1])).toEqual([wholeOf(a, mine)])
  const otherKind = craft({ index: 1, count: 2, number: 2n, prev: a0.hash, kind: 2 })
  expect(await readInOrder([a0, otherKind, a1])).toEqual([wholeOf(a, mine)])
  // A writer could have one long part read with any number of short ones.
  const others = [1, 2, 3].map(() => craft({ index: 1, count: 2, number: 2n, prev: a0.hash }))
  expect(await readInOrder([a0, ...others])).toHaveLength(1)
  expect(await readInOrder([...others, a0])).toHaveLength(1)
})
