import { expect, it } from 'vitest'
import { createJournalWriter, type SealedFile } from '../../electron/core/exchange/format/journal-writer'
import { writerOf } from '../support/fold-devices'

/** A chain whose contents become a file for each letter, on a disk that takes a while; `kept` are those it has taken. */
function chainOnSlowDisk() {
  const letters = new Map<SealedFile, string>()
  const kept: string[] = []
  let failures = 0
  const chain = createJournalWriter<string>({
    writer: writerOf(1),
    head: { number: 0, head: Uint8Array.of(0) },
    seal: (content, { number }) =>
      Array.from(content, (letter, at) => {
        const own = number + at + 1
        const file = { name: '', number: own, hash: Uint8Array.of(own), bytes: new Uint8Array() }
        letters.set(file, letter)
        return file
      }),
    async keep(file) {
      await new Promise(setImmediate)
      if (failures-- > 0) throw new Error('the disk is full')
      kept.push(`${file.number}${letters.get(file)}`)
    },
  })
  return { chain, kept, fail: (times: number) => (failures = times) }
}

it('[I57] what is to be written while files are on their way to the disk comes after them, and no file is left out', async () => {
  const { chain, kept } = chainOnSlowDisk()
  const written = await Promise.all(['abc', 'd', 'ef'].map((content) => chain.write(() => content)))
  expect(kept).toEqual(['1a', '2b', '3c', '4d', '5e', '6f'])
  expect(written.map((head) => head?.number)).toEqual([3, 4, 6])
})

it('[I57] what a full disk refused is written first, and what came meanwhile with it', async () => {
  const { chain, kept, fail } = chainOnSlowDisk()
  fail(2)
  await expect(chain.write(() => 'ab')).rejects.toThrow('full')
  await expect(chain.write(() => 'c')).rejects.toThrow('full')
  expect((await chain.write(() => 'd'))?.number).toBe(3)
  expect(kept).toEqual(['1a', '2b', '3d'])
  fail(1)
  await expect(chain.write(() => 'e')).rejects.toThrow('full')
  expect((await chain.write(() => null))?.number).toBe(4)
  expect(await chain.write(() => null)).toBe(null)
  expect(kept.at(-1)).toBe('4e')
})
