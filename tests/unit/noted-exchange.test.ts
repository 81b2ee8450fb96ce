import { afterEach, beforeEach, expect, it } from 'vitest'
import { diskFiles } from '../../electron/adapters/disk-files'
import type { PairsStore } from '../../electron/core/exchange/partner/pairs-store'
import type { Files } from '../../electron/core/ports'
import { createManualClock } from '../support/manual-clock'
import { createAnasMirror, createAuthor, pairsWith } from '../support/mirror-files'
import { makeFolder, removeFolder } from '../support/vault-folder'

let vault = ''
beforeEach(async () => {
  vault = await makeFolder()
})
afterEach(() => removeFolder(vault))

/** Ana's journals, of which something was just heard: when it was is due to be stored as soon as `late` is called. */
async function justHeard() {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
  await mirror.ana.write(createAuthor().words(1))
  const clock = createManualClock(1000)
  const pairs = pairsWith(mirror.kept, clock)
  const meanwhile = { reading() {}, ending() {} }
  const list: Files['list'] = (...asked) => {
    meanwhile.reading()
    return diskFiles.list(...asked)
  }
  const change: PairsStore['change'] = (asked) => {
    const changed = pairs.change(asked)
    if (asked.ended) meanwhile.ending()
    return changed
  }
  const journals = await mirror.journals(clock, { files: { ...diskFiles, list }, pairs: { ...pairs, change } })
  await journals.arrived([], new Map())
  return { journals, pairs, meanwhile, former: mirror.ana.writer, late: () => clock.advance(60_000) }
}

it('[I445] when the partner was heard is stored while a new writer begins, which stays the one that writes', async () => {
  const { journals, pairs, meanwhile, former, late } = await justHeard()
  meanwhile.reading = late
  await journals.goOnAnew(former)
  expect(pairs.journal()).toMatchObject({
    writer: journals.current()?.kept.writer,
    formerWriters: [former],
    partner: { lastExchanged: 1000 },
  })
  journals.close()
})

it('[I445] when the partner was heard brings no journal back that ends meanwhile', async () => {
  const { journals, pairs, meanwhile, late } = await justHeard()
  meanwhile.ending = late
  await journals.unpair()
  expect(pairs.journal()).toBe(null)
  expect(pairs.earlier()).toHaveLength(1)
  journals.close()
})
