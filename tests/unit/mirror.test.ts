import { readdir, readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { maxFile } from '../../electron/core/exchange/format/file-head'
import { openMirror } from '../../electron/core/link/mirror/mirror'
import { highestOf, without } from '../../electron/core/link/mirror/mirror-index'
import { createPartNotes } from '../../electron/core/link/mirror/part-notes'
import type { Files } from '../../electron/core/ports'
import { concat } from '../../electron/core/vault/bytes'
import { failureOf } from '../../shared/failure'
import { createFaultyFiles } from '../support/faulty-files'
import { openCarrierFor, type SealedDevice, sealedDevice, sealedLinkKeys } from '../support/sealed-device'
import { makeFolder, removeFolder } from '../support/vault-folder'

let vault = ''
beforeEach(async () => (vault = await makeFolder()))
afterEach(() => removeFolder(vault))

const [ana, ben] = [sealedDevice(), sealedDevice()]
const common = { randomness: systemRandomness, folder: 'ours' }
const open = (files = diskFiles) => openWith(files, [ana, ben])
/** Of a device whose numbers begin anew. */
const openFor = (device: SealedDevice) => openWith(diskFiles, [device])
async function openWith(files: Files, devices: readonly SealedDevice[]) {
  const openCarrier = openCarrierFor(sealedLinkKeys(ana.writer, devices))
  return openMirror({ ...common, files, vault, openCarrier })
}
const path = (name: string) => `${vault}/mirror/ours/${name}`
const refusal = (done: Promise<unknown>) =>
  done.then(
    () => null,
    (error: unknown) => failureOf(error).code,
  )

it('[I1] keeps verified files and finds them again when it is opened the next time', async () => {
  const mirror = await open()
  const made = [ana.make(), ana.make(), ben.make(1000), ana.make(50, 3)]
  for (const { name, bytes } of made) await mirror.keep(name, bytes)
  await mirror.keep(made[0]!.name, made[0]!.bytes)
  for (const one of [mirror, await open()]) {
    expect(one.index.ranges(ana.writer, 'journal')).toEqual([{ from: 1, to: 2 }])
    expect(highestOf(one.index.ranges(ben.writer, 'journal'))).toBe(1)
    expect(one.index.at(ana.writer, 'coverage', 1).map(({ name }) => name)).toEqual([made[3]!.name])
    for (const { name, bytes } of made) expect(await one.read(name)).toEqual(bytes)
  }
  expect((await readdir(path(''))).sort()).toEqual(made.map(({ name }) => name).sort())
})

it('[I2] takes nothing that does not verify, is too large or has another name than files have', async () => {
  const mirror = await open()
  const { name, bytes } = ana.make()
  const flipped = bytes.with(100, (bytes[100] ?? 0) ^ 1)
  expect(await refusal(mirror.keep(name, flipped))).toBe('bad-request')
  expect(await refusal(mirror.keep(name, sealedDevice().make().bytes))).toBe('bad-request')
  expect(await refusal(mirror.keep('../out', bytes))).toBe('bad-request')
  expect(await refusal(mirror.keep(name, new Uint8Array(maxFile + 1)))).toBe('bad-request')
  expect(await readdir(path(''))).toEqual([])
})

it('[I3] leaves a damaged file in its place, counts it as missing, and never deletes it', async () => {
  const { name, bytes, number } = ana.make()
  await (await open()).keep(name, bytes)
  const mirror = await open()
  await writeFile(path(name), bytes.with(100, (bytes[100] ?? 0) ^ 1))
  expect(await mirror.read(name)).toBeNull()
  const again = await open()
  expect([again.hasDamaged, again.index.at(ana.writer, 'journal', number)]).toEqual([true, []])
  await again.drop([name])
  const damaged = Uint8Array.from(await readFile(path(name)))
  await again.keep(name, bytes)
  expect(await again.read(name)).toEqual(bytes)
  const aside = (await readdir(path(''))).find((other) => other.endsWith('.damaged'))
  expect(Uint8Array.from(await readFile(path(aside ?? '')))).toEqual(damaged)
})

it('[I25] gives a small file that was kept just now from memory, and no more of them than a bounded number', async () => {
  const mirror = await open()
  const made = Array.from({ length: 20 }, () => ana.make(250_000))
  for (const { name, bytes } of made) await mirror.keep(name, bytes)
  const remembered = made.filter((file) => mirror.recent(file.name))
  expect(remembered).toEqual(made.slice(-remembered.length))
  const size = remembered.reduce((sum, file) => sum + file.bytes.length, 0)
  expect(size).toBeGreaterThan(2 ** 21)
  expect(size).toBeLessThanOrEqual(2 ** 22)
  const { name, bytes } = made.at(-1)!
  expect([mirror.recent(name), await mirror.read(name)]).toEqual([bytes, bytes])
  await mirror.drop([name])
  expect([mirror.recent(name), await mirror.read(name)]).toEqual([null, null])
  const large = ana.make(600_000)
  await mirror.keep(large.name, large.bytes)
  expect(mirror.recent(large.name)).toBeNull()
})

it('[I4] keeps only the newest coverage of each writer', async () => {
  const mirror = await open()
  const [first, second, theirs] = [ana.make(10, 3), ana.make(10, 3), ben.make(10, 3)]
  for (const { name, bytes } of [first, second, theirs]) await mirror.keep(name, bytes)
  expect(await mirror.keep(first.name, first.bytes)).toBeNull()
  expect((await readdir(path(''))).sort()).toEqual([second.name, theirs.name].sort())
})

it('[I5] keeps both files of a fork', async () => {
  const device = sealedDevice()
  const mirror = await openFor(device)
  const first = device.make()
  const twins = [device.makeAt(2, first.hash), device.makeAt(2, first.hash)]
  for (const { name, bytes } of [first, ...twins]) await mirror.keep(name, bytes)
  expect(mirror.index.at(device.writer, 'journal', 2).length).toBe(2)
})

it('[I6] keeps a file wholly or not at all when the disk fails', async () => {
  const faulty = createFaultyFiles(diskFiles)
  const mirror = await open(faulty.files)
  const { name, bytes } = ana.make()
  for (const operation of ['create', 'append', 'move'] as const) {
    faulty.plan((at) => (at === operation ? { failure: { code: 'disk-full' }, leaves: 'half' } : null))
    expect(await refusal(mirror.keep(name, bytes))).toBe('disk-full')
    expect(mirror.index.get(name)).toBeNull()
  }
  faulty.plan(() => null)
  await mirror.keep(name, bytes)
  expect(await readdir(path(''))).toEqual([name])
})

it('[I7] knows which numbers are missing, and drops what it is told to', async () => {
  const device = sealedDevice()
  const mirror = await openFor(device)
  const made = Array.from({ length: 6 }, () => device.make())
  for (const at of [5, 0, 1, 3]) await mirror.keep(made[at]!.name, made[at]!.bytes)
  const held = mirror.index.ranges(device.writer, 'journal')
  expect(held).toEqual([
    { from: 1, to: 2 },
    { from: 4, to: 4 },
    { from: 6, to: 6 },
  ])
  expect(without({ from: 1, to: 9 }, held)).toEqual([
    { from: 3, to: 3 },
    { from: 5, to: 5 },
    { from: 7, to: 9 },
  ])
  expect(without({ from: 4, to: 4 }, held)).toEqual([])
  await mirror.drop([made[0]!.name, made[1]!.name, 'unknown'])
  expect(mirror.index.ranges(device.writer, 'journal')).toEqual([
    { from: 4, to: 4 },
    { from: 6, to: 6 },
  ])
  expect((await readdir(path(''))).length).toBe(2)
})

it('[I130] a file that is not whole says to who sees the folder neither whose it is nor which, and is gone on from all the same', async () => {
  const { name, bytes, writer, number } = ana.make(2000)
  const head = { name, writer, class: 'journal', number, total: bytes.length } as const
  // What an older version wrote is of no use, and would say both.
  const older = `${name}.0123456789abcdef.part`
  await (await open()).parts.keep(head, [bytes.subarray(0, 1000)])
  await writeFile(path(older), JSON.stringify(head))
  const again = await open()
  expect(again.parts.current()).toEqual({ ...head, bytes: bytes.subarray(0, 1000) })
  const names = await readdir(path(''))
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.part$/u)])
  const seen = names.join('') + (await readFile(path(names[0]!), 'latin1'))
  for (const word of [name, writer, 'journal', 'writer', 'total', String(bytes.length)])
    expect(seen).not.toContain(word)
  await again.parts.keep(head, [bytes.subarray(0, 1500)])
  expect((await open()).parts.current()?.bytes).toEqual(bytes.subarray(0, 1500))
  // Under another journal's keys it is nothing, and is cleared away.
  const keys = { ...sealedLinkKeys(ana.writer, [ana]), carrierKey: new Uint8Array(32) }
  const other = await openMirror({ ...common, files: diskFiles, vault, openCarrier: openCarrierFor(keys) })
  expect([other.parts.current(), await readdir(path(''))]).toEqual([null, []])
})

