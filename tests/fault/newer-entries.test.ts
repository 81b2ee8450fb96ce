import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EntrySummary } from '../../shared/entry'
import { allHeld, coupleIn, goOn, hasWords, makeCoupleIn, meet } from '../support/cut-couple'
import type { CutHome } from '../support/cut-home'
import { idOf } from '../support/journal-entries'
import { keptOfNewer, kindsOfNewer, letterOfNewer, sketchOfNewer, writeAsNewer } from '../support/newer-entries'
import { makeFolder, removeFolder } from '../support/vault-folder'

let root = ''
let open: CutHome[] = []
beforeEach(async () => {
  root = await makeFolder()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((home) => home.stop()))
  await removeFolder(root)
})

async function rowOf(home: CutHome, number: number): Promise<EntrySummary | undefined> {
  const { entries } = await home.call<{ entries: EntrySummary[] }>('journal.list', { offset: 0, limit: 100 })
  return entries.find(({ id }) => id === idOf(number))
}

it('[I56] what a newer version wrote in entries is kept, shown as far as it is understood, and outlives edits', async () => {
  const vaults = join(root, 'vaults')
  await makeCoupleIn(vaults, writeAsNewer)
  const [ana, ben] = coupleIn(vaults)
  open = [ana, ben]
  await meet(ana, ben)
  await hasWords(ben, letterOfNewer, 'Dear Ben')
  const before = await keptOfNewer(ana)
  expect(before).toMatchObject({
    letter: { weather: { sky: 'grey', wind: { from: 'west' } }, photos: ['one', 'two'], mood: 'wistful' },
    places: { harbour: { at: [59.9, 10.7] } },
  })
  expect(await keptOfNewer(ben)).toEqual(before)
  const { letter, sketch } = kindsOfNewer
  const about = { kind: letter, mood: 'wistful', tags: ['Sea'], excerpt: 'Dear Ben', isReadOnly: false }
  expect(await rowOf(ben, letterOfNewer)).toMatchObject(about)
  // Of a body in another form it is shown that it is there, and nothing is written over it.
  expect(await rowOf(ben, sketchOfNewer)).toMatchObject({ kind: sketch, excerpt: '', isReadOnly: true })
  expect(await ben.call('journal.read', { id: idOf(sketchOfNewer) })).toMatchObject({ isReadOnly: true })

  await goOn(ben, letterOfNewer, ', good morning')
  await ben.call('journal.describe', {
    id: idOf(letterOfNewer),
    fields: { title: 'The harbour', tags: ['Sea', 'Oslo'] },
  })
  await hasWords(ana, letterOfNewer, 'Dear Ben, good morning')
  await Promise.all([ana, ben].map(allHeld))
  await Promise.all([ana, ben].map((home) => home.stop()))
  await meet(ana, ben)
  for (const home of [ana, ben]) {
    await hasWords(home, letterOfNewer, 'Dear Ben, good morning')
    const kept = (await keptOfNewer(home)) as { letter: object; sketch: object; places: object }
    const { letter: was, ...others } = before as typeof kept
    expect(kept).toMatchObject(others)
    expect(kept.letter).toMatchObject({ ...was, title: 'The harbour', body: 'Dear Ben, good morning', tags: {} })
    expect(await rowOf(home, letterOfNewer)).toMatchObject({ kind: letter, tags: ['Oslo', 'Sea'] })
  }
})
