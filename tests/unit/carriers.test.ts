import { afterEach, expect, it } from 'vitest'
import type { CarriedFiles } from '../../electron/core/link/carriers/carried-files'
import { createCarriers } from '../../electron/core/link/carriers/carriers'
import { carrierEnd } from '../support/carrier-ends'
import { type MadeFile, sealedDevice } from '../support/sealed-device'
import { removeFolder } from '../support/vault-folder'

const folders: string[] = []
afterEach(async () => void (await Promise.all(folders.splice(0).map(removeFolder))))

it('[I411] what one of the carriers brings the others pass on, once it is stored, and nobody what was closed', async () => {
  const device = sealedDevice()
  const { mirror, news, folder } = await carrierEnd([device], device)
  folders.push(folder)
  const carriers = createCarriers({ mirror, tell: news.tell })
  const start = () => {
    const passedOn: string[] = []
    const began = carriers.start((files) => ({
      files,
      passedOn,
      added: ({ name }) => passedOn.push(name),
      close: async () => {},
    }))
    return began
  }
  const all = [start(), start(), start()] as const
  const bring = (files: CarriedFiles, { name, bytes }: MadeFile) => files.store({ name, bytes, isExpected: () => true })
  const [first, second, third] = [device.make(), device.make(), device.make()]
  expect(await bring(all[0].files, first)).toMatchObject({ outcome: 'stored' })
  expect(await bring(all[1].files, first)).toEqual({ outcome: 'not-needed' })
  const damaged = { ...second, bytes: second.bytes.with(99, 1 ^ (second.bytes[99] ?? 0)) }
  expect(await bring(all[1].files, damaged)).toEqual({ outcome: 'refused' })
  await carriers.stop(all[2])
  await bring(all[1].files, second)
  const kept = await mirror.keep(third.name, third.bytes)
  if (kept) carriers.added(kept)
  expect(all.map(({ passedOn }) => passedOn)).toEqual([
    [second.name, third.name],
    [first.name, third.name],
    [first.name],
  ])
  all[1].files.flush()
  expect(news.all).toMatchObject([{ type: 'arrived', names: [first.name, second.name] }])
})
