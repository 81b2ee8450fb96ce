import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import { makeSession } from '../../electron/core/exchange/format/session'
import type { SharedJournal } from '../../electron/core/exchange/journal/shared-journal'
import { letterClient } from '../../shared/mark-clients'
import { createManualClock } from '../support/manual-clock'
import { createAnasMirror, type FileChain, pairsWith } from '../support/mirror-files'
import { forge } from '../support/named-devices'
import { makeFolder, removeFolder } from '../support/vault-folder'

let vault = ''
beforeEach(async () => {
  vault = await makeFolder()
})
afterEach(() => removeFolder(vault))

/** What stands in the journal, as a window reads it. */
function windowOf(journal: SharedJournal | undefined): Y.Doc {
  const doc = new Y.Doc()
  for (const slice of journal?.fill(new Uint8Array([0])).slices ?? []) Y.applyUpdate(doc, slice)
  return doc
}
const textIn = (doc: Y.Doc) => doc.getText('t').toJSON()
const namesIn = async (folder: string) => new Set(await readdir(join(vault, 'mirror', folder)))

it('[Y189] a journal that is open is folded anew where a forged file comes to light, with all that was said meanwhile, and stays so', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 2 })
  const { folder } = mirror.kept
  const [laptop, phone] = mirror.bens as [FileChain, FileChain]
  const session = makeSession(createSodiumCipher(), systemRandomness, phone.writer)
  const client = letterClient(session.id)
  // Ben’s laptop files other words for his phone’s, and Ana has them first.
  const forged = forge(client, 'I hate you')
  await laptop.write({ update: { sessions: [], deps: new Map(), slices: [forged] } })
  const clock = createManualClock(0)
  const pairs = pairsWith(mirror.kept, clock)
  const journals = await mirror.journals(clock, { pairs })
  const current = () => journals.current()?.journal
  const push = (change: (text: Y.Text) => void) => {
    const window = windowOf(current())
    const before = Y.encodeStateVector(window)
    change(window.getText('t'))
    current()?.push(Y.encodeStateAsUpdate(window, before), 'own')
  }
  push((text) => text.insert(10, ', Ana'))
  expect(textIn(windowOf(current()))).toBe('I hate you, Ana')
  const former = current()

  const known = await namesIn(folder)
  const owned = { sessions: [session], deps: new Map(), slices: [forge(client, 'I love you')] }
  await phone.write({ update: owned })
  const names = [...(await namesIn(folder))].filter((name) => !known.has(name))
  await journals.arrived(names, new Map())
  expect(current()).not.toBe(former)
  expect(textIn(windowOf(current()))).toBe('I love you, Ana')
  expect(current()?.standing).toEqual([{ writer: laptop.writer, reason: 'refused' }])
  expect(pairs.journal()?.setAside).toHaveLength(1)

  push((text) => text.insert(15, ' says'))
  await current()?.flush()
  journals.close()
  const again = await mirror.journals(clock, { pairs })
  expect(textIn(windowOf(again.current()?.journal))).toBe('I love you, Ana says')
  expect(again.current()?.journal.standing).toEqual([{ writer: laptop.writer, reason: 'refused' }])
  again.close()
})

it('[Y267] and where the partner files other words than it said live: mine that answer them stay, here and at the next unlock', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
  const { folder } = mirror.kept
  const [ben] = mirror.bens as [FileChain]
  const session = makeSession(createSodiumCipher(), systemRandomness, ben.writer)
  const client = letterClient(session.id)
  const clock = createManualClock(0)
  const pairs = pairsWith(mirror.kept, clock)
  const journals = await mirror.journals(clock, { pairs })
  const current = () => journals.current()?.journal
  const answer = (said: string) => {
    const window = windowOf(current())
    const before = Y.encodeStateVector(window)
    window.getText('t').insert(window.getText('t').length, said)
    current()?.push(Y.encodeStateAsUpdate(window, before), 'own')
  }
  current()?.push(forge(client, 'I will come'), 'live')
  answer(', good')
  await current()?.flush()
  answer('. Ana')
  const known = await namesIn(folder)
  await ben.write({ update: { sessions: [session], deps: new Map(), slices: [forge(client, 'I may come.')] } })
  await journals.arrived(
    [...(await namesIn(folder))].filter((name) => !known.has(name)),
    new Map(),
  )
  expect(textIn(windowOf(current()))).toBe('I may come., good. Ana')
  expect(current()?.standing).toEqual([])
  await current()?.flush()
  journals.close()
  const again = await mirror.journals(clock, { pairs })
  expect(textIn(windowOf(again.current()?.journal))).toBe('I may come., good. Ana')
  again.close()
})

it('[Y276] what waits for words of a window’s session comes when another one begins, though nothing more is written', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 1 })
  const { folder } = mirror.kept
  const [ben] = mirror.bens as [FileChain]
  const journals = await mirror.journals(createManualClock(0))
  const current = () => journals.current()?.journal
  const client = current()?.beginWindow() ?? 0
  // The window’s socket is cut: only Ben’s has heard this, and answers.
  const heard = forge(client, 'I love you')
  await ben.write({ update: { sessions: [], deps: new Map(), slices: [heard, forge(77, ', Ana', heard)] } })
  await journals.arrived([...(await namesIn(folder))], new Map())
  expect(textIn(windowOf(current()))).toBe('')
  current()?.beginWindow()
  expect(textIn(windowOf(current()))).toBe('I love you, Ana')
  expect(current()?.standing).toEqual([])
  journals.close()
})