it('[I130] a note that says nothing, sealed by whoever has the keys, is cleared away', async () => {
  const { carrierKey } = sealedLinkKeys(ana.writer, [ana])
  const notes = createPartNotes(createSodiumCipher(), carrierKey)
  await open()
  for (const [at, note] of ['', 'no JSON', '{}'].entries()) {
    const sealed = notes.seal(note, systemRandomness.bytes(24))
    await writeFile(path(`${String(at).repeat(32)}.part`), concat(sealed, new Uint8Array(10)))
  }
  expect([(await open()).parts.current(), await readdir(path(''))]).toEqual([null, []])
})

const cannotRead = (operation: string) =>
  operation === 'read' ? ({ failure: { code: 'disk-failed' }, leaves: 'nothing' } as const) : null

it('[I131] a file that cannot be read just now stays in the mirror, and is read when it can be', async () => {
  const faulty = createFaultyFiles(diskFiles)
  const { name, bytes, number } = ana.make(600_000)
  await (await open()).keep(name, bytes)
  const mirror = await open(faulty.files)
  faulty.plan(cannotRead)
  expect(await refusal(mirror.read(name))).toBe('disk-failed')
  expect(mirror.index.at(ana.writer, 'journal', number).map((file) => file.name)).toEqual([name])
  faulty.plan(() => null)
  expect(await mirror.read(name)).toEqual(bytes)
})

it('[I132] what cannot be read while the mirror is opened is not damaged: it is found again, or set nothing aside', async () => {
  const faulty = createFaultyFiles(diskFiles)
  const device = sealedDevice()
  const [first, second] = [device.make(), device.make()]
  const openFaulty = () => openWith(faulty.files, [device])
  await (await openFaulty()).keep(first.name, first.bytes)
  faulty.plan(cannotRead)
  const mirror = await openFaulty()
  expect([mirror.hasUnread(), mirror.hasDamaged, mirror.index.get(first.name)]).toEqual([true, false, null])
  // The same file comes once more, and can't be told from the one that lies there.
  expect(await refusal(mirror.keep(first.name, first.bytes))).toBe('disk-failed')
  faulty.plan(() => null)
  await mirror.keep(second.name, second.bytes)
  expect(mirror.index.ranges(device.writer, 'journal')).toEqual([{ from: 1, to: 2 }])
  expect([mirror.hasUnread(), (await readdir(path(''))).sort()]).toEqual([false, [first.name, second.name].sort()])
  faulty.plan(cannotRead)
  const again = await openFaulty()
  faulty.plan(() => null)
  expect((await again.readUnread()).map(({ name }) => name).sort()).toEqual([first.name, second.name].sort())
})