/** Ben’s laptop files other words for his phone’s, of one session after the other, and then his phone files its own. */
function forging(mirror: ReturnType<typeof createAnasMirror>) {
  const [laptop, phone] = mirror.bens as [FileChain, FileChain]
  const session = makeSession(createSodiumCipher(), systemRandomness, phone.writer)
  const said = (words: string) => [forge(letterClient(session.id), words)]
  return {
    forge: () => laptop.write({ update: { sessions: [], deps: new Map(), slices: said('hate') } }),
    own: () => phone.write({ update: { sessions: [session], deps: new Map(), slices: said('love') } }),
  }
}

it('[Y278] forged files that come to light one by one cost an open journal one fold at once, and then ever fewer', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 2 })
  const { folder } = mirror.kept
  const clock = createManualClock(0)
  const pairs = pairsWith(mirror.kept, clock)
  let journals = await mirror.journals(clock, { pairs })
  const current = () => journals.current()?.journal
  const known = new Set<string>()
  const folds = new Set([current()])
  let mine = ''
  async function round(): Promise<void> {
    const { forge: forgeOne, own } = forging(mirror)
    for (const write of [forgeOne, own]) {
      await write()
      const names = [...(await namesIn(folder))].filter((name) => !known.has(name))
      names.forEach((name) => known.add(name))
      await journals.arrived(names, new Map())
      folds.add(current())
    }
    const window = windowOf(current())
    const before = Y.encodeStateVector(window)
    mine += 'x'
    window.getText('t').insert(0, 'x')
    current()?.push(Y.encodeStateAsUpdate(window, before), 'own')
    await current()?.flush()
    expect(textIn(windowOf(current())).match(/x/gu)?.join('')).toBe(mine)
  }
  const count = (word: string) => textIn(windowOf(current())).split(word).length - 1

  await round()
  expect([folds.size, count('love'), count('hate')]).toEqual([2, 1, 0])
  for (let at = 0; at < 10; at++) await round()
  expect([folds.size, count('love') + count('hate')]).toEqual([2, 11])
  // What is owed is done in a while, for all of them together.
  clock.advance(60_000)
  await journals.ready()
  folds.add(current())
  expect([folds.size, count('love'), count('hate')]).toEqual([3, 11, 0])
  for (let at = 0; at < 20; at++) {
    clock.advance(30_000)
    await journals.ready()
    await round()
  }
  expect(folds.size).toBeLessThan(8)
  journals.close()
  journals = await mirror.journals(clock, { pairs })
  expect([count('love'), count('hate'), count('x')]).toEqual([31, 0, mine.length])
  journals.close()
})

it('[Y279] a journal that has ended remembers forged files as the one that is written does', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 2 })
  const { forge: forgeOne, own } = forging(mirror)
  await forgeOne()
  await own()
  const ended = { ...mirror.kept, endedAt: 1 }
  const clock = createManualClock(0)
  const pairs = pairsWith(mirror.kept, clock)
  await pairs.change({ journal: null, ended })
  const journals = await mirror.journals(clock, { pairs })
  expect(textIn(windowOf(journals.earlier()[0]?.journal))).toBe('love')
  expect(pairs.earlier()[0]?.setAside).toHaveLength(1)
  journals.close()
})

it('[Y281] while a journal is still to be folded anew, nothing forged goes on with it under a new tag or in a new epoch', async () => {
  const mirror = createAnasMirror(vault, { role: 'inviter', devices: 2 })
  const { folder } = mirror.kept
  const clock = createManualClock(0)
  const pairs = pairsWith(mirror.kept, clock)
  const journals = await mirror.journals(clock, { pairs })
  const current = () => journals.current()?.journal
  const known = new Set<string>()
  const count = (word: string) => textIn(windowOf(current())).split(word).length - 1
  async function round(): Promise<void> {
    const { forge: forgeOne, own } = forging(mirror)
    for (const write of [forgeOne, own]) {
      await write()
      const names = [...(await namesIn(folder))].filter((name) => !known.has(name))
      names.forEach((name) => known.add(name))
      await journals.arrived(names, new Map())
    }
  }
  await round()
  await round()
  expect([count('love'), count('hate')]).toEqual([1, 1])
  await journals.goOnAnew(mirror.kept.writer)
  expect([count('love'), count('hate')]).toEqual([2, 0])
  const fresh = await mirror.journals(clock, { pairs })
  expect(fresh.current()?.journal.standing).toEqual([{ writer: mirror.bens[0]?.writer, reason: 'refused' }])
  fresh.close()

  await round()
  expect([count('love'), count('hate')]).toEqual([2, 1])
  const epoch = { epoch: 2, id: 'ab'.repeat(16), key: 'cd'.repeat(32) }
  await journals.adopt({ epoch, role: 'inviter', partner: journals.current()?.kept.partner ?? null } as never)
  expect([count('love'), count('hate')]).toEqual([3, 0])
  journals.close()
})
